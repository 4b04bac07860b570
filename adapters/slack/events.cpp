#include "adapters/slack/events.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/mrkdwn.hpp"

#include <algorithm>
#include <cstdint>

namespace adapters::slack {

using chat::json_object;

namespace {

constexpr std::int64_t latest_second = 100'000'000'000; // the year 5138

// What all events of one envelope share.
struct occasion {
    const json_object& root;
    const json_object& inner;
    std::string bot_user;
    std::string workspace;
    std::string delivery_id;
    std::string organisation; // that the workspace is of (Enterprise Grid); may be empty
    bool for_all = false;     // installed for all workspaces of the organisation at once
};

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
         {authorization.text_or("team_id", ""), root.text_or("context_team_id", ""), root.text_or("team_id", ""),
          // What is told of an organisation as a whole names no team.
          authorization.text_or("enterprise_id", ""), root.text_or("enterprise_id", "")}) {
        if (chat::is_plain_id(team)) return std::string(team);
    }
    root.refuse("team_id");
    return {};
}

// The author's own workspace. Whoever is named by another one in any way is taken for an outsider, and so is somebody
// in a shared channel of whom nothing is told: who decides about power may be wrong on that side only. Ids of members
// are the same in all workspaces of an organisation, so its name is as good as the workspace's.
std::string home_of(const json_object& author, bool shared, const occasion& at) {
    bool told = false;
    for (const char* key : {"user_team", "team", "source_team"}) {
        const std::string_view team = author.text_if(key);
        if (!chat::is_plain_id(team)) continue;
        if (team != at.workspace && team != at.organisation) return std::string(team);
        told = true;
    }
    return shared && !told ? "elsewhere" : at.workspace;
}

bool is_shared(const occasion& at) {
    return at.root.flag_or("is_ext_shared_channel", false);
}

chat::person author_of(const occasion& at, const json_object& message) {
    const std::string user = id(message, "user");
    return {.id = member_id(user, home_of(message, is_shared(at), at), at.workspace), .name = {}};
}

chat::place place_of(const occasion& at, const json_object& message, std::string_view ts, bool direct) {
    chat::place where;
    where.on = chat::platform::slack;
    where.workspace = at.workspace;
    where.group = id(at.inner, "channel");
    where.direct = direct;
    where.thread = message_ts_or_nothing(message, "thread_ts");
    if (where.thread.empty() && !direct) where.thread = ts;
    return where;
}

event read_message(const occasion& at, bool direct) {
    const json_object& inner = at.inner;
    if (const std::string_view reason = not_for_us(inner, at.bot_user); !reason.empty()) {
        return ignored{std::string(reason)};
    }
    message out;
    out.bot_user = at.bot_user;
    chat::incoming& in = out.incoming;
    in.delivery_id = at.delivery_id;
    in.message_id = message_ts(inner, "ts");
    in.sent_at = time_of(in.message_id).value_or(chat::timestamp{});
    in.where = place_of(at, inner, in.message_id, direct);
    in.who = author_of(at, inner);
    in.text = plain_text(inner.text_or("text", ""), out.bot_user);
    in.unreadable = in.text.empty() && !inner.objects_if("files").empty();
    out.shared = is_shared(at);
    out.outsider = is_outsider(in.who.id);
    out.broadcast = inner.text_or("subtype", "") == "thread_broadcast";
    out.edited = static_cast<bool>(inner.object_or_empty("edited"));
    return out;
}

bool is_direct(const json_object& inner) {
    return inner.text_or("channel_type", "") == "im";
}

event read_gone(const occasion& at, const json_object& before, std::string_view ts_key, const json_object& ts_in) {
    if (!before.text_if("bot_id").empty() || (before && before.text_if("user") == at.bot_user))
        return ignored{"a bot's message is gone"};
    const bool direct = is_direct(at.inner);
    // Without a word of what it was, it may have been for us: who takes it knows what was asked.
    gone out;
    out.unmentioned = before && !direct && !mentions(before.text_if("text"), at.bot_user);
    out.deletion.delivery_id = at.delivery_id;
    out.deletion.message_id = message_ts(ts_in, ts_key);
    out.deletion.where = place_of(at, before, out.deletion.message_id, direct);
    return out;
}

