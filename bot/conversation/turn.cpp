#include "bot/conversation/turn.hpp"

#include "adapters/chat/outgoing.hpp"
#include "bot/conversation/commands.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/local_day.hpp"
#include "bot/conversation/outbox_rows.hpp"
#include "bot/conversation/pseudonym.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/small_talk.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

turn::turn(store::session& db, const config::settings& settings, config::group_settings& group,
           const preparation& prepared, const chat::happening& what, short_memory& memory, companions& waiting,
           knowledge::timestamp now)
    : db_(db), settings_(settings), group_(group), prepared_(prepared), index_(*prepared.index), what_(what),
      at_(occasion_of(what)), now_(now), memory_(memory), waiting_(waiting) {}

bool turn::take() {
    manners_ = store::manners_of(db_, this_group());
    const auto* said = std::get_if<chat::incoming>(&what_);
    if (said != nullptr && said->overheard) return take_overheard();
    if (said != nullptr && said->follows_up) return take_follow_up();
    const bool may_come_twice = std::holds_alternative<chat::introduction>(what_);
    if (!may_come_twice && !first_time()) return false;
    std::visit([this](const auto& one) { take(one); }, what_);
    return true;
}

// Both keys of a message go in: the delivery's catches a redelivery, the message's catches the same message told as
// another event. Everything else that happens to a message has only its delivery's.
bool turn::first_time() {
    const auto platform = to_string(at_.where.on);
    const bool new_delivery = store::remember_delivery(db_, key({platform, "delivery", at_.delivery_id}), now_);
    if (!std::holds_alternative<chat::incoming>(what_)) return new_delivery;
    // Its id first: messages of one moment lie side by side, and a batch of them touches few pages.
    const bool new_message = store::remember_delivery(
        db_, key({at_.message_id, platform, "message", at_.where.workspace, at_.where.group}), now_);
    return new_delivery && new_message;
}

void turn::take(const chat::incoming&) {
    if (held_back()) return;
    if (prepared_.understood)
        return std::visit([this](const auto& understood) { handle(understood); }, *prepared_.understood);
    say_here({.title = phrase(text::help_title, group_.speaks), .markdown = phrase(text::unsupported, group_.speaks)},
             store::outbox_kind::answer);
}

void turn::handle(const ask_question&) {
    if (const auto answered = answered_by_words()) {
        const auto number = propose_answer(*answered, std::get<chat::incoming>(what_).text);
        return note(text::help_title, text::proposed_thanks, number);
    }
    auto question = new_question(std::string(prepared_.text));
    const auto [offer, trace] = decide(question);
    if (offer.empty() && answer_small_talk()) return;
    const auto before = answered_before(question);
    const auto waits_in = log(question, trace);
    remember(question, !before);
    say_here(before ? pointer_to(*before) : reply_to(question, offer), store::outbox_kind::answer, question.id);
    if (waits_in) show_to_moderators(*waits_in);
}

// Told to who spoke alone: a group does not need to hear what the bot is each time somebody says hello to it.
bool turn::answer_small_talk() {
    switch (small_talk_of(prepared_.text)) {
    case small_talk::greeting:
        note(text::help_title, text::greeting);
        return true;
    case small_talk::number:
        note(text::help_title, text::pick_gone);
        return true;
    case small_talk::courtesy:
        return true;
    case small_talk::none:
        break;
    }
    return false;
}

turn::decided turn::decide(store::question& question) const {
    auto last = last_question();
    if (last && last->id == question.id) last.reset(); // an edited question is not its own context
    if (!prepared_.quoted.empty()) last = as_question(prepared_.quoted);
    // Whoever asks about somebody else's message leans on nothing of his own.
    const bool leans_on_thread = !last || at_.private_reply;
    if (leans_on_thread && !prepared_.thread_text.empty()) last = as_question(prepared_.thread_text);
    const judged_with how{.revision = prepared_.revision, .for_us = prepared_.for_us(group_, question.text)};
    auto judged = !last && prepared_.alone ? *prepared_.alone : judge(question.text, last, index_, group_, how);
    if (judged.decided == knowledge::decision::answer && judged.candidates.front().confidence < answer_at()) {
        auto careful = group_;
        careful.at.answer_at = answer_at();
        judged = judge(question.text, last, index_, careful, how);
    }
    question.candidates = judged.candidates;
    question.confidence = judged.candidates.empty() ? 0 : judged.candidates.front().confidence;
    question.decided = judged.decided;

    // The index may be a moment behind: what was retired meanwhile is not said.
    std::vector<knowledge::entry> offer;
    if (judged.decided == knowledge::decision::answer) offer = canonical({judged.candidates.front().id});
    if (judged.decided == knowledge::decision::suggest) offer = canonical(suggestions(judged.candidates, group_.at));
    if (offer.empty()) question.decided = knowledge::decision::silent;
    // What was right until some day is no answer any more, but it may be what somebody is looking for.
    if (question.decided == knowledge::decision::answer && knowledge::has_expired(offer.front(), today())) {
        question.decided = knowledge::decision::suggest;
        const auto listed = canonical(suggestions(judged.candidates, group_.at));
        for (const auto& one : listed)
            if (one.id != offer.front().id && offer.size() < most_choices) offer.push_back(one);
    }

    question.answered_with = {};
    switch (question.decided) {
    case knowledge::decision::answer:
        question.state = store::question_state::answered;
        question.answered_with = offer.front().id;
        break;
    case knowledge::decision::suggest:
        question.state = store::question_state::suggested;
        break;
    case knowledge::decision::silent:
        question.state = store::question_state::open;
        break;
    }
    return {std::move(offer), judged.trace};
}

