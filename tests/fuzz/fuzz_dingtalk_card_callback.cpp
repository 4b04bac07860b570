// DingTalk's card callbacks and OpenAPI's answers: whatever comes in, a press that comes out agrees with what is pinned
// and is clean, no unsigned one is believed, and an answer that was not understood is never taken for "sent".
#include "adapters/chat/json_reader.hpp"
#include "adapters/dingtalk/access_token.hpp"
#include "adapters/dingtalk/card.hpp"
#include "adapters/dingtalk/card_callback.hpp"
#include "adapters/dingtalk/openapi.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

const dingtalk::pins pinned{"ding02", "ding01", "HelpBot"};

bool clean(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

void answered(std::string_view raw, int status) {
    net::http_answer answer;
    answer.status = status;
    answer.body = raw;
    const auto found = dingtalk::classify_openapi(answer);
    const bool sent = found.became.what == chat::verdict::sent;
    require(!sent || status < 300);
    require(sent == found.became.reason.empty());
    require(found.help == dingtalk::remedy::none || found.became.what == chat::verdict::failed);
    const auto card = dingtalk::classify_card(answer, "a17");
    require((card.became.what == chat::verdict::sent) == (card.became.message_id == "a17"));
    if (const auto token = dingtalk::read_token_answer(answer);
        const auto* good = std::get_if<dingtalk::token_grant>(&token))
        require(clean(good->token) && good->lives.count() > 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);

    const std::vector<std::string> secrets{"a secret", ""};
    require(dingtalk::check_card_signature({raw.substr(0, raw.size() / 2), raw.substr(raw.size() / 2)}, secrets,
                                           chat::timestamp{}, std::chrono::hours(1)) != chat::authenticity::genuine);

    const auto told = dingtalk::decode_card_callback(raw, pinned, "n1");
    if (const auto* press = std::get_if<chat::press>(&told)) {
        require(press->where.workspace == pinned.corp_id && clean(press->where.group));
        require(clean(press->message_id) && clean(press->who.id) && clean(press->value));
        require(press->delivery_id.ends_with(":n1"));
    }
    for (const int status : {200, 400, 401, 500})
        answered(raw, status);
    return 0;
}
