#include "bot/delivery/monthly_quota.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/store/counters.hpp"

#include <fmt/format.h>

#include <utility>

namespace bot::delivery {

namespace store = knowledge::store;

namespace {

constexpr std::chrono::hours shanghai_offset{8};
constexpr std::chrono::milliseconds write_after{1000};

std::string counter(std::string_view what, const std::string& month) {
    return fmt::format("dingtalk {} {}", what, month);
}

void count_up_by(store::session& db, const std::string& name, std::int64_t times) {
    for (; times > 0; --times)
        (void)store::count_up(db, name);
}

} // namespace

std::string month_in_shanghai(knowledge::timestamp at) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at + shanghai_offset));
    return fmt::format("{:04}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
}

quota_mark mark_of(std::int64_t count, std::int64_t most) {
    if (most <= 0) return quota_mark::none;
    if (count >= most) return quota_mark::all;
    return count >= most - most / 5 ? quota_mark::nearly : quota_mark::none;
}

struct monthly_quota::implementation : std::enable_shared_from_this<implementation> {
    struct tally {
        std::int64_t received = 0, sent = 0;
    };

    store::store& db;
    adapters::net::event_loop& loop;
    std::int64_t most;
    std::function<knowledge::timestamp()> clock;
    std::string month;
    tally stored, fresh;
    bool exhausted = false; // the platform says so
    std::unique_ptr<adapters::net::event_loop::timer> timer;

    implementation(store::store& s, adapters::net::event_loop& l, std::int64_t m,
                   std::function<knowledge::timestamp()> c)
        : db(s), loop(l), most(m), clock(std::move(c)), month(month_in_shanghai(clock())) {
        db.read([this](store::session& session) {
            stored = {store::counted(session, counter("received", month)),
                      store::counted(session, counter("sent", month))};
            exhausted = store::counted(session, counter("quota", month)) > 0;
        });
    }

    void turn_page() {
        auto now = month_in_shanghai(clock());
        if (now == month) return;
        flush();
        month = std::move(now);
        stored = {};
        exhausted = false;
    }

    void count(std::int64_t tally::*which) {
        turn_page();
        ++(fresh.*which);
        if (timer) return;
        timer = loop.after(write_after, [self = weak_from_this()] {
            if (const auto alive = self.lock()) {
                alive->timer.reset();
                alive->flush();
            }
        });
    }

    void flush() {
        const tally more = std::exchange(fresh, {});
        if (more.received + more.sent == 0) return;
        stored.received += more.received;
        stored.sent += more.sent;
        const auto mark = mark_of(stored.received + stored.sent, most);
        const auto first = std::make_shared<bool>(false);
        auto work = [more, mark, first, page = month](store::session& session) {
            count_up_by(session, counter("received", page), more.received);
            count_up_by(session, counter("sent", page), more.sent);
            if (mark == quota_mark::none) return;
            const auto said = counter(mark == quota_mark::all ? "at quota" : "near quota", page);
            *first = store::counted(session, said) == 0;
            if (*first) (void)store::count_up(session, said);
        };
        auto done = [first, mark, text = line(), limit = most](const std::exception_ptr& trouble) {
            if (trouble || !*first) return; // not counted: a meter may miss a few
            observe::log::warning("DingTalk {}: {} of the monthly quota of {} messages", text,
                                  mark == quota_mark::all ? "all" : "80%", limit);
        };
        (void)db.submit(std::move(work), std::move(done));
    }

    [[nodiscard]] std::string line() const {
        auto text =
            fmt::format("{}: {} received, {} sent", month, stored.received + fresh.received, stored.sent + fresh.sent);
        if (most > 0) text += fmt::format(", of {}", most);
        if (exhausted) text += ", used up";
        return text;
    }
};

monthly_quota::monthly_quota(store::store& store, adapters::net::event_loop& loop, std::int64_t most,
                             std::function<knowledge::timestamp()> clock)
    : impl_(std::make_shared<implementation>(store, loop, most, std::move(clock))) {}

monthly_quota::~monthly_quota() {
    impl_->timer.reset();
}

void monthly_quota::received() {
    impl_->count(&implementation::tally::received);
}

void monthly_quota::sent() {
    impl_->count(&implementation::tally::sent);
}

void monthly_quota::used_up(std::function<void(store::session&)> first, std::function<void()> stored) {
    impl_->turn_page();
    if (std::exchange(impl_->exhausted, true)) return;
    const auto is_first = std::make_shared<bool>(false);
    auto work = [is_first, first = std::move(first), page = impl_->month](store::session& session) {
        *is_first = store::count_up(session, counter("quota", page)) == 1;
        if (*is_first) first(session);
    };
    auto done = [is_first, weak = std::weak_ptr(impl_), stored = std::move(stored)](const std::exception_ptr& trouble) {
        const auto impl = weak.lock();
        if (!impl) return;
        impl->loop.post([weak, is_first, stored, failed = trouble != nullptr] {
            const auto alive = weak.lock();
            if (!alive) return;
            if (failed) alive->exhausted = false; // the next message tells it again
            if (!failed && *is_first) stored();
        });
    };
    if (!impl_->db.submit(std::move(work), std::move(done))) impl_->exhausted = false;
}

void monthly_quota::flush() {
    impl_->flush();
}

std::string monthly_quota::line() const {
    return impl_->line();
}

} // namespace bot::delivery
