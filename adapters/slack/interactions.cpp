#include "adapters/slack/interactions.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/mrkdwn.hpp"

#include <algorithm>

namespace adapters::slack {

using chat::json_object;

namespace {

constexpr std::size_t value_limit_bytes = 100; // what a button of ours carries

struct gesture {
    const json_object& root;
    chat::timestamp now;
    std::string workspace;
    std::string user; // as Slack calls it
    chat::person who;
    std::string delivery_id;
};

// Slack does not send an interaction again, so each is new; its trigger is not used twice.
std::string delivery_of(const json_object& root) {
    for (const char* key : {"trigger_id", "action_ts"}) {
        const std::string_view text = root.text_or(key, "");
        if (is_delivery_id(text)) return "action-" + std::string(text);
    }
    root.refuse("trigger_id");
    return {};
}

std::string_view organisation_of(const json_object& root) {
    return root.object_or_empty("enterprise").text_if("id");
}

// Where it is installed for a whole organisation there may be no team but the user's, and a form names the organisation
// as its home.
std::string home_of(const json_object& root, const json_object& user) {
    const std::string_view organisation = organisation_of(root);
    for (const std::string_view found : {root.object_if("view").text_if("app_installed_team_id"),
                                         root.object_or_empty("team").text_if("id"), user.text_if("team_id")}) {
        if (chat::is_plain_id(found) && found != organisation) return std::string(found);
    }
    if (chat::is_plain_id(organisation)) return std::string(organisation);
    root.refuse("team");
    return {};
}

gesture gesture_of(const json_object& root, chat::timestamp now) {
    const json_object user = root.object("user");
    gesture at{root, now, home_of(root, user), id(user, "id"), {}, delivery_of(root)};
    const std::string_view home = user.text_if("team_id");
    const bool elsewhere = chat::is_plain_id(home) && home != organisation_of(root);
    at.who.id = member_id(at.user, elsewhere ? home : std::string_view{}, at.workspace);
    at.who.name = chat::one_line(chat::first_characters(user.text_if("name"), 80));
    return at;
}

chat::reply_address reply_of(const gesture& at) {
    const std::string_view url = at.root.text_or("response_url", "");
    if (url.empty()) return {};
    return {.url = std::string(url), .expires_at = at.now + reply_lifetime};
}

bool is_private_channel(const json_object& channel) {
    return channel.text_if("name") == "directmessage";
}

chat::place private_place(const gesture& at) {
    return {.on = chat::platform::slack, .workspace = at.workspace, .group = at.user, .direct = true};
}

// A press that asks for a form.
interaction read_form_wanted(const gesture& at, const chat::press& pressed) {
    mark_wanted out;
    out.trigger_id = at.root.text("trigger_id");
    chat::mark& mark = out.mark;
    mark.delivery_id = pressed.delivery_id;
    mark.message_id = pressed.message_id;
    mark.where = pressed.where;
    mark.who = pressed.who;
    mark.reply = pressed.reply;
    mark.about = pressed.value;
    return out;
}

interaction read_press(const gesture& at) {
    const auto actions = at.root.objects_or_empty("actions");
    if (actions.empty()) return ignored{"no action"};
    const json_object& action = actions.front();
    const auto what = action_of(action.text_or("action_id", ""));
    const json_object container = at.root.object_or_empty("container");
    if (!what || container.text_or("type", "") != "message") return ignored{"no button of ours"};
    chat::press out;
    out.delivery_id = at.delivery_id;
    out.who = at.who;
    out.what = *what;
    out.value = action.text_or("value", "");
    if (out.value.size() > value_limit_bytes) action.refuse("value");
    out.message_id = message_ts(container, "message_ts");
    out.reply = reply_of(at);
    const std::string channel = id(container, "channel_id");
    if (container.flag_or("is_ephemeral", false)) {
        out.where = private_place(at);
        out.asked_in = channel;
        out.private_reply = true;
        return out;
    }
    const bool direct = is_private_channel(at.root.object_or_empty("channel"));
    out.where = {.on = chat::platform::slack, .workspace = at.workspace, .group = channel, .direct = direct};
    out.where.thread = message_ts_or_nothing(container, "thread_ts");
    if (out.where.thread.empty() && !direct) out.where.thread = out.message_id;
    if (out.what == chat::action::answer) return read_form_wanted(at, out);
    return out;
}

interaction read_ask(const gesture& at) {
    const json_object message = at.root.object("message");
    asked_about whole;
    chat::incoming& out = whole.asked;
    out.delivery_id = out.message_id = at.delivery_id;
    out.where = private_place(at);
    out.who = at.who;
    out.text = plain_text(message.text_or("text", ""), {});
    out.sent_at = at.now;
    out.reply = reply_of(at);
    out.unreadable = out.text.empty();
    out.private_reply = true;
    out.asked_in = id(at.root.object("channel"), "id");
    whole.message_id = message_ts(message, "ts");
    whole.where = {.on = chat::platform::slack, .workspace = at.workspace, .group = out.asked_in};
    whole.where.thread = message_ts_or_nothing(message, "thread_ts");
    return whole;
}

interaction read_mark_wanted(const gesture& at) {
    const json_object message = at.root.object("message"), channel = at.root.object("channel");
    mark_wanted out;
    out.trigger_id = at.root.text("trigger_id");
    chat::mark& mark = out.mark;
    mark.delivery_id = at.delivery_id;
    mark.message_id = message_ts(message, "ts");
    mark.where = {.on = chat::platform::slack,
                  .workspace = at.workspace,
                  .group = id(channel, "id"),
                  .direct = is_private_channel(channel)};
    const std::string root = message_ts_or_nothing(message, "thread_ts");
    mark.where.thread = root.empty() && !mark.where.direct ? mark.message_id : root;
    if (root != mark.message_id) mark.question_id = root;
    mark.who = at.who;
    mark.answer = markdown_of(message.text_or("text", ""));
    mark.reply = reply_of(at);
    return out;
}

interaction read_shortcut(const gesture& at) {
    const std::string_view callback = at.root.text_or("callback_id", "");
    if (callback == mark_callback_id) return read_mark_wanted(at);
    if (callback == ask_callback_id) return read_ask(at);
    return ignored{"no shortcut of ours"};
}

interaction read_submission(const gesture& at) {
    const json_object view = at.root.object("view");
    if (view.text_or("callback_id", "") != mark_callback_id) return ignored{"no form of ours"};
    mark_submitted out;
    out.form = read_mark_form(view);
    chat::mark& mark = out.form.mark;
    // One form is taken once, however often it is submitted: somebody may do it again when our answer is lost.
    mark.delivery_id = "view-" + id(view, "id");
    mark.where.workspace = at.workspace;
    mark.who = at.who;
    return out;
}

interaction decode_root(const json_object& root, chat::timestamp now) {
    const std::string_view type = root.text("type");
    const bool ours = type == "block_actions" || type == "message_action" || type == "view_submission";
    if (!ours) return ignored{chat::one_line(chat::first_characters(type, 40))};
    const gesture at = gesture_of(root, now);
    if (type == "block_actions") return read_press(at);
    if (type == "message_action") return read_shortcut(at);
    return read_submission(at);
}

} // namespace

interaction decode_interaction(std::string_view payload_json, chat::timestamp now) {
    auto read = chat::read_json(
        payload_json, [&](const json_object& root) { return decode_root(root, now); }, body_limits);
    if (!read) return malformed{to_string(read.error())};
    return *std::move(read);
}

std::string action_id(chat::action what, std::size_t number) {
    std::string name(to_string(what));
    if (number > 0) name += '_' + std::to_string(number);
    return name;
}

std::optional<chat::action> action_of(std::string_view action_id) {
    if (const auto whole = chat::action_from(action_id)) return whole;
    const std::size_t split = action_id.rfind('_');
    if (split == std::string_view::npos || split + 1 == action_id.size()) return std::nullopt;
    const std::string_view number = action_id.substr(split + 1);
    if (number.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return chat::action_from(action_id.substr(0, split));
}

} // namespace adapters::slack
