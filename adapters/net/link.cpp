#include "adapters/net/link.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace adapters::net {

using clock = std::chrono::steady_clock;

namespace {

setback meaning(const websocket_end& end) {
    switch (end.what) {
    case websocket_end::kind::not_allowed:
        return setback::refused;
    case websocket_end::kind::refused:
        return setback::troubled;
    default:
        return setback::unreachable;
    }
}

} // namespace

struct link::implementation : std::enable_shared_from_this<link::implementation> {
    implementation(event_loop& on, websocket_client& by, settings as, hooks to)
        : loop(on), sockets(by), how(as), with(std::move(to)), plan(how.pace, with.random) {}

    // A message that was handed out and is not answered yet.
    struct debt {
        std::weak_ptr<implementation> to;
        link_plan::line by;

        debt(std::weak_ptr<implementation> link, link_plan::line line) : to(std::move(link)), by(line) {}
        ~debt() {
            if (const auto link = to.lock()) link->settled();
        }
        debt(const debt&) = delete;
        debt& operator=(const debt&) = delete;
    };

    event_loop& loop;
    websocket_client& sockets;
    settings how;
    hooks with;
    link_plan plan;
    std::map<link_plan::line, std::unique_ptr<websocket>> lines;
    link_plan::line made = 0;
    std::unique_ptr<event_loop::timer> alarm;
    std::string told; // the last trouble, so that each is told once
    std::size_t debts = 0;
    std::function<void()> drained; // set while draining
    std::unique_ptr<event_loop::timer> patience;
    bool draining = false;
    link_state state;

    void act();
    void note_state();
    void ask();
    void open(const std::string& address);
    void opened(link_plan::line by);
    void received(link_plan::line by, std::string_view text);
    void ended(link_plan::line by, const websocket_end& how_it_ended);
    void settled();
    void end_all();
    void finish_drain();
    void tell(link_report::kind what, std::string reason);
    [[nodiscard]] reply reply_by(link_plan::line by);
};

// Does what the plan says until it has nothing more to say. Closing leads to ends, later, never from within.
void link::implementation::act() {
    if (draining) return;
    note_state();
    const auto todo = plan.next(clock::now());
    for (const auto one : todo.close) {
        if (const auto found = lines.find(one); found != lines.end()) found->second->close();
    }
    alarm.reset();
    if (todo.look_again) {
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*todo.look_again - clock::now());
        alarm = loop.after(std::max(wait, std::chrono::milliseconds(0)), [this] { act(); });
    }
    if (todo.ask) ask();
}

void link::implementation::note_state() {
    const bool begun = state.since != std::chrono::system_clock::time_point{};
    if (begun && state.connected == plan.connected()) return;
    state = {.connected = plan.connected(), .since = std::chrono::system_clock::now()};
}

void link::implementation::ask() {
    with.invite([weak = weak_from_this()](invitation got) {
        const auto self = weak.lock();
        if (!self || self->draining) return;
        if (!got.url.empty()) return self->open(got.url);
        self->plan.not_invited(got.why, got.retry_after, clock::now());
        self->tell(got.why == setback::refused ? link_report::kind::refused : link_report::kind::unreachable,
                   std::move(got.reason));
        self->act();
    });
}

void link::implementation::open(const std::string& address) {
    const auto by = ++made;
    const auto weak = weak_from_this();
    websocket_handlers handlers;
    handlers.opened = [weak, by] {
        if (const auto self = weak.lock()) self->opened(by);
    };
    handlers.received = [weak, by](std::string_view text) {
        if (const auto self = weak.lock()) self->received(by, text);
    };
    handlers.ended = [weak, by](const websocket_end& end) {
        if (const auto self = weak.lock()) self->ended(by, end);
    };
    plan.invited(by, clock::now());
    lines[by] = sockets.open(address, with.allowed, std::move(handlers));
    act();
}

void link::implementation::opened(link_plan::line by) {
    if (!how.ready_when_open || draining) return;
    plan.news(by, link_news::ready, clock::now());
    tell(link_report::kind::connected, {});
    act();
}

void link::implementation::received(link_plan::line by, std::string_view text) {
    if (draining) return;
    const auto keep = shared_from_this(); // the hook may end us
    const link_news news = with.received(text, reply_by(by));
    if (news == link_news::nothing) return plan.carried(by);
    plan.news(by, news, clock::now());
    switch (news) {
    case link_news::ready:
        tell(link_report::kind::connected, {});
        break;
    case link_news::renew:
        tell(link_report::kind::renewing, {});
        break;
    case link_news::crowded:
        tell(link_report::kind::crowded, {});
        break;
    case link_news::switched_off:
        tell(link_report::kind::switched_off, {});
        break;
    case link_news::nothing:
        break;
    }
    act();
}

void link::implementation::ended(link_plan::line by, const websocket_end& end) {
    const auto node = lines.extract(by); // the handle goes when this function is through
    const auto what = plan.ended(by, meaning(end), clock::now());
    if (draining) return finish_drain();
    if (what == link_plan::end_of::link) tell(link_report::kind::lost, end.reason);
    if (what == link_plan::end_of::attempt) {
        const bool too_late = end.what == websocket_end::kind::closed; // the plan gave it up
        tell(end.what == websocket_end::kind::not_allowed ? link_report::kind::refused : link_report::kind::unreachable,
             too_late ? "connected, but the platform did not get ready" : end.reason);
    }
    act();
}

link::reply link::implementation::reply_by(link_plan::line by) {
    ++debts;
    return [owed = std::make_shared<debt>(weak_from_this(), by)](std::string_view text) {
        const auto self = owed->to.lock();
        if (!self) return;
        if (const auto found = self->lines.find(owed->by); found != self->lines.end()) found->second->send(text);
    };
}

void link::implementation::settled() {
    if (--debts == 0 && draining) end_all();
}

void link::implementation::end_all() {
    for (const auto& [by, line] : lines)
        line->close(); // what was answered leaves before
    finish_drain();
}

void link::implementation::finish_drain() {
    if (!drained || !lines.empty()) return;
    loop.post(std::exchange(drained, nullptr));
    patience.reset();
}

// The same trouble again and again is one line of the log.
void link::implementation::tell(link_report::kind what, std::string reason) {
    const bool trouble = what == link_report::kind::unreachable || what == link_report::kind::refused;
    if (trouble && reason == told) return;
    if (trouble)
        told = reason;
    else if (what == link_report::kind::connected)
        told.clear();
    with.report({.what = what, .reason = std::move(reason)});
}

link::link(event_loop& loop, websocket_client& sockets, settings how, hooks with)
    : impl_(std::make_shared<implementation>(loop, sockets, how, std::move(with))) {}

link::~link() {
    // Hooks may be running further up; they find nothing to talk to any more.
    impl_->draining = true;
    impl_->drained = nullptr;
    impl_->alarm.reset();
    impl_->patience.reset();
    impl_->lines.clear();
}

void link::start() {
    impl_->plan.start(clock::now());
    impl_->act();
}

void link::drain(std::chrono::milliseconds patience, std::function<void()> finished) {
    auto& all = *impl_;
    all.draining = true;
    all.drained = std::move(finished);
    all.alarm.reset();
    all.plan.stop();
    if (all.debts == 0) return all.end_all();
    all.patience = all.loop.after(patience, [&all] { all.end_all(); });
}

link_state link::state() const {
    return impl_->state;
}

std::size_t link::lines() const {
    return impl_->plan.lines();
}

} // namespace adapters::net
