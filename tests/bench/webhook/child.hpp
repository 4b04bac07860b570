// A server under measurement: a process of its own that does not outlive the benchmark.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tests::bench {

using words = std::vector<std::string>;
using variables = std::vector<std::pair<std::string, std::string>>;

class child {
  public:
    // Standard output and standard error go to `log`. Throws std::system_error.
    child(const words& command, const variables& environment, const std::filesystem::path& log);
    ~child(); // kill -9 unless it has ended
    child(const child&) = delete;
    child& operator=(const child&) = delete;

    [[nodiscard]] bool ended();
    void stop(int signal); // waits; kill -9 after two seconds

    [[nodiscard]] std::size_t resident_kb() const; // of this process alone

    struct cpu {
        std::chrono::milliseconds first_thread{}; // which in qunda is the event loop
        std::chrono::milliseconds busiest_other{};
        std::chrono::milliseconds all{};
    };
    [[nodiscard]] cpu used() const;

  private:
    pid_t process_ = -1;
};

// Where a program of this name is, as the shell would find it or where Debian puts servers; empty: nowhere.
[[nodiscard]] std::filesystem::path program(const std::string& name);

// Runs it to the end; false when it did not end well.
[[nodiscard]] bool run(const words& command, const std::filesystem::path& folder, const std::filesystem::path& log);

} // namespace tests::bench