event read_changed(const occasion& at) {
    const json_object now = at.inner.object("message"), before = at.inner.object_or_empty("previous_message");
    // A thread's first message with replies stays, as a stone.
    if (now.text_or("subtype", "") == "tombstone") return read_gone(at, before, "ts", now);
    if (const std::string_view reason = not_for_us(now, at.bot_user); !reason.empty())
        return ignored{std::string(reason)};
    const std::string_view text = now.text_or("text", ""), old_text = before.text_or("text", "");
    // Link previews come in the same form.
    if (before && text == old_text) return ignored{"its text is the same"};
    const bool direct = is_direct(at.inner);
    const bool was_ours = mentions(old_text, at.bot_user);
    changed out;
    out.unmentioned = !direct && !mentions(text, at.bot_user);
    // Whoever takes the mention out asks the bot no more.
    if (out.unmentioned && was_ours) return read_gone(at, before, "ts", now);
    if (out.unmentioned && now.text_if("user").empty()) return ignored{"nobody's"};
    if (out.unmentioned) out.edit.markdown = markdown_of(text);
    out.edit.delivery_id = at.delivery_id;
    out.edit.message_id = message_ts(now, "ts");
    out.edit.where = place_of(at, now, out.edit.message_id, direct);
    out.edit.who = author_of(at, now);
    out.edit.text = plain_text(text, at.bot_user);
    return out;
}

// Whom a text is for, where it names somebody: "<@U1>", "<!subteam^S1>", "<!here>"; "<!date^…>" is nobody.
bool names_somebody(std::string_view raw_text) {
    static constexpr std::string_view names[] = {"<@", "<!subteam", "<!here", "<!channel", "<!everyone"};
    return std::ranges::any_of(names, [&](auto name) { return raw_text.find(name) != std::string_view::npos; });
}

// In a channel a mention tells us what is said to us. What is said in a thread beside it may answer a question there,
// or go on with one.
event read_remark(const occasion& at) {
    const json_object& inner = at.inner;
    const std::string thread = message_ts_or_nothing(inner, "thread_ts");
    const std::string ts = message_ts(inner, "ts");
    if (thread.empty() || thread == ts || mentions(inner.text_or("text", ""), at.bot_user))
        return ignored{"in a channel a mention tells us"};
    auto read = read_message(at, false);
    auto* said = std::get_if<message>(&read);
    if (said == nullptr) return read;
    remarked out;
    out.said = std::move(*said);
    chat::incoming& words = out.said.incoming;
    words.follows_up = true;
    out.remark.delivery_id = words.delivery_id;
    out.remark.message_id = words.message_id;
    out.remark.where = words.where;
    out.remark.who = words.who;
    out.remark.text = markdown_of(inner.text_or("text", ""));
    out.to_somebody = names_somebody(inner.text_or("text", ""));
    return out;
}

// What is said at the top of a channel is for groups that want to be answered there, too.
event read_overheard(const occasion& at) {
    const json_object& inner = at.inner;
    const std::string_view kind = inner.text_or("channel_type", "");
    const bool channel = (kind == "channel" || kind == "group") && inner.text_or("subtype", "").empty();
    if (mentions(inner.text_or("text", ""), at.bot_user) || at.bot_user.empty() || !channel)
        return ignored{"in a channel a mention tells us"};
    auto read = read_message(at, false);
    auto* said = std::get_if<message>(&read);
    if (said == nullptr) return read;
    if (said->incoming.unreadable || said->incoming.text.empty()) return ignored{"nothing to read"};
    said->incoming.overheard = true;
    return overheard{std::move(*said)};
}

event read_any_message(const occasion& at) {
    const std::string_view subtype = at.inner.text_or("subtype", "");
    if (subtype == "message_changed") return read_changed(at);
    if (subtype == "message_deleted")
        return read_gone(at, at.inner.object_or_empty("previous_message"), "deleted_ts", at.inner);
    if (is_direct(at.inner)) return read_message(at, true);
    // A group of people without a channel: no document promises an app_mention there, and should one come it is the
    // same message.
    if (at.inner.text_or("channel_type", "") == "mpim" && mentions(at.inner.text_or("text", ""), at.bot_user))
        return read_message(at, false);
    return at.inner.text_or("thread_ts", "").empty() ? read_overheard(at) : read_remark(at);
}

