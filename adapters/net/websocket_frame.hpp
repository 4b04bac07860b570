// WebSocket frames as bytes and back, the client's side (RFC 6455). Pure. websocket.hpp is the neighbour that owns the
// socket; decisions.md says why Beast's websocket is not used.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::net {

enum class websocket_kind : unsigned char { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// RFC 6455 wants each frame of a client masked with four bytes nobody can foresee.
using websocket_mask = std::array<unsigned char, 4>;

// Appends one whole, masked frame.
void append_frame(std::string& to, websocket_kind what, std::string_view payload, websocket_mask mask);

// What a close frame carries: the code in network byte order. 1000: normal.
[[nodiscard]] std::string close_payload(unsigned short code);

struct websocket_message {
    websocket_kind what = websocket_kind::text;
    std::string payload; // of all fragments together; whether a text is UTF-8 is for its reader to check

    bool operator==(const websocket_message&) const = default;
};

// Puts the server's messages together, however they were cut into frames and the frames into pieces.
class websocket_reader {
  public:
    explicit websocket_reader(std::size_t message_limit_bytes) : limit_(message_limit_bytes) {}

    void add(std::string_view bytes);
    // The next whole message; control messages come between the fragments of others, as they were sent. Nullopt: more
    // bytes are needed, or violation() says why there will be none.
    [[nodiscard]] std::optional<websocket_message> next();
    [[nodiscard]] std::string_view violation() const { return violation_; }

  private:
    struct frame {
        bool last = false;
        unsigned opcode = 0;
        std::size_t header = 0, length = 0;
    };
    [[nodiscard]] std::optional<frame> next_frame();
    [[nodiscard]] std::string_view fault_of(const frame& head) const;
    std::optional<websocket_message> take(const frame& head);

    std::size_t limit_;
    std::string bytes_; // not read yet, from used_ on
    std::size_t used_ = 0;
    std::optional<websocket_message> fragments_; // of a message whose last one is still to come
    std::string_view violation_;
};

} // namespace adapters::net
