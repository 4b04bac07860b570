#include "bot/cli/sweeper.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/store/retention.hpp"

#include <chrono>
#include <utility>

namespace bot::cli {

namespace store = knowledge::store;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds once_a_day = 24h, between_steps = 20ms, after_trouble = 10min;
constexpr std::size_t rows_a_step = 500; // a millisecond or so
// DingTalk's are good for 90 minutes at most.
constexpr std::chrono::seconds keep_reply_addresses = 24h;

} // namespace

struct sweeper::implementation : std::enable_shared_from_this<implementation> {
    adapters::net::event_loop& loop;
    store::store& db;
    const config::retention_settings& keep;
    std::function<knowledge::timestamp()> clock;
    std::unique_ptr<adapters::net::event_loop::timer> timer{};

    // One sweep.
    store::retention before{};
    store::retention_place place{};
    store::forgotten_by_age count{};

    implementation(adapters::net::event_loop& l, store::store& s, const config::retention_settings& k,
                   std::function<knowledge::timestamp()> c)
        : loop(l), db(s), keep(k), clock(std::move(c)) {}

    void begin() {
        const auto now = clock();
        const auto older_than = [now](std::chrono::seconds how_long) {
            return how_long.count() == 0 ? knowledge::timestamp{} : now - how_long;
        };
        before = {.question_texts = older_than(keep.question_texts),
                  .names = older_than(keep.names),
                  .deliveries = older_than(keep.deliveries),
                  .outbox = older_than(keep.outbox),
                  .audit = older_than(keep.audit),
                  .feedback = older_than(keep.feedback),
                  .reply_addresses = older_than(keep_reply_addresses)};
        place = {};
        count = {};
        step();
    }

    struct step_result {
        store::retention_place place;
        store::forgotten_by_age count;
        bool more = false;
    };

    void step() {
        const auto result = std::make_shared<step_result>(step_result{.place = place, .count = {}});
        auto work = [self = shared_from_this(), result](store::session& session) {
            result->more = store::forget_by_age(session, self->before, rows_a_step, result->place, result->count);
        };
        auto done = [self = shared_from_this(), result](const std::exception_ptr& trouble) {
            self->loop.post([self, result, failed = trouble != nullptr] {
                if (failed) {
                    observe::log::warning("old rows could not be removed; trying again later");
                    return self->later(after_trouble);
                }
                self->place = result->place;
                self->count += result->count;
                if (result->more) return self->after(between_steps, &implementation::step);
                self->tell();
                self->later(once_a_day);
            });
        };
        if (!db.submit(std::move(work), std::move(done))) later(after_trouble); // full: everybody else first
    }

    void tell() const {
        if (count == store::forgotten_by_age{}) return;
        observe::log::info(
            "forgotten by age: {} texts of questions, {} names, {} keys of deliveries, {} sent messages, "
            "{} rows of the audit, {} opinions, {} reply addresses",
            count.question_texts, count.names, count.deliveries, count.outbox, count.audit, count.feedback,
            count.reply_addresses);
    }

    void later(std::chrono::milliseconds delay) { after(delay, &implementation::begin); }

    void after(std::chrono::milliseconds delay, void (implementation::*what)()) {
        timer = loop.after(delay, [self = weak_from_this(), what] {
            if (const auto alive = self.lock()) (alive.get()->*what)();
        });
    }
};

sweeper::sweeper(adapters::net::event_loop& loop, store::store& store, const config::retention_settings& keep,
                 std::function<knowledge::timestamp()> clock)
    : impl_(std::make_shared<implementation>(loop, store, keep, std::move(clock))) {}

sweeper::~sweeper() {
    impl_->timer.reset();
}

void sweeper::start() {
    impl_->begin();
}

} // namespace bot::cli
