#include "bot/server/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdlib>
#include <utility>

namespace bot::server {

struct signals::implementation : std::enable_shared_from_this<signals::implementation> {
    boost::asio::signal_set set;
    std::function<void()> end, reload;
    bool ending = false;

    implementation(adapters::net::event_loop& loop, std::function<void()> e, std::function<void()> r)
        : set(loop.context(), SIGTERM, SIGINT, SIGHUP), end(std::move(e)), reload(std::move(r)) {}

    void wait() {
        set.async_wait([self = shared_from_this()](const boost::system::error_code& trouble, int number) {
            if (trouble) return;
            if (number == SIGHUP)
                self->reload();
            else if (std::exchange(self->ending, true))
                std::_Exit(128 + number); // asked twice: now
            else
                self->end();
            self->wait();
        });
    }
};

signals::signals(adapters::net::event_loop& loop, std::function<void()> end, std::function<void()> reload)
    : impl_(std::make_shared<implementation>(loop, std::move(end), std::move(reload))) {
    impl_->wait();
}

signals::~signals() {
    boost::system::error_code ignored;
    impl_->set.cancel(ignored);
}

} // namespace bot::server
