#include "bot/delivery/worker.hpp"

#include "bot/delivery/lane_schedule.hpp"
#include "bot/delivery/parcel.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace bot::delivery {

namespace store = knowledge::store;
namespace chat = adapters::chat;

// Shared with the callbacks under way, so that one that comes late finds something to talk to.
struct worker::implementation : std::enable_shared_from_this<worker::implementation> {
    adapters::net::event_loop& loop;
    store::store& db;
    adapters_by_platform adapters;
    worker_settings how;
    std::function<knowledge::timestamp()> clock;
    std::function<double()> random;
    store::platforms
        whose; // rows of platforms without an adapter are somebody else's, or wait until theirs is on again

    std::map<std::string, pace, std::less<>> paces; // by the platform's word
    lane_schedule lanes;

    std::unique_ptr<adapters::net::event_loop::timer> timer, due;
    std::set<knowledge::outbox_id> asking; // rows that are uncertain while the platform is asked for them
    std::size_t sending = 0;               // rows between `sending` and their settlement
    bool looking = false;                  // a look at the outbox is on its way through the writer
    bool look_planned = false;             // one begins when the loop has done what is before it
    bool searching = false;                // for lanes, on its way through the writer
    std::function<void()> drained;

    implementation(adapters::net::event_loop& l, store::store& s, adapters_by_platform a, worker_settings h,
                   std::function<knowledge::timestamp()> c, std::function<double()> r)
        : loop(l), db(s), adapters(std::move(a)), how(h), clock(std::move(c)), random(std::move(r)) {
        for (const auto& [platform, adapter] : adapters)
            whose.emplace_back(to_string(platform));
        for (const auto& [platform, limit] : how.pace)
            paces.emplace(to_string(platform), limit);
    }

    pace* pace_of(std::string_view lane) {
        const auto found = paces.find(lane.substr(0, lane.find(':')));
        return found == paces.end() ? nullptr : &found->second;
    }

    // When the lane may send next; `now` or earlier means now.
    knowledge::timestamp ready_at(std::string_view lane, knowledge::timestamp now) {
        const auto* limit = pace_of(lane);
        return limit == nullptr ? now : limit->ready_at(lane, now);
    }

    void wake(std::string_view lane) {
        const auto now = clock();
        lanes.look_at(lane, std::max(now, ready_at(lane, now)));
        plan_look();
    }

    // One look for all the lanes that a batch of the store, or a scatter of settlements, wakes together.
    void plan_look() {
        if (looking || std::exchange(look_planned, true)) return;
        loop.post([self = shared_from_this()] {
            self->look_planned = false;
            self->look();
        });
    }

    void look() {
        if (drained || looking) return;
        if (sending >= how.most_at_once) return; // the next settlement looks again
        const auto now = clock();
        auto asked = lanes.take(now, how.most_at_once - sending);
        // A lane may have been woken just before the last message of it was counted.
        std::erase_if(asked, [&](const std::string& lane) {
            const auto ready = ready_at(lane, now);
            if (ready > now) lanes.look_at(lane, ready);
            return ready > now;
        });
        if (asked.empty()) return sleep_until_due(now);
        looking = true;
        const auto what = std::make_shared<taken>();
        const auto which = std::make_shared<const std::vector<std::string>>(std::move(asked));
        auto work = [which, what, now, asked_for = asking](store::session& session) {
            for (const auto& lane : *which)
                take_from(session, lane, now, asked_for, *what);
        };
        auto done = [self = shared_from_this(), which, what](const std::exception_ptr& trouble) {
            // Completions may come from the writer's thread; everything of ours happens on the loop.
            self->loop.post([self, which, what, failed = trouble != nullptr] {
                self->looking = false;
                if (failed) {
                    observe::log::error("the outbox could not be read; trying again");
                    self->look_later(*which);
                } else {
                    for (const auto& [lane, when] : what->later)
                        self->lanes.look_at(lane, when);
                    for (const auto& one : what->expired)
                        self->give_up(one);
                    for (auto& one : what->parcels)
                        self->send(std::move(one));
                }
                self->plan_look();
                self->finish_draining();
            });
        };
        if (db.submit(std::move(work), std::move(done))) return;
        looking = false;
        look_later(*which);
        sleep_until_due(now);
    }

