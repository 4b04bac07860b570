#include "bot/server/slack_desk.hpp"

#include "adapters/chat/json_writer.hpp"
#include "adapters/slack/fields.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <utility>

namespace bot::server {

namespace chat = adapters::chat;
namespace log = observe::log;
namespace slack = adapters::slack;
using conversation::text;

namespace {

void malformed_seen(std::string_view what, std::string_view reason) {
    log::warning("slack {} refused: {}", what, observe::log_text(reason));
}

} // namespace

// ---------------------------------------------------------------------------------------------------------------------

struct slack_desk::event_taker {
    slack_desk& desk;
    const answering& finished;

    void operator()(const slack::url_verification& check) const {
        adapters::chat::json_writer echo;
        echo.object([&] { echo.member("challenge", check.challenge); });
        finished({.json = echo.take()});
    }
    void operator()(slack::message&& said) const {
        if (desk.turned_away(said.incoming.who)) return finished({});
        desk.note_talk(said.incoming);
        desk.take_message(std::move(said.incoming), said.bot_user, finished);
    }
    void operator()(slack::overheard&& heard) const {
        auto& what = heard.said.incoming;
        const auto group = desk.with_.settings.group(what.where.on, what.where.workspace, what.where.group);
        if (!group || !group->answer_unmentioned || desk.turned_away(what.who)) return finished({});
        desk.note_talk(what);
        desk.take(std::move(what), finished);
    }
    void operator()(slack::remarked&& what) const { desk.take_remark(std::move(what), finished); }
    void operator()(const slack::changed& what) const {
        if (what.unmentioned && !desk.was_taken(what.edit.where, what.edit.message_id)) return finished({});
        take(what.edit, what.edit.who);
    }
    void operator()(const slack::gone& what) const {
        if (what.unmentioned && !desk.was_taken(what.deletion.where, what.deletion.message_id)) return finished({});
        desk.take(what.deletion, finished);
    }
    void operator()(const slack::reaction& what) const {
        if (desk.turned_away(what.who)) return finished({});
        desk.take_reaction(what, finished);
    }
    void operator()(const slack::invited& what) const {
        if (!desk.with_.settings.slack.intro) return finished({});
        desk.take(what.introduction, finished);
    }
    void operator()(const slack::uninstalled& what) const {
        desk.with_.uninstalled(what, [done = finished](bool stored) { done({.status = stored ? 200 : 503}); });
    }
    void operator()(const slack::warning& what) const {
        log::warning("{}", observe::log_text(what.what));
        finished({});
    }
    void operator()(const slack::ignored& nothing) const {
        log::debug("slack event ignored: {}", observe::log_text(nothing.reason));
        finished({});
    }
    void operator()(const slack::malformed& wrong) const {
        malformed_seen("event", wrong.reason);
        finished({.status = 400});
    }

  private:
    void take(chat::happening what, const chat::person& who) const {
        if (desk.turned_away(who)) {
            log::debug("slack event ignored: from somebody of another organisation");
            return finished({});
        }
        desk.take(std::move(what), finished);
    }
};

void slack_desk::event(std::string_view body, const answering& finished) {
    std::visit(event_taker{*this, finished}, slack::decode(body, with_.settings.slack.bot_user_id));
}

void slack_desk::take_remark(slack::remarked what, const answering& finished) {
    auto& said = what.said.incoming;
    const auto& where = said.where;
    const auto group = with_.settings.group(where.on, where.workspace, where.group);
    const bool goes_on = group && talks_.goes_on(thread_key(where), said.who.id, with_.clock(), group->context_expiry);
    if (turned_away(said.who)) return finished({});
    if (with_.may_answer(what.remark)) return take(std::move(what.remark), finished);
    // Whoever is nobody's trusted person and goes on with nothing, and what is said elsewhere, is neither read nor
    // kept.
    if (!goes_on || !group->answer_follow_ups || what.to_somebody || said.unreadable) return finished({});
    take(std::move(said), finished);
}

void slack_desk::note_talk(const chat::incoming& said) {
    const auto& where = said.where;
    if (where.direct) return;
    if (where.thread == said.message_id)
        talks_.began(thread_key(where), said.who.id, with_.clock());
    else
        talks_.spoke_to_us(thread_key(where), said.who.id, with_.clock());
}

bool slack_desk::was_taken(const chat::place& where, const std::string& message_id) const {
    return with_.asked_in(where, message_id) || with_.proposes(where, message_id);
}

void slack_desk::take(chat::happening what, const answering& finished) {
    with_.in(std::move(what),
             [finished](conversation::outcome became) { finished({.status = acknowledgement(became).status}); });
}

// ---------------------------------------------------------------------------------------------------------------------

void slack_desk::take_from_person(chat::happening what, const chat::outgoing& to, const answering& finished) {
    with_.in(std::move(what), [this, to, finished](conversation::outcome became) {
        // Nobody sends it again: who waits for it is told, and the request itself was received.
        const bool stored = acknowledgement(became).status == 200;
        if (!stored) tell(to, text::not_stored);
        if (became == conversation::outcome::not_ours) tell(to, text::not_here);
        finished({});
    });
}

void slack_desk::command(const adapters::net::pairs& fields, const answering& finished) {
    take_command(slack::decode_command(fields, with_.clock()), finished);
}

void slack_desk::command_json(std::string_view payload_json, const answering& finished) {
    take_command(slack::decode_command_json(payload_json, with_.clock()), finished);
}

void slack_desk::take_command(const slack::command& read, const answering& finished) {
    if (const auto* wrong = std::get_if<slack::malformed>(&read)) {
        malformed_seen("command", wrong->reason);
        return finished({.status = 400});
    }
    const auto& asked = std::get<chat::incoming>(read);
    take_from_person(asked, back_to(asked.where, asked.who, asked.reply), finished);
}

void slack_desk::envelope(const std::string& type, std::string_view payload,
                          std::function<void(std::string)> acknowledge) {
    const answering finished = [acknowledge = std::move(acknowledge)](const reply& what) {
        acknowledge(what.status == 200 ? what.json : "");
    };
    if (type == "slash_commands") return command_json(payload, finished);
    if (type == "interactive") return interaction(payload, finished);
    log::debug("slack envelope of type {} ignored", observe::log_text(type));
    finished({});
}

// ---------------------------------------------------------------------------------------------------------------------

struct slack_desk::interaction_taker {
    slack_desk& desk;
    const answering& finished;

