#include "adapters/slack/events.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace adapters::slack {

using chat::json_object;

namespace {

constexpr std::size_t event_id_limit = 128;

bool is_event_id(std::string_view text) {
    return !text.empty() && text.size() <= event_id_limit &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// "1706785424.099119": seconds and microseconds. Kept as text wherever it is an id; this is only when it was sent.
std::optional<chat::timestamp> time_of(std::string_view ts) {
    const std::size_t dot = ts.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot > 12 || ts.size() != dot + 7) return std::nullopt;
    std::int64_t seconds = 0, micros = 0;
    const auto number = [&](std::string_view digits, std::int64_t& value) {
        const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        return plain && std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
    };
    if (!number(ts.substr(0, dot), seconds) || !number(ts.substr(dot + 1), micros)) return std::nullopt;
    return chat::timestamp(std::chrono::milliseconds(seconds * 1000 + micros / 1000));
}

// An id that must look like one: what goes into keys and requests later.
std::string id(const json_object& from, std::string_view key) {
    const std::string_view text = from.text(key);
    if (!chat::is_plain_id(text)) from.refuse(key);
    return std::string(text);
}

// Why this message is nobody's question, empty when it may be one.
std::string_view not_for_us(const json_object& inner, std::string_view bot_user) {
    if (inner.flag_or("hidden", false)) return "hidden";
    const std::string_view subtype = inner.text_or("subtype", "");
    if (!inner.text_or("bot_id", "").empty() || subtype == "bot_message") return "from a bot";
    const std::string_view user = inner.text_or("user", "");
    if (user == "USLACKBOT") return "from Slackbot";
    if (!user.empty() && user == bot_user) return "our own";
    static constexpr std::string_view said[] = {"", "thread_broadcast", "file_share", "me_message"};
    if (std::find(std::begin(said), std::end(said), subtype) == std::end(said)) return "not something said";
    return {};
}

// Which installation answers: with Slack Connect `team_id` can be the other organisation's.
std::string workspace_of(const json_object& root, const json_object& authorization) {
    for (const std::string_view team :
         {authorization.text_or("team_id", ""), root.text_or("context_team_id", ""), root.text_or("team_id", "")}) {
        if (chat::is_plain_id(team)) return std::string(team);
    }
    root.refuse("team_id");
    return {};
}

event decode_message(const json_object& root, const json_object& inner, bool direct, std::string_view known_bot) {
    const std::vector<json_object> authorizations = root.objects_or_empty("authorizations");
    const json_object authorization = authorizations.empty() ? json_object{} : authorizations.front();
    message out;
    out.bot_user = known_bot.empty() ? authorization.text_or("user_id", "") : known_bot;
    if (const std::string_view reason = not_for_us(inner, out.bot_user); !reason.empty()) {
        return ignored{std::string(reason)};
    }
    chat::incoming& in = out.incoming;
    in.delivery_id = root.text("event_id");
    if (!is_event_id(in.delivery_id)) root.refuse("event_id");
    in.message_id = inner.text("ts");
    const auto sent_at = time_of(in.message_id);
    if (!sent_at) inner.refuse("ts");
    in.sent_at = sent_at.value_or(chat::timestamp{});
    in.where.on = chat::platform::slack;
    in.where.workspace = workspace_of(root, authorization);
    in.where.group = id(inner, "channel");
    in.where.direct = direct;
    in.where.thread = inner.text_or("thread_ts", direct ? std::string_view{} : in.message_id);
    if (!in.where.thread.empty() && !time_of(in.where.thread)) inner.refuse("thread_ts");
    in.who.id = id(inner, "user");
    in.text = plain_text(inner.text_or("text", ""), out.bot_user);
    out.shared = root.flag_or("is_ext_shared_channel", false);
    const std::string_view home = inner.text_or("user_team", inner.text_or("team", ""));
    out.outsider = !home.empty() && home != in.where.workspace;
    out.broadcast = inner.text_or("subtype", "") == "thread_broadcast";
    out.edited = static_cast<bool>(inner.object_or_empty("edited"));
    return out;
}

event decode_root(const json_object& root, std::string_view known_bot) {
    const std::string_view type = root.text("type");
    if (type == "url_verification") return url_verification{std::string(root.text("challenge"))};
    if (type != "event_callback") return ignored{chat::one_line(chat::first_characters(type, 40))};
    const json_object inner = root.object("event");
    const std::string_view what = inner.text("type");
    if (what == "app_mention") return decode_message(root, inner, false, known_bot);
    if (what != "message") return ignored{chat::one_line(chat::first_characters(what, 40))};
    if (inner.text_or("channel_type", "") == "im") return decode_message(root, inner, true, known_bot);
    return ignored{"in a channel a mention tells us"};
}

} // namespace

event decode(std::string_view raw_body, std::string_view bot_user_id) {
    auto read = chat::read_json(raw_body, [&](const json_object& root) { return decode_root(root, bot_user_id); });
    if (!read) return malformed{to_string(read.error())};
    return *std::move(read);
}

} // namespace adapters::slack
