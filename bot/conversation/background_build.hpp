// Builds a match index on a thread of its own, one at a time: live_index.hpp goes on following the knowledge meanwhile.
// start() and take() are for one thread.
#pragma once

#include "bot/conversation/base_index.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace bot::conversation {

class background_build {
  public:
    using job = std::function<std::optional<dated_index>(const std::stop_token&)>;

    // `when_done` is called on the thread that built, after each build.
    background_build(job how, std::function<void()> when_done);

    // Asks the build under way to stop, and waits for the step it is at: it reads the store, which goes next, and its
    // threads use what the program lets go when it ends.
    ~background_build();
    background_build(const background_build&) = delete;
    background_build& operator=(const background_build&) = delete;

    // Nothing while one is under way, or is done and not taken.
    void start();

    // What the build came to, once; none while there is nothing new. Throws std::runtime_error when it failed.
    [[nodiscard]] std::optional<dated_index> take();

  private:
    enum class at { rest, work, end }; // at its end until it is taken

    void run(const std::stop_token& stop);

    const job how_;
    const std::function<void()> when_done_;
    std::mutex mutex_; // guards what follows
    at stands_ = at::rest;
    std::optional<dated_index> built_;
    std::string trouble_; // why there is none
    std::jthread thread_; // last: stops before the rest goes
};

} // namespace bot::conversation
