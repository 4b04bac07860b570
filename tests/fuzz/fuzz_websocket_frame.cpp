// The reader of WebSocket frames: the same messages however the bytes are cut, none beyond the limit, and nothing after
// a violation.
#include "adapters/net/websocket_frame.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace adapters::net;

namespace {

constexpr std::size_t limit = 1000;

struct outcome {
    std::vector<websocket_message> messages;
    std::string_view violation;

    bool operator==(const outcome&) const = default;
};

outcome read(std::string_view bytes, std::size_t piece) {
    websocket_reader reader(limit);
    outcome out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.add(bytes.substr(at, piece));
        while (auto one = reader.next()) {
            require(one->payload.size() <= limit);
            out.messages.push_back(std::move(*one));
        }
    }
    out.violation = reader.violation();
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const outcome whole = read(raw, raw.size() + 1);
    require(whole == read(raw, 1));
    require(whole == read(raw, 5));
    return 0;
}
