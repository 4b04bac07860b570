#include "bot/conversation/background_build.hpp"

#include <chrono>
#include <utility>

namespace bot::conversation {

background_build::background_build(job how, std::function<void()> when_done)
    : how_(std::move(how)), when_done_(std::move(when_done)) {}

background_build::~background_build() = default;

void background_build::start() {
    if (result_.valid()) return;
    std::packaged_task<std::optional<dated_index>(const std::stop_token&)> task(how_);
    result_ = task.get_future(); // without a thread the task is dropped, and take() says so
    thread_ = std::jthread([this, task = std::move(task)](const std::stop_token& stop) mutable {
        task(stop);
        when_done_();
    });
}

std::optional<dated_index> background_build::take() {
    if (!result_.valid() || result_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
    return std::exchange(result_, {}).get();
}

} // namespace bot::conversation
