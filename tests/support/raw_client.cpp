#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <tuple>
#include <utility>

namespace tests::net {

namespace {

int check(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

void give_up_after_a_while(int descriptor) {
    timeval limit{};
    limit.tv_sec = 10;
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::pair<int, std::uint16_t> listen_somewhere() {
    const int listener = check(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(::bind(listener, reinterpret_cast<sockaddr*>(&where), sizeof where), "bind");
    check(::listen(listener, 64), "listen");
    socklen_t length = sizeof where;
    check(::getsockname(listener, reinterpret_cast<sockaddr*>(&where), &length), "getsockname");
    return {listener, ntohs(where.sin_port)};
}

} // namespace

raw_socket::raw_socket(int descriptor) : descriptor_(descriptor) {
    give_up_after_a_while(descriptor);
}

raw_socket::raw_socket(raw_socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), ahead_(std::move(other.ahead_)) {}

raw_socket::~raw_socket() {
    close();
}

void raw_socket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void raw_socket::end_sending() {
    ::shutdown(descriptor_, SHUT_WR);
}

void raw_socket::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

std::string raw_socket::read_some() {
    if (!ahead_.empty()) return std::exchange(ahead_, {});
    std::array<char, 65536> buffer;
    const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    return count <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(count));
}

std::string raw_socket::read_to_the_end() {
    std::string all;
    for (auto piece = read_some(); !piece.empty(); piece = read_some())
        all += piece;
    return all;
}

std::string raw_socket::read_until(std::string_view mark) {
    std::string all;
    while (all.find(mark) == std::string::npos) {
        const auto piece = read_some();
        if (piece.empty()) return all;
        all += piece;
    }
    const auto end = all.find(mark) + mark.size();
    ahead_ = all.substr(end);
    all.resize(end);
    return all;
}

raw_answer raw_socket::read_answer(bool to_head) {
    raw_answer answer;
    const std::string head = read_until("\r\n\r\n");
    if (!head.ends_with("\r\n\r\n") || head.size() < 12) return answer;
    std::size_t from = head.find("\r\n") + 2;
    while (from + 2 < head.size()) {
        const auto end = head.find("\r\n", from);
        const std::string line = head.substr(from, end - from);
        const auto colon = line.find(": ");
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers[name] = colon == std::string::npos ? "" : line.substr(colon + 2);
        from = end + 2;
    }
    const auto length = to_head ? 0 : std::strtoul(answer.headers["content-length"].c_str(), nullptr, 10);
    answer.body = std::exchange(ahead_, {});
    while (answer.body.size() < length) {
        const auto piece = read_some();
        if (piece.empty()) return answer;
        answer.body += piece;
    }
    ahead_ = answer.body.substr(length);
    answer.body.resize(length);
    answer.status = std::atoi(head.c_str() + 9);
    return answer;
}

bool raw_socket::readable_within(std::chrono::milliseconds time) {
    pollfd one{descriptor_, POLLIN, 0};
    return !ahead_.empty() || ::poll(&one, 1, static_cast<int>(time.count())) > 0;
}

bool raw_socket::ended() {
    if (!ahead_.empty()) return false;
    char byte = 0;
    const auto count = ::recv(descriptor_, &byte, 1, 0);
    return count == 0 || (count < 0 && errno == ECONNRESET);
}

raw_socket connect_to(std::uint16_t port, const std::string& address) {
    const bool six = address.find(':') != std::string::npos;
    const int descriptor = check(::socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    raw_socket result(descriptor);
    if (six) {
        sockaddr_in6 where{};
        where.sin6_family = AF_INET6;
        where.sin6_port = htons(port);
        ::inet_pton(AF_INET6, address.c_str(), &where.sin6_addr);
        check(::connect(descriptor, reinterpret_cast<sockaddr*>(&where), sizeof where), "connect");
    } else {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        ::inet_pton(AF_INET, address.c_str(), &where.sin_addr);
        check(::connect(descriptor, reinterpret_cast<sockaddr*>(&where), sizeof where), "connect");
    }
    return result;
}

raw_answer ask(std::uint16_t port, std::string_view bytes) {
    auto client = connect_to(port);
    client.send(bytes);
    return client.read_answer();
}

raw_server::raw_server(std::function<void(raw_socket&)> serve) {
    std::tie(listener_, port_) = listen_somewhere();
    thread_ = std::thread([this, serve = std::move(serve)] {
        for (;;) {
            const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0) return; // the destructor ended the listening
            raw_socket one(descriptor);
            serve(one);
        }
    });
}

raw_server::~raw_server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

std::uint16_t free_port() {
    const auto [listener, port] = listen_somewhere();
    ::close(listener);
    return port;
}

} // namespace tests::net
