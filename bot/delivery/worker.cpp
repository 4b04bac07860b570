#include "bot/delivery/worker.hpp"

#include "bot/delivery/lane_schedule.hpp"
#include "bot/delivery/succession.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

namespace bot::delivery {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// A row and what it says; nothing when that cannot be read.
struct parcel {
    store::outbox_row row;
    std::optional<chat::outgoing> message;
};

knowledge::outbox_id outbox_id_from(std::string_view text) {
    knowledge::outbox_id id;
    (void)std::from_chars(text.data(), text.data() + text.size(), id.value); // 0 when it is none: no such row
    return id;
}

// Says in the parcel what is to be done, where that hangs on what became of another message.
succession settle_succession(store::session& session, parcel& one, const std::set<knowledge::outbox_id>& asked_for) {
    if (!one.message || one.message->takes_place_of.empty()) return {};
    const auto earlier = outbox_id_from(one.message->takes_place_of);
    auto became = succeed(*one.message, store::find_outbox(session, earlier), asked_for.contains(earlier));
    one.row.payload = chat::to_json(*one.message); // as it leaves, for whoever has to ask for it
    return became;
}

} // namespace

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

    // What became of the lanes looked at; the rows are marked `sending`.
    struct look_result {
        std::vector<parcel> parcels;
        std::vector<std::pair<std::string, knowledge::timestamp>> later;
    };

    void look() {
        if (drained || looking) return;
        if (sending >= how.most_at_once) return; // the next settlement looks again
        const auto now = clock();
        auto asked = lanes.take(now, how.most_at_once - sending);
        if (asked.empty()) return sleep_until_due(now);
        looking = true;
        const auto what = std::make_shared<look_result>();
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

    // On the writer's thread.
    static void take_from(store::session& session, const std::string& lane, knowledge::timestamp now,
                          const std::set<knowledge::outbox_id>& asked_for, look_result& what) {
        while (auto row = store::head_of_lane(session, lane)) {
            if (row->expires_at <= now) {
                (void)store::mark_failed(session, row->id, "expired: " + row->last_trouble);
                continue;
            }
            if (row->due_at > now) {
                what.later.emplace_back(lane, row->due_at);
                return;
            }
            parcel one{.row = std::move(*row), .message = {}};
            one.message = chat::outgoing_from_json(one.row.payload);
            const auto became = settle_succession(session, one, asked_for);
            if (became.what == succession::turn::drop) {
                observe::log::warning("message {} of lane {} is not sent: {}", one.row.id.value, lane, became.why);
                (void)store::mark_failed(session, one.row.id, became.why);
                continue;
            }
            if (became.what == succession::turn::wait) return; // stop_asking() wakes the lane
            if (!store::mark_sending(session, one.row.id)) return;
            ++one.row.attempts;
            what.parcels.push_back(std::move(one));
            return;
        }
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
        auto& [row, message] = one;
        ++sending;
        if (auto* limit = pace_of(row.lane)) limit->sent(row.lane, clock());
        if (!message)
            return settle(std::move(row),
                          {.what = chat::verdict::failed, .reason = "the stored message cannot be read"});
        const auto adapter = adapters.find(message->where.on);
        if (adapter == adapters.end()) {
            return settle(std::move(row), {.what = chat::verdict::failed, .reason = "its lane is of another platform"});
        }
        auto finished = [self = shared_from_this(), row = std::move(row)](chat::delivery what) {
            self->settle(row, std::move(what));
        };
        adapter->second->send(std::move(*message), std::move(finished));
    }

    void settle(store::outbox_row row, chat::delivery what) {
        if (what.what == chat::verdict::failed || what.what == chat::verdict::uncertain) {
            if (what.what == chat::verdict::uncertain) asking.insert(row.id); // before that is committed
            observe::log::warning("message {} of lane {} is {}: {}", row.id.value, row.lane,
                                  what.what == chat::verdict::failed ? "failed" : "uncertain",
                                  observe::log_text(what.reason));
        }
        auto work = [self = shared_from_this(), row, what](store::session& session) {
            switch (what.what) {
            case chat::verdict::sent:
                (void)store::mark_sent(session, row.id, what.message_id);
                return;
            case chat::verdict::failed:
                (void)store::mark_failed(session, row.id, what.reason);
                return;
            case chat::verdict::uncertain:
                (void)store::mark_uncertain(session, row.id, what.reason);
                return; // and asked for, once that is committed
            case chat::verdict::retry:
                break;
            }
            const auto delay = delay_before_retry(self->how.retry, row.attempts, what.retry_after, self->random());
            (void)store::mark_retry(session, row.id, self->clock() + delay, what.reason);
        };
        auto done = [self = shared_from_this(), row, what](const std::exception_ptr& trouble) {
            self->loop.post([self, row, what, failed = trouble != nullptr] {
                if (failed && !self->drained) {
                    // Not settled, so it must not be taken again: keep trying to write down what happened.
                    self->settle_later(row, what);
                    return;
                }
                --self->sending;
                if (!failed && what.what == chat::verdict::uncertain) self->ask_later(row, 0);
                self->wake(row.lane);
                self->finish_draining();
            });
        };
        if (!db.submit(std::move(work), std::move(done))) settle_later(std::move(row), std::move(what));
    }

    void settle_later(store::outbox_row row, chat::delivery what) {
        later(how.look_every,
              [self = shared_from_this(), row = std::move(row), what = std::move(what)] { self->settle(row, what); });
    }

    // An uncertain row: the platform may have the message. Where it can be asked, it is, a little later, so that what
    // was just posted can be seen. What could not be asked before the end is asked at the next start.
    void ask_later(const store::outbox_row& row, int asked_before) {
        later(how.ask_after * (1 << asked_before),
              [self = shared_from_this(), row, asked_before] { self->ask(row, asked_before); });
    }

    void ask(const store::outbox_row& row, int asked_before) {
        auto message = chat::outgoing_from_json(row.payload);
        const auto adapter = message ? adapters.find(message->where.on) : adapters.end();
        if (drained) return;
        if (adapter == adapters.end()) return stop_asking(row);
        // What changes a message may be done twice.
        if (message->what != chat::act::post) return settle_uncertain(row, {.what = chat::sighting::not_there}, 1);
        auto finished = [self = shared_from_this(), row, times = asked_before + 1](const chat::inquiry& found) {
            self->settle_uncertain(row, found, times);
        };
        adapter->second->look_for(std::move(*message), row.created_at, std::move(finished));
    }

    void settle_uncertain(const store::outbox_row& row, const chat::inquiry& found, int times) {
        const auto what = delivery::settle(row.kind, found.what, times, row.attempts);
        if (drained) return;
        if (what == settlement::leave) return stop_asking(row);
        if (what == settlement::ask_later) return ask_later(row, times);
        observe::log::info("message {} of lane {} was uncertain: {}", row.id.value, row.lane,
                           what == settlement::sent ? "it is there" : "it is sent again");
        auto work = [self = shared_from_this(), id = row.id, what, found](store::session& session) {
            if (what == settlement::sent)
                (void)store::mark_sent(session, id, found.message_id);
            else
                (void)store::mark_retry(session, id, self->clock(), "it had not arrived");
        };
        auto done = [self = shared_from_this(), row, times](const std::exception_ptr& trouble) {
            self->loop.post([self, row, times, failed = trouble != nullptr] {
                if (failed)
                    self->ask_later(row, times);
                else
                    self->stop_asking(row);
            });
        };
        if (!db.submit(std::move(work), std::move(done))) ask_later(row, times);
    }

    // Whoever waited to hear what became of it may go on.
    void stop_asking(const store::outbox_row& row) {
        asking.erase(row.id);
        wake(row.lane);
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
    const auto uncertain = impl_->db.write([this](store::session& session) {
        (void)store::recover_interrupted(session, impl_->whose);
        auto rows = store::uncertain_outbox(session, impl_->clock(), impl_->whose);
        for (auto& row : rows) {
            parcel one{.row = std::move(row), .message = {}};
            one.message = chat::outgoing_from_json(one.row.payload);
            (void)settle_succession(session, one, {}); // it had left, so what it hangs on is known
            row = std::move(one.row);
        }
        return rows;
    });
    for (const auto& row : uncertain) {
        impl_->asking.insert(row.id);
        observe::log::warning("message {} of lane {} may or may not have arrived: {}", row.id.value, row.lane,
                              observe::log_text(row.last_trouble));
        impl_->ask_later(row, 0);
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
