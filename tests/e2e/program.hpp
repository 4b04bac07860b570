// qunda as its admin runs it: a process of its own, with a configuration file and a database in a temporary folder.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tests {

using variables = std::vector<std::pair<std::string, std::string>>;

struct ended {
    int code = -1;   // exit code; 128 + signal when a signal ended it
    std::string out; // standard output and standard error as they came
};

// Runs to the end; fails the test after a minute.
ended run(const std::vector<std::string>& arguments, const std::string& input = {}, const variables& environment = {});

// `qunda serve` until it is stopped. The constructor returns when it listens.
class serving {
  public:
    explicit serving(const std::vector<std::string>& arguments, const variables& environment = {});
    ~serving(); // kill -9 unless it has ended
    serving(const serving&) = delete;
    serving& operator=(const serving&) = delete;

    [[nodiscard]] const std::string& base() const { return base_; } // "http://127.0.0.1:41234"

    void kill(int signal) const;
    // The exit code, once it has ended; fails the test when that takes longer.
    int wait(std::chrono::milliseconds patience);
    // What it has said since it listened, once it has ended.
    [[nodiscard]] std::string said();

  private:
    pid_t process_ = -1;
    int out_ = -1;
    std::string base_;
};

} // namespace tests
