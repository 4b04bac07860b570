#include "adapters/net/websocket_frame.hpp"

#include <cstdint>
#include <utility>

namespace adapters::net {

namespace {

constexpr unsigned continuation = 0;
constexpr unsigned char last_fragment = 0x80, masked = 0x80;
constexpr std::size_t control_limit = 125;

bool is_control(unsigned opcode) {
    return opcode >= 8;
}

void append_number(std::string& to, std::uint64_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        to += static_cast<char>(number >> shift & 0xFFU);
}

} // namespace

void append_frame(std::string& to, websocket_kind what, std::string_view payload, websocket_mask mask) {
    to += static_cast<char>(last_fragment | static_cast<unsigned char>(what));
    if (payload.size() <= control_limit) {
        to += static_cast<char>(masked | payload.size());
    } else if (payload.size() <= 0xFFFF) {
        to += static_cast<char>(masked | 126U);
        append_number(to, payload.size(), 2);
    } else {
        to += static_cast<char>(masked | 127U);
        append_number(to, payload.size(), 8);
    }
    to.append(mask.begin(), mask.end());
    const std::size_t start = to.size();
    to += payload;
    for (std::size_t i = 0; i < payload.size(); ++i)
        to[start + i] = static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % mask.size()]);
}

std::string close_payload(unsigned short code) {
    std::string payload;
    append_number(payload, code, 2);
    return payload;
}

void websocket_reader::add(std::string_view bytes) {
    bytes_.erase(0, used_);
    used_ = 0;
    bytes_ += bytes;
}

std::optional<websocket_message> websocket_reader::next() {
    while (violation_.empty()) {
        const auto head = next_frame();
        if (!head) return std::nullopt;
        violation_ = fault_of(*head);
        if (!violation_.empty() || bytes_.size() - used_ - head->header < head->length) return std::nullopt;
        if (auto message = take(*head)) return message;
    }
    return std::nullopt;
}

std::optional<websocket_reader::frame> websocket_reader::next_frame() {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes_[used_ + i]); };
    const std::size_t there = bytes_.size() - used_;
    if (there < 2) return std::nullopt;
    frame head;
    head.last = (byte(0) & last_fragment) != 0;
    head.opcode = byte(0) & 0x0FU;
    if ((byte(0) & 0x70U) != 0) violation_ = "a reserved bit is set";
    if ((byte(1) & masked) != 0) violation_ = "a frame of the server is masked";
    if (!violation_.empty()) return std::nullopt;

    const unsigned length = byte(1) & 0x7FU;
    const std::size_t long_bytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    head.header = 2 + long_bytes;
    if (there < head.header) return std::nullopt;
    std::uint64_t whole = long_bytes == 0 ? length : 0;
    for (std::size_t i = 0; i < long_bytes; ++i)
        whole = whole << 8U | byte(2 + i);
    const std::size_t so_far = fragments_ && !is_control(head.opcode) ? fragments_->payload.size() : 0;
    if (whole > limit_ - so_far) {
        violation_ = "a message is too large";
        return std::nullopt;
    }
    head.length = static_cast<std::size_t>(whole);
    return head;
}

std::string_view websocket_reader::fault_of(const frame& head) const {
    if (is_control(head.opcode)) {
        if (!head.last || head.length > control_limit) return "a control frame is too large or in pieces";
        if (head.opcode > 10) return "a frame is of no kind that is known";
        if (head.opcode == 8 && head.length == 1) return "a close frame has half a code";
        return {};
    }
    if (head.opcode > 2) return "a frame is of no kind that is known";
    if ((head.opcode == continuation) != fragments_.has_value()) return "a fragment is out of place";
    return {};
}

std::optional<websocket_message> websocket_reader::take(const frame& head) {
    std::string payload = bytes_.substr(used_ + head.header, head.length);
    used_ += head.header + head.length;
    if (is_control(head.opcode)) return websocket_message{websocket_kind(head.opcode), std::move(payload)};
    if (fragments_) {
        fragments_->payload += payload;
    } else {
        fragments_ = websocket_message{websocket_kind(head.opcode), std::move(payload)};
    }
    if (!head.last) return std::nullopt;
    return std::exchange(fragments_, std::nullopt);
}

} // namespace adapters::net
