// DingTalk's message decoder: whatever comes in, what comes out is clean, agrees with what is pinned, and can be said
// back to DingTalk as a whole message that mentions nobody but its author, to no other host than DingTalk's.
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/message.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/dingtalk/webhook.hpp"
#include "tests/adapters/chat/rendered.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

const dingtalk::pins pinned{"ding02", "ding01", "HelpBot"};
const std::vector<std::string> hosts{"oapi.dingtalk.com"};

void clean(std::string_view text) {
    require(text == chat::trimmed(text) && text == chat::repaired(text));
}

void looked_at(const chat::incoming& in) {
    require(in.where.workspace == pinned.corp_id);
    require(!in.message_id.empty() && in.message_id == in.delivery_id && !in.where.group.empty());
    clean(in.text);
    clean(in.quoted_text);
    clean(in.who.name);
    if (dingtalk::allowed_webhook(in.reply.url, hosts)) {
        const std::string_view behind = std::string_view(in.reply.url).substr(8 + hosts[0].size());
        require(behind.starts_with("/robot/sendBySession") || behind.starts_with(":443/robot/sendBySession"));
    }
}

void said_back(const chat::incoming& in) {
    chat::outgoing out;
    out.mention = in.who;
    out.title = in.text;
    out.markdown = "> " + chat::markdown::from_plain(in.quoted_text) + "\n\n" + chat::markdown::from_plain(in.text);
    const net::http_request request = dingtalk::encode(out);
    require(request.body.size() <= dingtalk::body_limit_bytes);
    const auto text = chat::read_json(request.body, [&](const chat::json_object& root) {
        require(!root.object("at").flag_or("isAtAll", true));
        return std::string(root.object("markdown").text("text"));
    });
    require(static_cast<bool>(text));
    std::string_view body = *text;
    const std::string mention = "@" + in.who.id + "\n\n";
    if (!in.who.id.empty() && body.starts_with(mention)) body.remove_prefix(mention.size());
    require(tests::harmless_on_dingtalk(body));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);

    const dingtalk::signature_headers headers{raw.substr(0, raw.size() / 2), raw.substr(raw.size() / 2)};
    const std::vector<std::string> secrets{"a secret", ""};
    require(dingtalk::check_signature(headers, secrets, chat::timestamp{}) != chat::authenticity::genuine);
    (void)dingtalk::allowed_webhook(raw, hosts);

    const dingtalk::event event = dingtalk::decode(raw, pinned);
    if (const auto* message = std::get_if<dingtalk::message>(&event)) {
        looked_at(message->incoming);
        said_back(message->incoming);
    } else if (const auto* unsupported = std::get_if<dingtalk::unsupported>(&event)) {
        looked_at(unsupported->incoming);
        require(unsupported->incoming.text.empty());
    }
    return 0;
}
