// Slack's event decoder: whatever comes in, what comes out is clean, has ids that are ids, and can be said back to
// Slack without pinging anybody but its author.
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/events.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/post.hpp"
#include "adapters/slack/signature.hpp"
#include "tests/adapters/chat/rendered.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

void said_back(const chat::incoming& in) {
    chat::outgoing out;
    out.id = "1";
    out.where = in.where;
    out.mention = in.who;
    out.markdown = chat::markdown::from_plain(in.text);
    const net::http_request request = slack::encode(out, "token", "https://slack.com/api/");
    const auto text = chat::read_json(
        request.body, [](const chat::json_object& root) { return std::string(root.text("text")); }, {.bytes = 1 << 20});
    require(static_cast<bool>(text));
    const std::string mention = "<@" + std::string(slack::user_of(in.who.id)) + ">";
    require(text->starts_with(mention));
    require(tests::pings_nobody_on_slack(std::string_view(*text).substr(mention.size())));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);

    // The first bytes as headers: never genuine, for nobody knows the secret.
    const slack::signature_headers headers{raw.substr(0, raw.size() / 2), raw.substr(raw.size() / 2)};
    const std::vector<std::string> secrets{"a secret", ""};
    require(slack::check_signature(raw, headers, secrets, std::chrono::sys_seconds{}) != chat::authenticity::genuine);

    const slack::event event = slack::decode(raw);
    const auto* remark = std::get_if<slack::remarked>(&event);
    const auto* message = remark != nullptr ? &remark->said : std::get_if<slack::message>(&event);
    if (message == nullptr) return 0;
    const chat::incoming& in = message->incoming;
    require(chat::is_plain_id(in.where.workspace) && chat::is_plain_id(in.where.group));
    require(!slack::user_of(in.who.id).empty());
    require(!in.message_id.empty() && !in.delivery_id.empty());
    require(in.where.direct || !in.where.thread.empty());
    require(in.text == chat::trimmed(in.text) && in.text == chat::repaired(in.text));
    require(in.who.id != message->bot_user);
    said_back(in);
    return 0;
}