    void operator()(const chat::press& pressed) const {
        if (desk.turned_away(pressed.who)) return finished({});
        desk.take_from_person(pressed, slack_desk::back_to(pressed.where, pressed.who, pressed.reply), finished);
    }
    void operator()(slack::asked_about&& what) const {
        if (desk.turned_away(what.asked.who)) return finished({});
        const auto to = slack_desk::back_to(what.asked.where, what.asked.who, what.asked.reply);
        desk.with_context(std::move(what.asked), what.where, what.message_id, {},
                          [&desk = desk, to, finished = finished](chat::incoming asked) {
                              desk.take_from_person(std::move(asked), to, finished);
                          });
    }
    void operator()(const slack::mark_wanted& wanted) const {
        if (desk.turned_away(wanted.mark.who)) return finished({});
        desk.open_form(wanted, finished);
    }
    void operator()(const slack::mark_submitted& submitted) const { desk.take_form(submitted.form, finished); }
    void operator()(const slack::ignored& nothing) const {
        log::debug("slack interaction ignored: {}", observe::log_text(nothing.reason));
        finished({});
    }
    void operator()(const slack::malformed& wrong) const {
        malformed_seen("interaction", wrong.reason);
        finished({.status = 400});
    }
};

void slack_desk::interaction(std::string_view payload_json, const answering& finished) {
    std::visit(interaction_taker{*this, finished}, slack::decode_interaction(payload_json, with_.clock()));
}

// ---------------------------------------------------------------------------------------------------------------------

std::string slack_desk::thread_key(const chat::place& where) {
    return where.workspace + ":" + where.group + ":" + where.thread;
}

chat::outgoing slack_desk::back_to(const chat::place& where, const chat::person& who,
                                   const chat::reply_address& reply) {
    chat::outgoing out;
    out.where = where;
    out.only_for = who;
    out.reply = reply;
    return out;
}

bool slack_desk::turned_away(const chat::person& who) const {
    return !with_.settings.slack.answer_outsiders && slack::is_outsider(who.id);
}

bool slack_desk::may_mark(const chat::place& where, const chat::person& who) const {
    const auto group = with_.settings.group(where.on, where.workspace, where.group);
    return group && std::ranges::find(group->moderators, who.id) != group->moderators.end();
}

std::string slack_desk::say(text what, const chat::place& where) const {
    const auto group = with_.settings.group(where.on, where.workspace, where.group);
    const auto speaks = group ? group->speaks : with_.settings.communities.front().speaks;
    return conversation::phrase(what, speaks);
}

void slack_desk::tell(chat::outgoing to, text what) {
    to.markdown = say(what, to.where);
    with_.way_out.send(std::move(to), [](const chat::delivery& became) {
        if (became.what != chat::verdict::sent)
            log::warning("slack: somebody could not be told: {}", observe::log_text(became.reason));
    });
}

} // namespace bot::server
