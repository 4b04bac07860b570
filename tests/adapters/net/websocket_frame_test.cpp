#include "adapters/net/websocket_frame.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace adapters::net;
using namespace std::string_literals;

namespace {

// A server's frame: unmasked.
std::string server_frame(unsigned first, const std::string& payload) {
    std::string out{static_cast<char>(first)};
    if (payload.size() <= 125) {
        out += static_cast<char>(payload.size());
    } else {
        out += static_cast<char>(126);
        out += static_cast<char>(payload.size() >> 8 & 0xFF);
        out += static_cast<char>(payload.size() & 0xFF);
    }
    return out + payload;
}

constexpr unsigned last = 0x80, text = 1, binary = 2, more = 0, bye = 8, ping = 9, pong = 10;

std::vector<websocket_message> read_all(websocket_reader& from) {
    std::vector<websocket_message> all;
    while (auto one = from.next())
        all.push_back(std::move(*one));
    return all;
}

} // namespace

TEST_CASE("a client's frames are those of the RFC's examples", "[websocket]") {
    std::string out;
    append_frame(out, websocket_kind::text, "Hello", {0x37, 0xfa, 0x21, 0x3d});
    CHECK(out == "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s);
    append_frame(out, websocket_kind::pong, "", {1, 2, 3, 4});
    CHECK(out.substr(11) == "\x8a\x80\x01\x02\x03\x04"s);
}

TEST_CASE("the length of a frame has the shortest form it fits", "[websocket]") {
    auto [size, head] = GENERATE(table<std::size_t, std::string>({
        {125, "\x81\xfd"s},
        {126, "\x81\xfe\x00\x7e"s},
        {65535, "\x81\xfe\xff\xff"s},
        {65536, "\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00"s},
    }));
    std::string out;
    append_frame(out, websocket_kind::text, std::string(size, 'x'), {});
    CHECK(out.substr(0, head.size()) == head);
    CHECK(out.size() == head.size() + 4 + size);
}

TEST_CASE("messages come out whole, however they were cut", "[websocket]") {
    const std::string long_text(70'000 % 65536 + 200, 'y');
    const std::string bytes = server_frame(last | text, "Hello") + server_frame(text, "Hel") +
                              server_frame(last | ping, "?") + server_frame(more, "l") +
                              server_frame(last | more, "o") + server_frame(last | binary, "\x01") +
                              server_frame(last | text, "") + server_frame(last | text, long_text) +
                              server_frame(last | pong, "") + server_frame(last | bye, close_payload(1000));
    const std::vector<websocket_message> expected{
        {websocket_kind::text, "Hello"},  {websocket_kind::ping, "?"},         {websocket_kind::text, "Hello"},
        {websocket_kind::binary, "\x01"}, {websocket_kind::text, ""},          {websocket_kind::text, long_text},
        {websocket_kind::pong, ""},       {websocket_kind::close, "\x03\xe8"},
    };
    const std::size_t piece = GENERATE(1, 2, 3, 7, 100, 1'000'000);
    CAPTURE(piece);
    websocket_reader reader(1 << 20);
    std::vector<websocket_message> all;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.add(std::string_view(bytes).substr(at, piece));
        for (auto& one : read_all(reader))
            all.push_back(std::move(one));
    }
    CHECK(reader.violation() == "");
    CHECK(all == expected);
}

TEST_CASE("what is no frame of a server's ends the reading", "[websocket]") {
    auto [what, bytes] = GENERATE(table<const char*, std::string>({
        {"a reserved bit", server_frame(0x40 | last | text, "x")},
        {"a mask", "\x81\x81\x00\x00\x00\x00x"s},
        {"a kind nobody knows", server_frame(last | 3, "x")},
        {"a control kind nobody knows", server_frame(last | 11, "x")},
        {"a continuation of nothing", server_frame(last | more, "x")},
        {"a new message inside another", server_frame(text, "x") + server_frame(last | text, "y")},
        {"a ping in pieces", server_frame(ping, "x")},
        {"a ping too large", server_frame(last | ping, std::string(126, 'x'))},
        {"half a close code", server_frame(last | bye, "\x03")},
        {"a message too large", server_frame(last | text, std::string(1001, 'x'))},
        {"fragments too large together",
         server_frame(text, std::string(600, 'x')) + server_frame(last | more, std::string(600, 'x'))},
        {"a length beyond everything", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"s},
    }));
    INFO(what);
    websocket_reader reader(1000);
    reader.add(bytes);
    CHECK(read_all(reader).empty());
    CHECK(reader.violation() != "");
    reader.add(server_frame(last | text, "fine"));
    CHECK_FALSE(reader.next().has_value());
}

TEST_CASE("a message as large as allowed passes, also in fragments", "[websocket]") {
    websocket_reader reader(1000);
    reader.add(server_frame(last | text, std::string(1000, 'x')) + server_frame(text, std::string(999, 'x')) +
               server_frame(last | more, "x"));
    CHECK(read_all(reader).size() == 2);
    CHECK(reader.violation() == "");
}