// What is quoted is what the question leans on, whatever its author asked before. Where it is a question we would
// answer, or our answer to one, its entry is the one that was talked about.
store::question turn::as_question(std::string_view quoted) const {
    store::question leaned_on;
    leaned_on.text = quoted;
    const auto judged = judge(quoted, std::nullopt, index_, group_, {.for_us = prepared_.for_us(group_, quoted)});
    if (judged.decided == knowledge::decision::answer) leaned_on.answered_with = judged.candidates.front().id;
    return leaned_on;
}

reply turn::reply_to(const store::question& question, const std::vector<knowledge::entry>& offer) const {
    const auto where = at_.private_reply ? told::alone : told::here;
    switch (question.decided) {
    case knowledge::decision::answer:
        return answer_reply(in_language_of(offer.front(), question.text),
                            canonical(chain_behind(offer.front().id, index_)), question.id, group_.speaks, today());
    case knowledge::decision::suggest:
        return suggest_reply(offer, question, group_.speaks, today(), where);
    case knowledge::decision::silent:
        break;
    }
    return logged_reply(question.number, group_, where);
}

void turn::handle(const ask_help&) {
    say_here(help_reply(moderates(group_), group_.speaks), store::outbox_kind::answer);
}

void turn::handle(const mistyped& typed) {
    // Whoever may not use the command hardly meant it, and what can be answered or suggested is a question.
    const bool may = typed.meant->who == audience::members || moderates_any();
    auto question = new_question(std::string(prepared_.text));
    const auto waits = [this](std::int64_t number) {
        const auto asked = store::find_question(db_, group_.community, number);
        return asked && store::is_waiting(asked->state);
    };
    const bool asks = typed.number > 0          ? !waits(typed.number)
                      : typed.arguments.empty() ? !decide(question).offer.empty()
                                                : false;
    if (!may || asks) return handle(ask_question{});
    say_privately(mistyped_reply(typed, group_.speaks));
}

void turn::handle(const pick_number& picked) {
    const auto last = last_question_nearby();
    // Left out here is what was left out of the list, so that the places agree.
    const auto choices = last ? canonical(offered(*last, index_, group_.at)) : std::vector<knowledge::entry>{};
    const auto place = static_cast<std::size_t>(picked.number) - 1;
    if (place >= choices.size()) {
        return say_here(
            {.title = phrase(text::help_title, group_.speaks), .markdown = phrase(text::pick_gone, group_.speaks)},
            store::outbox_kind::answer);
    }
    give_picked(*last, choices[place]);
}

void turn::give_picked(const store::question& asked, const knowledge::entry& entry) {
    const auto follow_ups = canonical(chain_behind(entry.id, index_));
    if (asked.state == store::question_state::suggested && asked_by_speaker(asked)) {
        settle(asked, entry);
        return say_here(answer_reply(in_language_of(entry, asked.text), follow_ups, asked.id, group_.speaks, today()),
                        store::outbox_kind::answer, asked.id);
    }
    auto question = new_question(entry.question);
    question.decided = knowledge::decision::answer;
    question.confidence = 100; // picked by the member, not guessed
    question.state = store::question_state::answered;
    question.answered_with = entry.id;
    question = store::insert_question(db_, std::move(question));
    remember(question);
    say_here(answer_reply(in_language_of(entry, question.text), follow_ups, question.id, group_.speaks, today()),
             store::outbox_kind::answer, question.id);
}

store::question turn::new_question(std::string text) const {
    store::question question;
    question.community = group_.community;
    question.platform = to_string(at_.where.on);
    question.workspace = at_.where.workspace;
    question.group = at_.where.group;
    question.group_title = at_.where.group_title;
    question.thread = at_.where.thread;
    question.message_id = at_.message_id;
    question.direct = at_.where.direct;
    question.member = at_.who.id;
    question.member_name = at_.who.name;
    question.text = std::move(text);
    question.asked_at = now_;
    question.reply_to = to_json(at_.reply);
    return question;
}

