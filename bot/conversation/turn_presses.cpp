// What members press: opinions on a reply, the wish for a moderator, a pick from what was suggested.
#include "adapters/chat/together.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/feedback.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

bool takes_reaction_away(const chat::happening& what) {
    const auto* pressed = std::get_if<chat::press>(&what);
    return pressed != nullptr && pressed->how == chat::pressed_by::reaction_taken_away;
}

} // namespace

void turn::take(const chat::press& pressed) {
    // Who takes an answer back or wants a moderator is always heard.
    const bool urgent = pressed.what == chat::action::take_back || pressed.what == chat::action::ask_moderator;
    if (!urgent && presses_too_fast()) return;
    if (pressed.what == chat::action::correct) return press_correct(pressed.value);
    if (pressed.what == chat::action::solved) return pressed_solved(pressed);
    if (is_of_card(pressed.what)) return pressed_card(pressed.what, pressed.value);
    if (!pressed.value.empty()) {
        if (const auto about = reference_from(pressed.value)) press(pressed.what, *about);
        return;
    }
    // A reaction instead of a button: which question it is about, our own message tells.
    const auto lane = key({to_string(at_.where.on), at_.where.workspace, at_.where.group});
    auto row = store::find_outbox_by_platform_id(db_, lane, pressed.message_id);
    if (!row) row = store::find_outbox_by_platform_id(db_, waiting_lane(lane), pressed.message_id);
    if (row) press(pressed.what, {.question = row->question});
}

void turn::handle(const press_button& pressed) {
    if (pressed.about) return press(pressed.what, *pressed.about);
    // Said without naming anything: it is about what this member was told last.
    auto last = last_question_nearby();
    if (pressed.what == chat::action::take_back) {
        if (!last && moderates(group_)) last = last_decided_here();
        if (!last) return note(text::taken_back_title, text::nothing_to_take_back);
    }
    if (!last) return note(text::help_title, text::nothing_to_judge);
    press(pressed.what, {.question = last->id});
}

std::vector<store::question> turn::told_with(const store::question& about) {
    std::vector<store::question> all{about};
    for (const auto& row : store::outbox_of_question(db_, about.id)) {
        for (const auto& other :
             row.sent_with ? store::sent_together(db_, row.sent_with) : std::vector<store::outbox_row>{}) {
            const bool known = std::ranges::find(all, other.question, &store::question::id) != all.end();
            auto one = known ? std::nullopt : store::find_question(db_, other.question);
            if (one) all.push_back(*std::move(one));
        }
    }
    return all;
}

void turn::press(chat::action what, const reference& about) {
    auto asked = store::find_question(db_, about.question);
    // A reference can be typed by hand: what was asked elsewhere is not touched from here.
    const auto same_place = [this](const store::question& one) {
        // A member's questions are his own wherever he is alone with the bot: hints for one are given there.
        const bool own = at_.where.direct && asked_by_speaker(one);
        return one.group == at_.where.group || own;
    };
    const bool here = asked && asked->platform == to_string(at_.where.on) && asked->workspace == at_.where.workspace &&
                      same_place(*asked);
    if (!here) return;
    // Of several who were told by one message each speaks for what he asked himself.
    if (what != chat::action::pick && !asked_by_speaker(*asked)) {
        const auto told = told_with(*asked);
        const auto own = std::ranges::find_if(told, [this](const auto& one) { return asked_by_speaker(one); });
        if (own != told.end()) asked = *own;
    }
    if (group_.as_asked) group_.speaks.in = language_of(asked->text, group_.speaks.in);
    switch (what) {
    case chat::action::helpful:
    case chat::action::unhelpful:
        if (takes_reaction_away(what_)) return opinion_taken_back(*asked);
        return opinion_given(*asked, what);
    case chat::action::ask_moderator:
        return moderator_wanted(*asked);
    case chat::action::pick:
        return picked(*asked, about.place);
    case chat::action::take_back:
        return take_back(*asked);
    case chat::action::correct: // names an entry and no question
    case chat::action::answer:  // of a card, and the others: taken before
    case chat::action::link:
    case chat::action::ignore:
    case chat::action::merge:
    case chat::action::assign:
    case chat::action::solved:
    case chat::action::accept:
        return;
    }
}

void turn::opinion_given(const store::question& about, chat::action what) {
    // Nobody has answered it: there is nothing to have an opinion of, and no answer that was wrong.
    if (about.state == store::question_state::open && !about.answered_with) {
        if (what == chat::action::unhelpful) note(text::logged_title, text::still_waits, about.number);
        return;
    }
    const auto opinion = what == chat::action::helpful ? store::opinion::helpful : store::opinion::unhelpful;
    // Opinions count once a member, so that of somebody without a stable id does not; the next step is shown all the
    // same.
    if (at_.who.id.empty()) {
        if (opinion == store::opinion::unhelpful) say_privately(not_helped_reply(about.id, group_.speaks));
        return;
    }
    if (!store::give_feedback(db_, about.id, actor(), opinion, now_, given_how())) return;
    const auto opinions = store::count_feedback(db_, about.id);
    opinions_changed(about, opinions);
    if (opinion == store::opinion::unhelpful && opinions.unhelpful == 1) answer_was_wrong(about);
    if (opinion == store::opinion::helpful) answer_was_right(about);
    if (show_again(about, {})) return;
    // A word of thanks for praise would be noise; who was not helped is shown the next step.
    if (opinion == store::opinion::unhelpful) say_privately(not_helped_reply(about.id, group_.speaks));
}

// What the member thought before the reaction is not known any more: now he thinks nothing.
void turn::opinion_taken_back(const store::question& about) {
    if (at_.who.id.empty() || !store::take_feedback_back(db_, about.id, actor())) return;
    opinions_changed(about, store::count_feedback(db_, about.id));
    (void)show_again(about, {});
}

