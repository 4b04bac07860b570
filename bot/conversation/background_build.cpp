#include "bot/conversation/background_build.hpp"

#include <stdexcept>
#include <utility>

namespace bot::conversation {

background_build::background_build(job how, std::function<void()> when_done)
    : how_(std::move(how)), when_done_(std::move(when_done)) {}

background_build::~background_build() = default;

void background_build::start() {
    const std::lock_guard lock(mutex_);
    if (stands_ != at::rest) return;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); }); // the one before has said all it had to
    stands_ = at::work;
}

void background_build::run(const std::stop_token& stop) {
    std::optional<dated_index> built;
    std::string trouble;
    try {
        built = how_(stop);
    } catch (const std::exception& what) {
        trouble = std::string("building it failed: ") + what.what();
    }
    {
        const std::lock_guard lock(mutex_);
        built_ = std::move(built);
        trouble_ = std::move(trouble);
        stands_ = at::end;
    }
    when_done_();
}

std::optional<dated_index> background_build::take() {
    const std::lock_guard lock(mutex_);
    if (stands_ != at::end) return std::nullopt;
    stands_ = at::rest;
    if (!trouble_.empty()) throw std::runtime_error(std::exchange(trouble_, {}));
    return std::exchange(built_, std::nullopt);
}

} // namespace bot::conversation
