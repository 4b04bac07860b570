#include "adapters/dingtalk/message.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/fields.hpp"
#include "adapters/dingtalk/quoted.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace adapters::dingtalk {

using chat::json_kind;
using chat::json_object;

namespace {

constexpr std::int64_t quota_error = 20001;
constexpr std::int64_t time_limit_ms = 1LL << 50; // the year 37648

// May be empty.
std::string id(const json_object& from, std::string_view key, std::string_view text) {
    if (!text.empty() && !is_id(text)) from.refuse(key);
    return std::string(text);
}

std::string required_id(const json_object& from, std::string_view key) {
    const std::string_view text = from.text(key);
    if (text.empty()) from.refuse(key);
    return id(from, key, text);
}

// A number, or a number written as text: the documents say one and the samples the other.
std::optional<std::int64_t> loose_integer(const json_object& from, std::string_view key) {
    std::int64_t value = 0;
    switch (from.kind(key)) {
    case json_kind::absent:
    case json_kind::null:
        return std::nullopt;
    case json_kind::text: {
        const std::string_view digits = from.text(key);
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (ec != std::errc() || end != digits.data() + digits.size()) from.refuse(key);
        return value;
    }
    default:
        return from.integer(key);
    }
}

chat::timestamp time_at(const json_object& from, std::string_view key) {
    const std::int64_t value = loose_integer(from, key).value_or(0);
    if (value < 0 || value > time_limit_ms) {
        from.refuse(key);
        return {};
    }
    return chat::timestamp(std::chrono::milliseconds(value));
}

// Why this message is not for us, empty when it is. With what it says instead: whoever mistyped a pin looks for that.
std::string not_for_us(const json_object& root, const pins& pinned) {
    const auto says = [](std::string_view key, std::string_view what) {
        return " (" + std::string(key) + ' ' + (is_id(what) ? std::string(what) : std::string("missing")) + ')';
    };
    const std::string_view robot = root.text_or("robotCode", "");
    if (!pinned.robot_code.empty() && robot != pinned.robot_code) return "for another robot" + says("robotCode", robot);
    const std::string_view corp = root.text_or("chatbotCorpId", pinned.corp_id);
    if (!pinned.corp_id.empty() && corp != pinned.corp_id)
        return "for another organisation" + says("chatbotCorpId", corp);
    return {};
}

chat::incoming envelope(const json_object& root, const pins& pinned) {
    chat::incoming in;
    in.message_id = required_id(root, "msgId");
    in.delivery_id = in.message_id;
    in.where.on = chat::platform::dingtalk;
    in.where.group = required_id(root, "conversationId");
    // Titles and names are decoration: no question is refused for one.
    in.where.group_title = chat::one_line(chat::repaired(root.text_if("conversationTitle")));
    const std::string_view kind = root.text("conversationType");
    if (kind != "1" && kind != "2") root.refuse("conversationType");
    in.where.direct = kind == "1";
    in.where.workspace = id(root, "chatbotCorpId", root.text_or("chatbotCorpId", pinned.corp_id));
    if (in.where.workspace.empty()) in.where.workspace = required_id(root, "senderCorpId");
    in.who.id = id(root, "senderStaffId", root.text_or("senderStaffId", ""));
    in.who.name = chat::one_line(chat::repaired(root.text_if("senderNick")));
    in.sent_at = time_at(root, "createAt");
    in.reply.url = root.text_or("sessionWebhook", "");
    in.reply.expires_at = time_at(root, "sessionWebhookExpiredTime");
    return in;
}

// Rich text keeps the mention of the bot. Where nobody has said what the bot is called, the first one is taken for it.
std::string without_first_mention(std::string_view text) {
    const auto rest = chat::trimmed(text);
    const auto blank = std::ranges::find_if(rest, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    if (!rest.starts_with('@') || blank == rest.end()) return std::string(rest);
    return std::string(chat::trimmed({blank, rest.end()}));
}

event decode_root(const json_object& root, const pins& pinned) {
    if (std::string reason = not_for_us(root, pinned); !reason.empty()) return ignored{std::move(reason)};
    chat::incoming in = envelope(root, pinned);
    if (loose_integer(root, "errorCode").value_or(0) == quota_error) return quota_used_up{std::move(in)};

    const std::string_view type = root.text("msgtype");
    const json_object content = root.object_if("content");
    words said;
    if (type == "text") {
        const json_object text = root.object_or_empty("text");
        // One of the documents' samples has the words as a plain `content`.
        said.text = text ? text.text_or("content", "") : root.text_or("content", "");
        in.quoted_text = quoted_words(text);
    } else if (type == "richText") {
        said = words_of_parts(root.object("content").objects_or_empty("richText"), pinned.bot_name);
        if (pinned.bot_name.empty()) said.text = without_first_mention(said.text);
        in.quoted_text = quoted_words(content);
    } else if (type == "audio") {
        said = {.text = std::string(content.text_if("recognition")), .other = true};
    } else {
        said.other = true;
    }
    in.text = without_mention(said.text, pinned.bot_name);
    if (in.text.empty() && said.other) {
        return unsupported{std::move(in), chat::one_line(chat::first_characters(type, 40))};
    }
    const bool outsider = in.who.id.empty();
    return message{std::move(in), outsider};
}

} // namespace

std::string without_mention(std::string_view text, std::string_view bot_name) {
    const std::string clean = chat::repaired(text);
    std::string_view rest = chat::trimmed(clean);
    if (bot_name.empty()) return std::string(rest);
    const std::string mention = '@' + std::string(bot_name);
    while (rest.starts_with(mention) && chat::ends_a_word(bot_name, rest.substr(mention.size()))) {
        rest = chat::trimmed(rest.substr(mention.size()));
    }
    while (rest.ends_with(mention))
        rest = chat::trimmed(rest.substr(0, rest.size() - mention.size()));
    return std::string(rest);
}

event decode(std::string_view raw_body, const pins& pinned) {
    auto read = chat::read_json(raw_body, [&](const json_object& root) { return decode_root(root, pinned); });
    if (!read) return malformed{to_string(read.error())};
    return *std::move(read);
}

} // namespace adapters::dingtalk