void turn::opinions_changed(const store::question& about, const store::feedback_count& opinions) {
    if (opinions.unhelpful > opinions.helpful)
        propose(about, store::proposal_kind::negative, about.answered_with);
    else
        store::withdraw_proposals(db_, about.id, store::proposal_kind::negative);
}

store::given_by turn::given_how() const {
    const auto* pressed = std::get_if<chat::press>(&what_);
    const bool by_reaction = pressed != nullptr && pressed->how == chat::pressed_by::reaction;
    return by_reaction ? store::given_by::reaction : store::given_by::button;
}

void turn::moderator_wanted(store::question about) {
    const bool waits = about.state == store::question_state::open;
    if (!waits) {
        if (about.state != store::question_state::answered && about.state != store::question_state::suggested) return;
        about.state = store::question_state::open;
        about = store::update_question(db_, std::move(about));
        begin_waiting(about);
    }
    if (show_again(about, {chat::action::ask_moderator, chat::action::pick})) return;
    if (waits) return note(text::logged_title, text::still_waits, about.number);
    const auto number = fmt::arg("number", about.number);
    say_here({.title = phrase(text::logged_title, group_.speaks, number),
              .markdown = phrase(text::handed_on, group_.speaks, number)},
             store::outbox_kind::answer, about.id);
}

void turn::picked(const store::question& about, std::size_t place) {
    if (place == 0 || place > about.candidates.size()) return;
    const auto entry = canonical({about.candidates[place - 1].id});
    if (entry.empty()) return note(text::help_title, text::pick_gone);
    const bool own = asked_by_speaker(about);
    if (own && about.answered_with == entry.front().id) return; // pressed again: it stands there
    const bool settles = own && (about.state == store::question_state::suggested ||
                                 (about.state == store::question_state::open && !about.answered_with));
    // The list turns into the answer, for whom it was made.
    const auto* pressed = std::get_if<chat::press>(&what_);
    if (settles && pressed != nullptr && can_replace()) {
        settle(about, entry.front());
        auto shown = answer_reply(in_language_of(entry.front(), about.text),
                                  canonical(chain_behind(entry.front().id, index_)), about.id, group_.speaks, today());
        return say_instead(std::move(shown), about);
    }
    give_picked(about, entry.front());
}

void turn::say_instead(reply what, const store::question& about) {
    chat::outgoing message;
    message.where = at_.where;
    message.where.thread = about.thread;
    message.mention = at_.who;
    message.reply = at_.reply;
    message.what = chat::act::replace;
    message.target = at_.message_id;
    if (at_.private_reply) message.only_for = at_.who;
    put(std::move(what), message);
    say(std::move(message), store::outbox_kind::answer, about.id);
}

bool turn::show_again(const store::question& about, const std::vector<chat::action>& without) {
    const auto* pressed = std::get_if<chat::press>(&what_);
    if (pressed == nullptr || !can_replace()) return false;
    // What was said last at this place: the post, or what replaced it (a pick turns a list into an answer).
    // So it may have been by somebody else who was told by the same message.
    const auto told = told_with(about);
    auto rows = store::outbox_of_question(db_, about.id);
    for (const auto& other : told) {
        if (other.id == about.id) continue;
        for (auto& row : store::outbox_of_question(db_, other.id)) {
            const auto message = chat::outgoing_from_json(row.payload);
            const bool same = message && (row.sent_with || message->target == pressed->message_id);
            if (same) rows.push_back(std::move(row));
        }
    }
    std::ranges::sort(rows, {}, &store::outbox_row::id);
    std::optional<chat::outgoing> shown;
    for (const auto& row : rows) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message) continue;
        // Whoever presses has seen it, whether or not we know its id: it may be on its way into the database, or the
        // platform told none (what only one member sees).
        const bool id_unknown = row.platform_id.empty() && row.state != store::outbox_state::pending &&
                                row.state != store::outbox_state::failed &&
                                message->only_for.id.empty() != pressed->private_reply;
        const bool post = message->what == chat::act::post && (row.platform_id == pressed->message_id || id_unknown);
        const bool replacement = message->what == chat::act::replace && message->target == pressed->message_id;
        auto both = post && shown && row.sent_with ? chat::together(*shown, *message) : std::nullopt;
        if (both)
            shown = std::move(both);
        else if (post || replacement)
            shown = std::move(message);
    }
    if (!shown) return false; // forgotten long ago, or the platform did not say its id
    store::feedback_count opinions;
    for (const auto& one : told) {
        const auto more = store::count_feedback(db_, one.id);
        opinions.helpful += more.helpful;
        opinions.unhelpful += more.unhelpful;
    }
    shown->status = status_line(about, opinions, group_.speaks);
    for (const auto& one : told) {
        const auto line = one.id == about.id ? std::string() : status_line(one, {}, group_.speaks);
        if (!line.empty()) shown->status += (shown->status.empty() ? "" : " · ") + line;
    }
    // The others may still want what this one has pressed.
    std::erase_if(shown->buttons, [&](const chat::button& one) {
        const bool done = told.size() == 1 && std::ranges::find(without, one.what) != without.end();
        return one.what == chat::action::take_back || done;
    });
    if (opinions.unhelpful > 0) shown->buttons.push_back(take_back_button(about.id, group_.speaks));
    shown->what = chat::act::replace;
    shown->target = pressed->message_id;
    shown->where.group = at_.where.group;
    shown->reply = pressed->reply;
    say(std::move(*shown), store::outbox_kind::notice, about.id);
    return true;
}

} // namespace bot::conversation
