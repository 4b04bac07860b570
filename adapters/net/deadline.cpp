#include "adapters/net/deadline.hpp"

#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace adapters::net {

struct deadline::state : std::enable_shared_from_this<state> {
    state(const boost::asio::any_io_executor& executor, std::function<void()> cut_it)
        : timer(executor), cut(std::move(cut_it)) {}

    boost::asio::steady_timer timer;
    std::function<void()> cut; // empty once the deadline object is gone
    clock::time_point until{};
    clock::time_point waiting_for{};
    bool waiting = false;
    bool armed = false;
    bool expired = false;

    void wait() {
        waiting = true;
        waiting_for = until;
        timer.expires_at(until);
        auto on_time = [self = shared_from_this()](const boost::system::error_code& ec) {
            if (!ec) self->woke();
        };
        timer.async_wait(std::move(on_time));
    }

    void woke() {
        waiting = false;
        if (!armed || !cut) return;
        if (clock::now() >= until) {
            expired = true;
            cut();
            until = clock::now() + std::chrono::milliseconds(20);
        }
        wait();
    }
};

deadline::deadline(const boost::asio::any_io_executor& executor, std::function<void()> cut)
    : state_(std::make_shared<state>(executor, std::move(cut))) {}

deadline::~deadline() {
    state_->cut = nullptr;
    state_->timer.cancel();
}

void deadline::arm(clock::time_point until) {
    state_->armed = true;
    state_->expired = false;
    state_->until = until;
    // A later moment needs no new timer: woke() looks at `until` again. That spares three timers a request.
    if (!state_->waiting || state_->waiting_for > until) state_->wait();
}

void deadline::disarm() {
    state_->armed = false;
}

bool deadline::expired() const {
    return state_->expired;
}

} // namespace adapters::net