    void look_later(const std::vector<std::string>& which) {
        const auto when = clock() + how.look_every;
        for (const auto& lane : which)
            lanes.look_at(lane, when);
    }

    void sleep_until_due(knowledge::timestamp now) {
        const auto next = lanes.next();
        if (!next || drained) return;
        due = loop.after(std::max(*next - now, std::chrono::milliseconds(1)), [self = weak_from_this()] {
            if (const auto alive = self.lock()) alive->look();
        });
    }

    void search() {
        if (drained || std::exchange(searching, true)) return;
        const auto found = std::make_shared<std::vector<std::string>>();
        auto work = [self = shared_from_this(), found](store::session& session) {
            *found = store::pending_lanes(session, self->whose);
        };
        auto done = [self = shared_from_this(), found](const std::exception_ptr&) {
            self->loop.post([self, found] {
                self->searching = false;
                for (const auto& lane : *found)
                    self->wake(lane);
                self->finish_draining();
            });
        };
        if (!db.submit(std::move(work), std::move(done))) searching = false; // the timer comes back
    }

    void send(parcel one) {
        const auto& row = one.first();
        ++sending;
        if (auto* limit = pace_of(row.lane)) limit->sent(row.lane, clock());
        if (!one.message)
            return settle(one.rows, {.what = chat::verdict::failed, .reason = "the stored message cannot be read"});
        const auto adapter = adapters.find(one.message->where.on);
        if (adapter == adapters.end())
            return settle(one.rows, {.what = chat::verdict::failed, .reason = "its lane is of another platform"});
        auto finished = [self = shared_from_this(), rows = one.rows](chat::delivery what) {
            self->settle(rows, std::move(what));
        };
        one.message->said_at = row.created_at;
        adapter->second->send(std::move(*one.message), std::move(finished));
    }

    void give_up(const chat::outgoing& message) {
        const auto adapter = adapters.find(message.where.on);
        if (adapter != adapters.end()) adapter->second->give_up(message);
    }

    void settle(const outbox_rows& rows, chat::delivery what) {
        const auto& first = rows->front();
        if (what.what == chat::verdict::failed || what.what == chat::verdict::uncertain) {
            if (what.what == chat::verdict::uncertain) begin_asking(*rows); // before that is committed
            observe::log::warning("message {} of lane {} is {}: {}", first.id.value, first.lane,
                                  what.what == chat::verdict::failed ? "failed" : "uncertain",
                                  observe::log_text(what.reason));
        }
        // What is uncertain is asked for once that is committed.
        auto work = [self = shared_from_this(), rows, what](store::session& session) {
            auto again = self->clock();
            if (what.what == chat::verdict::retry)
                again += delay_before_retry(self->how.retry, rows->front().attempts, what.retry_after, self->random());
            write_down(session, *rows, what, again);
        };
        auto done = [self = shared_from_this(), rows, what](const std::exception_ptr& trouble) {
            self->loop.post([self, rows, what, failed = trouble != nullptr] {
                if (failed && !self->drained) {
                    // Not settled, so it must not be taken again: keep trying to write down what happened.
                    self->settle_later(rows, what);
                    return;
                }
                --self->sending;
                if (!failed && what.what == chat::verdict::uncertain) self->ask_later(rows, 0);
                self->wake(rows->front().lane);
                self->finish_draining();
            });
        };
        if (!db.submit(std::move(work), std::move(done))) settle_later(rows, std::move(what));
    }

    void settle_later(const outbox_rows& rows, chat::delivery what) {
        later(how.look_every, [self = shared_from_this(), rows, what = std::move(what)] { self->settle(rows, what); });
    }

    void begin_asking(const std::vector<store::outbox_row>& rows) {
        for (const auto& row : rows)
            asking.insert(row.id);
    }

    // An uncertain message: the platform may have it. Where it can be asked, it is, a little later, so that what was
    // just posted can be seen. What could not be asked before the end is asked at the next start.
    void ask_later(const outbox_rows& rows, int asked_before) {
        later(how.ask_after * (1 << asked_before),
              [self = shared_from_this(), rows, asked_before] { self->ask(rows, asked_before); });
    }

