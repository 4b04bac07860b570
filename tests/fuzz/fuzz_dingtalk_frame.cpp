// DingTalk's Stream mode: whatever comes over the connection, what is answered is one JSON object that names the
// message, with data that is text; and what is handed on the decoder of messages survives.
#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/stream_frame.hpp"
#include "tests/fuzz/require.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>

using namespace adapters;
using nlohmann::json;

namespace {

void answers(const std::string& text) {
    const json body = json::parse(text);
    require(!body.at("headers").at("messageId").get<std::string>().empty());
    require(body.at("data").is_string() && body.at("code").is_number());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const auto frame = dingtalk::decode_stream_frame(raw);
    if (const auto* answer = std::get_if<dingtalk::stream_answer>(&frame)) answers(answer->text);
    if (const auto* said = std::get_if<dingtalk::stream_message>(&frame)) {
        answers(dingtalk::stream_acknowledgement(said->id, 200, R"({"response":null})"));
        (void)dingtalk::decode(said->data, {"ding02", "ding01", "HelpBot"});
    }
    if (const auto* pressed = std::get_if<dingtalk::stream_card>(&frame)) {
        answers(dingtalk::card_acknowledgement(pressed->id, "{}"));
    }
    return 0;
}