std::optional<store::question> turn::last_question() const {
    // Without a stable id nobody can say whose last question it was.
    if (at_.who.id.empty()) return std::nullopt;
    // A message that opens a thread has nothing before it there, which spares most mentions the search.
    if (at_.where.thread == at_.message_id) return std::nullopt;
    return store::last_question(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group, at_.where.thread,
                                at_.who.id, now_ - group_.context_expiry);
}

bool turn::asked_by_speaker(const store::question& asked) const {
    return !at_.who.id.empty() && asked.member == at_.who.id;
}

std::optional<store::question> turn::last_question_nearby() const {
    auto last = last_question();
    if (last || at_.who.id.empty()) return last;
    return store::last_question_of_group(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group, at_.who.id,
                                         now_ - group_.context_expiry);
}

std::vector<knowledge::entry> turn::canonical(const std::vector<knowledge::entry_id>& ids) const {
    std::vector<knowledge::entry> found;
    for (const auto id : ids) {
        auto entry = store::find_entry(db_, id);
        if (entry && entry->state == knowledge::entry_state::canonical) found.push_back(std::move(*entry));
    }
    return found;
}

std::string turn::today() const {
    return local_day(settings_, group_.community, now_);
}

knowledge::entry turn::in_language_of(knowledge::entry entry, std::string_view asked) const {
    auto language = knowledge::language_of(asked);
    if (language.empty()) language = to_string(group_.speaks);
    entry.answer = knowledge::answer_in(entry, language);
    return entry;
}

bool turn::moderates(const config::group_settings& group) const {
    return !at_.who.id.empty() && group.platform == at_.where.on && group.workspace == at_.where.workspace &&
           std::ranges::find(group.moderators, at_.who.id) != group.moderators.end();
}

bool turn::moderates_any() const {
    if (moderates(group_)) return true;
    return std::ranges::any_of(settings_.communities, [this](const config::community_settings& community) {
        return community.name == group_.community &&
               std::ranges::any_of(community.groups,
                                   [this](const config::group_settings& group) { return moderates(group); });
    });
}

std::string turn::actor() const {
    return key({to_string(at_.where.on), at_.where.workspace, at_.who.id});
}

bool turn::can_replace() const {
    return settings_.abilities_of(at_.where.on).replaces;
}

void turn::refuse(const std::string& action, const std::string& subject) {
    store::insert_audit(
        db_,
        {.at = now_, .actor = actor(), .action = "refused " + action, .subject = subject, .detail = "not a moderator"});
    note(text::not_a_moderator_title, text::not_a_moderator);
}

void turn::say_here(reply what, store::outbox_kind kind, knowledge::question_id question) {
    chat::outgoing message;
    message.where = at_.where;
    message.mention = at_.who;
    message.reply = at_.reply;
    message.answers = at_.message_id;
    if (at_.private_reply) message.only_for = at_.who;
    put(std::move(what), message);
    say(std::move(message), kind, question);
}

void turn::say_privately(reply what) {
    chat::outgoing message;
    message.where = at_.where;
    message.mention = at_.who;
    message.reply = at_.reply;
    message.only_for = at_.who;
    put(std::move(what), message);
    say(std::move(message), store::outbox_kind::answer, {});
}

void turn::note(text title, text body, std::int64_t number) {
    say_privately({.title = phrase(title, group_.speaks, fmt::arg("number", number)),
                   .markdown = phrase(body, group_.speaks, fmt::arg("number", number))});
}

knowledge::outbox_id turn::say(chat::outgoing message, store::outbox_kind kind, knowledge::question_id question,
                               std::chrono::seconds later, std::optional<std::chrono::seconds> keep) {
    // Whoever was forgotten is told nothing, and named nowhere.
    if (is_pseudonym(message.mention.id)) {
        if (message.where.direct) return {};
        message.mention = {};
    }
    const bool to_speaker = message.mention.id == at_.who.id;
    if (message.where.direct) {
        if (message.mention != chat::person{}) message.partner = std::exchange(message.mention, {});
        if (!at_.private_reply) message.only_for = {};
    }
    const bool may_wait = kind == store::outbox_kind::notice && !to_speaker;
    const auto due = std::max(now_ + later, may_wait ? notice_due(db_, settings_, message, now_) : now_);
    const bool answers = kind == store::outbox_kind::answer && message.what == chat::act::post &&
                         !message.answers.empty() && message.only_for.id.empty() && due == now_;
    if (answers) answered_.push_back({message.where, message.answers});
    auto row = as_row(std::move(message), kind, question, now_);
    row.expires_at = due + (keep ? *keep : row.expires_at - now_);
    row.due_at = due;
    // Lanes are in order: what waits (a notice in quiet hours, a card that waits for more to show, a digest) must not
    // hold up what is said in the same group meanwhile.
    if (keep)
        row.lane += later > std::chrono::minutes(1) ? ":digest" : ":cards";
    else if (due > now_)
        row.lane = waiting_lane(row.lane);
    lanes_.push_back(row.lane);
    return store::insert_outbox(db_, std::move(row));
}

} // namespace bot::conversation
