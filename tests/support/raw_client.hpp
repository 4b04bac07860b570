// A client and a server made of plain blocking sockets, for tests that need to say exactly which bytes go over the wire
// and see exactly which come back. Everything gives up after a few seconds, so that a test fails instead of hanging.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>

namespace tests::net {

struct raw_answer {
    int status = 0;                             // 0: the connection ended before a whole answer
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
};

class raw_socket {
  public:
    explicit raw_socket(int descriptor);
    raw_socket(raw_socket&& other) noexcept;
    raw_socket& operator=(raw_socket&&) = delete;
    ~raw_socket();

    void send(std::string_view bytes); // what the peer does not take any more is lost, as on the network
    void end_sending();
    [[nodiscard]] int descriptor() const { return descriptor_; }
    void close();
    [[nodiscard]] std::string read_some();       // "" when the peer ended, reset, or said nothing for too long
    [[nodiscard]] std::string read_to_the_end(); // everything until the peer ends
    [[nodiscard]] std::string read_until(std::string_view mark); // up to and including it, or what came
    [[nodiscard]] raw_answer read_answer(bool to_head = false);
    [[nodiscard]] bool readable_within(std::chrono::milliseconds time); // something to read, or the end
    [[nodiscard]] bool ended(); // whether the peer ends the connection without saying anything more

  private:
    int descriptor_;
    std::string ahead_; // read and not yet asked for
};

// Connects to a port of the loopback. Throws std::system_error.
[[nodiscard]] raw_socket connect_to(std::uint16_t port, const std::string& address = "127.0.0.1");

// Sends `bytes` to a port and returns the first answer.
[[nodiscard]] raw_answer ask(std::uint16_t port, std::string_view bytes);

// Listens on a port of the loopback and runs `serve` with each connection, one after the other, on its own thread.
class raw_server {
  public:
    explicit raw_server(std::function<void(raw_socket&)> serve);
    ~raw_server();
    raw_server(const raw_server&) = delete;
    raw_server& operator=(const raw_server&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    int listener_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

// A port of the loopback on which nobody listens.
[[nodiscard]] std::uint16_t free_port();

} // namespace tests::net
