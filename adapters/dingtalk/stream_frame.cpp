#include "adapters/dingtalk/stream_frame.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace adapters::dingtalk {

using chat::json_kind;
using chat::json_object;

namespace {

constexpr chat::json_limits limits{.bytes = 1 << 20, .depth = 64}; // the data's own decoder has its own bounds

// JSON in a string, as documented; an object has been seen as well.
std::string data_of(const json_object& root) {
    return root.kind("data") == json_kind::text ? std::string(root.text("data")) : root.raw_json("data");
}

std::string reason_in(const std::string& data) {
    auto read = chat::read_json(data, [](const json_object& root) {
        return chat::one_line(chat::repaired(chat::first_characters(root.text_if("reason"), 80)));
    });
    return read ? *std::move(read) : std::string();
}

stream_frame decode_frame(const json_object& root) {
    const std::string_view type = root.text("type");
    const json_object headers = root.object("headers");
    const std::string_view topic = headers.text_or("topic", "");
    if (type == "SYSTEM" && topic == "disconnect") return stream_farewell{reason_in(data_of(root))};
    const std::string id(headers.text_or("messageId", ""));
    if (type == "SYSTEM" && topic != "ping") return stream_nothing{};
    if (!is_id(id)) headers.refuse("messageId");

    if (type == "SYSTEM") return stream_answer{stream_acknowledgement(id, 200, data_of(root))};
    if (type == "EVENT") return stream_answer{stream_acknowledgement(id, 200, R"({"status":"SUCCESS","message":""})")};
    if (type == "CALLBACK" && topic == message_topic) return stream_message{id, data_of(root)};
    if (type == "CALLBACK" && topic == card_topic) return stream_card{id, data_of(root)};
    return stream_answer{stream_acknowledgement(id, 404, R"({"response":null})")};
}

} // namespace

stream_frame decode_stream_frame(std::string_view text) {
    auto read = chat::read_json(text, decode_frame, limits);
    if (!read) return not_a_frame{to_string(read.error())};
    return *std::move(read);
}

std::string stream_acknowledgement(std::string_view message_id, int code, std::string_view data) {
    const std::string_view words = code == 200 ? "OK" : code == 404 ? "topic not known" : "not done";
    const nlohmann::json body = {{"code", code},
                                 {"message", words},
                                 {"headers", {{"messageId", message_id}, {"contentType", "application/json"}}},
                                 {"data", data}};
    return chat::json_text(body);
}

std::string card_acknowledgement(std::string_view message_id, std::string_view response) {
    const std::string answer(response.empty() ? std::string_view("null") : response);
    return stream_acknowledgement(message_id, 200, R"({"response":)" + answer + '}');
}

} // namespace adapters::dingtalk