event read_reaction(const occasion& at, bool taken_away) {
    const json_object item = at.inner.object("item");
    if (item.text_or("type", "") != "message") return ignored{"a reaction to no message"};
    const std::string user = id(at.inner, "user");
    if (user == at.bot_user) return ignored{"our own reaction"};
    reaction out;
    out.delivery_id = at.delivery_id;
    out.taken_away = taken_away;
    out.where = {.on = chat::platform::slack, .workspace = at.workspace, .group = id(item, "channel")};
    out.who = {.id = member_id(user, home_of(at.inner, is_shared(at), at), at.workspace), .name = {}};
    const std::string_view emoji = at.inner.text("reaction");
    out.emoji = emoji.substr(0, emoji.find("::")); // "+1::skin-tone-2"
    out.message_id = message_ts(item, "ts");
    out.ours = !at.bot_user.empty() && at.inner.text_or("item_user", "") == at.bot_user;
    return out;
}

event read_joined(const occasion& at) {
    if (at.bot_user.empty() || at.inner.text_or("user", "") != at.bot_user) return ignored{"somebody else joined"};
    invited out;
    chat::incoming& in = out.introduction;
    in.delivery_id = at.delivery_id;
    in.message_id = "joined"; // once a channel, also when it is invited again
    in.where = {.on = chat::platform::slack, .workspace = at.workspace, .group = id(at.inner, "channel")};
    return out;
}

chat::timestamp time_of(const occasion& at) {
    const std::int64_t seconds = at.root.integer("event_time");
    if (seconds >= 0 && seconds <= latest_second) return chat::timestamp(std::chrono::seconds(seconds));
    at.root.refuse("event_time");
    return {};
}

event read_event(const occasion& at) {
    const std::string_view what = at.inner.text("type");
    if (what == "app_mention") return read_message(at, false);
    if (what == "message") return read_any_message(at);
    if (what == "reaction_added" || what == "reaction_removed") return read_reaction(at, what == "reaction_removed");
    if (what == "member_joined_channel") return read_joined(at);
    const std::string& installed_in = at.for_all && !at.organisation.empty() ? at.organisation : at.workspace;
    if (what == "app_uninstalled") return uninstalled{installed_in, time_of(at)};
    if (what == "tokens_revoked") {
        if (at.inner.object("tokens").texts_if("bot").empty()) return ignored{"somebody else's token was revoked"};
        return uninstalled{installed_in, time_of(at)};
    }
    if (what == "channel_id_changed") {
        return warning{"the channel " + id(at.inner, "old_channel_id") + " of workspace " + at.workspace +
                       " is called " + id(at.inner, "new_channel_id") + " now; settings that name it must follow"};
    }
    return ignored{chat::one_line(chat::first_characters(what, 40))};
}

event decode_root(const json_object& root, std::string_view known_bot) {
    const std::string_view type = root.text("type");
    if (type == "url_verification") return url_verification{std::string(root.text("challenge"))};
    if (type == "app_rate_limited") {
        return warning{"Slack withholds events of workspace " + id(root, "team_id") +
                       ": there were too many in an hour"};
    }
    if (type != "event_callback") return ignored{chat::one_line(chat::first_characters(type, 40))};
    const json_object inner = root.object("event");
    const std::vector<json_object> authorizations = root.objects_or_empty("authorizations");
    const json_object authorization = authorizations.empty() ? json_object{} : authorizations.front();
    occasion at{root, inner, {}, workspace_of(root, authorization), std::string(root.text("event_id")), {}, false};
    // Not the envelope's own: in a shared channel that may be the other side's.
    for (const std::string_view one :
         {authorization.text_or("enterprise_id", ""), root.text_or("context_enterprise_id", "")}) {
        if (at.organisation.empty() && chat::is_plain_id(one)) at.organisation = one;
    }
    at.for_all = authorization.flag_or("is_enterprise_install", false);
    at.bot_user = known_bot.empty() ? authorization.text_or("user_id", "") : known_bot;
    if (!is_delivery_id(at.delivery_id)) root.refuse("event_id");
    return read_event(at);
}

} // namespace

event decode(std::string_view raw_body, std::string_view bot_user_id) {
    auto read = chat::read_json(
        raw_body, [&](const json_object& root) { return decode_root(root, bot_user_id); }, body_limits);
    if (!read) return malformed{to_string(read.error())};
    return *std::move(read);
}

} // namespace adapters::slack