    void ask(const outbox_rows& rows, int asked_before) {
        const auto& first = rows->front();
        auto message = chat::outgoing_from_json(first.payload);
        const auto adapter = message ? adapters.find(message->where.on) : adapters.end();
        if (drained) return;
        if (adapter == adapters.end()) return stop_asking(*rows);
        // What changes a message may be done twice.
        if (message->what != chat::act::post) return settle_uncertain(rows, {.what = chat::sighting::not_there}, 1);
        auto finished = [self = shared_from_this(), rows, times = asked_before + 1](const chat::inquiry& found) {
            self->settle_uncertain(rows, found, times);
        };
        adapter->second->look_for(std::move(*message), first.created_at, std::move(finished));
    }

    void settle_uncertain(const outbox_rows& rows, const chat::inquiry& found, int times) {
        const auto& first = rows->front();
        const auto what = delivery::settle(first.kind, found.what, times, first.attempts);
        if (drained) return;
        if (what == settlement::leave) return stop_asking(*rows);
        if (what == settlement::ask_later) return ask_later(rows, times);
        const bool there = what == settlement::sent;
        observe::log::info("message {} of lane {} was uncertain: {}", first.id.value, first.lane,
                           there ? "it is there" : "it is sent again");
        auto work = [self = shared_from_this(), rows, there, found](store::session& session) {
            write_down(session, *rows,
                       {.what = there ? chat::verdict::sent : chat::verdict::retry,
                        .message_id = found.message_id,
                        .reason = "it had not arrived"},
                       self->clock());
        };
        auto done = [self = shared_from_this(), rows, times](const std::exception_ptr& trouble) {
            self->loop.post([self, rows, times, failed = trouble != nullptr] {
                if (failed)
                    self->ask_later(rows, times);
                else
                    self->stop_asking(*rows);
            });
        };
        if (!db.submit(std::move(work), std::move(done))) ask_later(rows, times);
    }

    // Whoever waited to hear what became of it may go on.
    void stop_asking(const std::vector<store::outbox_row>& rows) {
        for (const auto& row : rows)
            asking.erase(row.id);
        wake(rows.front().lane);
    }

    void later(std::chrono::milliseconds delay, std::function<void()> job) {
        const auto handle = std::make_shared<std::unique_ptr<adapters::net::event_loop::timer>>();
        *handle = loop.after(delay, [job = std::move(job), handle] {
            const auto keep = std::move(*handle); // breaks the cycle timer → lambda → timer
            job();
        });
    }

    void tick() {
        timer = loop.after(how.look_every, [self = weak_from_this()] {
            if (const auto alive = self.lock()) {
                alive->search();
                alive->tick();
            }
        });
    }

    void finish_draining() {
        if (!drained || looking || searching || sending > 0) return;
        timer.reset();
        due.reset();
        std::exchange(drained, [] {})();
    }
};

worker::worker(adapters::net::event_loop& loop, store::store& store, adapters_by_platform adapters, worker_settings how,
               std::function<knowledge::timestamp()> clock, std::function<double()> random)
    : impl_(std::make_shared<implementation>(loop, store, std::move(adapters), how, std::move(clock),
                                             std::move(random))) {}

worker::~worker() {
    impl_->timer.reset();
    impl_->due.reset();
}

void worker::start() {
    const auto uncertain = impl_->db.write(
        [this](store::session& session) { return uncertain_parcels(session, impl_->clock(), impl_->whose); });
    for (const auto& one : uncertain) {
        impl_->begin_asking(*one.rows);
        observe::log::warning("message {} of lane {} may or may not have arrived: {}", one.first().id.value,
                              one.first().lane, observe::log_text(one.first().last_trouble));
        impl_->ask_later(one.rows, 0);
    }
    impl_->tick();
    impl_->search();
}

void worker::wake(std::string_view lane) {
    impl_->wake(lane);
}

void worker::search() {
    impl_->search();
}

void worker::drain(std::function<void()> finished) {
    impl_->drained = std::move(finished);
    impl_->finish_draining();
}

std::size_t worker::under_way() const {
    return impl_->sending;
}

} // namespace bot::delivery
