#include "tests/e2e/program.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace tests {

namespace {

struct child {
    pid_t process;
    int in, out;
};

child start(const std::vector<std::string>& arguments, const variables& extra) {
    std::array<int, 2> in{}, out{};
    REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    std::vector<char*> words{const_cast<char*>(QUNDA_PROGRAM)};
    for (const auto& one : arguments)
        words.push_back(const_cast<char*>(one.c_str()));
    words.push_back(nullptr);
    const auto process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        ::dup2(in[0], 0);
        ::dup2(out[1], 1);
        ::dup2(out[1], 2);
        ::close_range(3, ~0U, 0); // the sockets of our fakes are not the program's
        for (const auto& [name, value] : extra)
            ::setenv(name.c_str(), value.c_str(), 1);
        ::execv(QUNDA_PROGRAM, words.data());
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    return {process, in[1], out[0]};
}

// Appends what comes until `enough`, the end, or the deadline. False: deadline.
template <class Enough>
bool read_until(int from, std::string& all, std::chrono::milliseconds patience, const Enough& enough) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!enough()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd one{.fd = from, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&one, 1, static_cast<int>(left.count())) <= 0) return false;
        std::array<char, 4096> piece{};
        const auto got = ::read(from, piece.data(), piece.size());
        if (got <= 0) return true;
        all.append(piece.data(), static_cast<std::size_t>(got));
    }
    return true;
}

int code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

ended run(const std::vector<std::string>& arguments, const std::string& input, const variables& environment) {
    const auto [process, in, out] = start(arguments, environment);
    // Inputs of tests are smaller than a pipe.
    if (!input.empty()) REQUIRE(::write(in, input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    ::close(in);
    ended how;
    const bool finished = read_until(out, how.out, std::chrono::minutes(1), [] { return false; });
    if (!finished) ::kill(process, SIGKILL);
    int status = 0;
    ::waitpid(process, &status, 0);
    ::close(out);
    how.code = code_of(status);
    INFO(how.out);
    REQUIRE(finished);
    return how;
}

serving::serving(const std::vector<std::string>& arguments, const variables& environment) {
    const auto [process, in, out] = start(arguments, environment);
    process_ = process;
    out_ = out;
    ::close(in);
    std::string said;
    const auto address = [&said]() -> std::string {
        constexpr std::string_view label = "listening   ";
        const auto at = said.find(label);
        const auto end = at == std::string::npos ? at : said.find('\n', at);
        return end == std::string::npos ? std::string() : said.substr(at + label.size(), end - at - label.size());
    };
    (void)read_until(out_, said, std::chrono::seconds(30), [&] { return !address().empty(); });
    base_ = address();
    // Nobody reads what it logs later, and that must not stop it.
    ::fcntl(out_, F_SETPIPE_SZ, 1 << 20);
    INFO(said);
    REQUIRE_FALSE(base_.empty());
}

serving::~serving() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(out_);
}

void serving::kill(int signal) const {
    ::kill(process_, signal);
}

int serving::wait(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    process_ = -1;
    return code_of(status);
}

std::string serving::said() {
    std::string all;
    REQUIRE(read_until(out_, all, std::chrono::seconds(10), [] { return false; }));
    return all;
}

} // namespace tests
