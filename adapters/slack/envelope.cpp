#include "adapters/slack/envelope.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>

namespace adapters::slack {

using chat::json_object;

namespace {

constexpr std::size_t id_limit = 256;
// A whole modal's state with a frame around it; the payload's own decoder has its own bounds.
constexpr chat::json_limits limits{.bytes = 1 << 20, .depth = 64};

bool is_envelope_id(std::string_view text) {
    return !text.empty() && text.size() <= id_limit &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

farewell meaning(std::string_view reason) {
    if (reason == "too_many_websockets") return farewell::crowded;
    if (reason == "link_disabled") return farewell::switched_off;
    return farewell::renew;
}

// Slack allows ten.
std::size_t counted(std::int64_t connections) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(connections, 0, 1000));
}

socket_message decode_root(const json_object& root) {
    const std::string_view type = root.text("type");
    if (type == "hello") return hello{counted(root.integer_or("num_connections", 0))};
    if (type == "disconnect") return disconnect{meaning(root.text_if("reason"))};
    if (type.empty()) root.refuse("type");
    envelope out;
    out.id = root.text("envelope_id");
    if (!is_envelope_id(out.id)) root.refuse("envelope_id");
    out.type = type;
    out.payload = root.raw_json("payload");
    out.accepts_response = root.flag_or("accepts_response_payload", false);
    return out;
}

} // namespace

socket_message decode_socket_message(std::string_view text) {
    auto read = chat::read_json(text, decode_root, limits);
    if (!read) return not_an_envelope{to_string(read.error())};
    return *std::move(read);
}

std::string acknowledgement(std::string_view envelope_id, std::string_view payload) {
    std::string text = R"({"envelope_id":)" + chat::json_text(nlohmann::json(envelope_id));
    if (!payload.empty()) text.append(R"(,"payload":)").append(payload);
    return text += '}';
}

} // namespace adapters::slack
