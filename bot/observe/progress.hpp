// A bar for work that takes a while: on terminals only, on stderr, so that stdout stays for the result.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace bot::observe {

class progress {
  public:
    using clock = std::chrono::steady_clock;

    struct options {
        std::string label;     // "import"
        std::size_t total = 0; // steps; 0: unknown, and only the count is shown
        std::size_t columns = 80;
        std::function<void(std::string_view)> write; // empty: nothing is shown
    };

    explicit progress(options how);
    // Options that write to stderr when it is a terminal, and nowhere when it is not.
    static options on_stderr(std::string label, std::size_t total);

    ~progress(); // removes the bar, so that what follows starts on a clean line
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    // `done` steps so far. Draws at once the first time, then at most ten times a second.
    void show(std::size_t done, clock::time_point now);

  private:
    options how_;
    clock::time_point drawn_at_{};
    bool drawn_ = false;
};

} // namespace bot::observe
