#include "adapters/net/event_loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace adapters::net {

namespace asio = boost::asio;

struct event_loop::implementation {
    asio::io_context context{1}; // one thread runs it; others only post
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
};

event_loop::event_loop() : impl_(std::make_unique<implementation>()) {}
event_loop::~event_loop() = default;

void event_loop::run() {
    impl_->context.run();
    // Only after it returned: a stop() that came before run() must not be forgotten.
    impl_->context.restart();
}

void event_loop::stop() {
    impl_->context.stop();
}

void event_loop::post(std::function<void()> job) {
    asio::post(impl_->context, std::move(job));
}

std::unique_ptr<event_loop::timer> event_loop::after(std::chrono::milliseconds delay, std::function<void()> job) {
    // The handler may already be queued when the handle goes, too late for cancel(): it asks before it runs.
    struct one_shot final : timer {
        explicit one_shot(asio::io_context& context) : clock(context) {}
        ~one_shot() override { *wanted = false; }
        asio::steady_timer clock;
        std::shared_ptr<bool> wanted = std::make_shared<bool>(true);
    };
    auto handle = std::make_unique<one_shot>(impl_->context);
    handle->clock.expires_after(delay);
    auto run_it = [wanted = handle->wanted, job = std::move(job)](const boost::system::error_code& ec) {
        if (!ec && *wanted) job();
    };
    handle->clock.async_wait(std::move(run_it));
    return handle;
}

asio::io_context& event_loop::context() {
    return impl_->context;
}

} // namespace adapters::net
