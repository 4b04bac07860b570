#include "tests/platforms/running_platform.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace tests::platforms {

using bot::server::request;
using bot::server::responder;
using bot::server::response;

namespace {

response page(int status) {
    return {.status = status, .content_type = "text/html", .body = "<html><body>Sorry</body></html>", .headers = {}};
}

} // namespace

running_platform::running_platform(std::vector<std::string> paths) : paths_(std::move(paths)) {
    open();
    adapters::net::http_client_settings how;
    how.allowed = [](std::string_view, std::string_view, unsigned short) { return true; };
    client_ = std::make_unique<adapters::net::http_client>(loop_, std::move(how));
    thread_ = std::thread([this] { loop_.run(); });
}

running_platform::~running_platform() {
    stop();
}

void running_platform::open() {
    bot::server::settings how;
    how.port = port_; // 0 the first time
    how.handler_timeout = std::chrono::hours(1);
    how.one_more_method = "PUT";
    server_ = std::make_unique<bot::server::http_server>(loop_, std::move(how));
    for (const auto& path : paths_) {
        const auto blank = path.find(' ');
        const bool named = blank != std::string::npos;
        server_->route(named ? path.substr(0, blank) : "POST", named ? path.substr(blank + 1) : path,
                       [this](request call, responder reply) { take(std::move(call), std::move(reply)); });
    }
    server_->start();
    port_ = server_->port();
}

void running_platform::stop() {
    if (!thread_.joinable()) return;
    loop_.post([this] {
        server_.reset();
        client_.reset();
        unanswered_.clear();
        slow_.reset();
        loop_.post([this] { loop_.stop(); }); // the sessions that were cut short take their leave before
    });
    thread_.join();
}

std::string running_platform::address() const {
    return "http://127.0.0.1:" + std::to_string(port_.load());
}

void running_platform::arm(armed_fault fault, int count) {
    const auto held = lock();
    faults_.insert(faults_.end(), static_cast<std::size_t>(count), fault);
}

void running_platform::disarm() {
    const std::lock_guard guard(mutex_);
    faults_.clear();
}

int running_platform::calls() const {
    const auto held = lock();
    return calls_;
}

adapters::net::http_answer running_platform::post(adapters::net::http_request request) {
    std::promise<adapters::net::http_answer> promise;
    loop_.post([&] {
        client_->send(std::move(request), [&](adapters::net::http_answer got) { promise.set_value(std::move(got)); });
    });
    return promise.get_future().get();
}

bool running_platform::wait_for(const std::function<bool()>& holds, std::chrono::milliseconds patience) const {
    const auto until = std::chrono::steady_clock::now() + patience;
    auto held = lock();
    while (true) {
        const int seen = calls_;
        held.unlock(); // `holds` asks us, and takes the lock itself
        if (holds()) return true;
        held.lock();
        if (!changed_.wait_until(held, until, [&] { return calls_ != seen; })) {
            held.unlock();
            return holds();
        }
    }
}

void running_platform::take(request call, responder reply) {
    answer(std::move(call), std::move(reply));
    changed_.notify_all();
}

void running_platform::answer(request call, responder reply) {
    const auto held = lock();
    ++calls_;
    const auto meant = std::ranges::find_if(faults_, [&](const armed_fault& one) {
        return one.path.empty() ? !comes_beside(call.path) : one.path == call.path;
    });
    if (meant == faults_.end()) return reply(serve(call));
    const armed_fault now = std::move(*meant);
    faults_.erase(meant);
    switch (now.what) {
    case fault::rate_limited: {
        response later = refusal(now);
        later.status = 429;
        later.headers = {{"Retry-After", std::to_string(now.retry_after.count())}};
        return reply(std::move(later));
    }
    case fault::server_error:
        return reply(page(500));
    case fault::page:
        return reply(page(200));
    case fault::refused:
        return reply(refusal(now));
    case fault::slow: {
        const auto later = std::make_shared<std::pair<responder, response>>(std::move(reply), serve(call));
        slow_ = loop_.after(std::chrono::seconds(1), [later] { later->first(std::move(later->second)); });
        return;
    }
    case fault::silence:
        (void)serve(call);
        unanswered_.push_back(std::move(reply));
        return;
    case fault::lost_answer:
        (void)serve(call);
        [[fallthrough]];
    case fault::cut:
        unanswered_.push_back(std::move(reply));
        // Not from within one of its sessions: the server goes, with all connections, and comes back on its port.
        loop_.post([this] {
            server_.reset();
            open();
        });
        return;
    }
}

} // namespace tests::platforms
