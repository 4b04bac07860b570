#include "bot/conversation/turn.hpp"

#include "adapters/chat/outgoing.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/ids.hpp"

#include <algorithm>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// An answer that comes later than this is no answer any more: the conversation has moved on.
constexpr std::chrono::minutes answer_expiry{30};
// A notice is still welcome the next day.
constexpr std::chrono::minutes notice_expiry = std::chrono::hours(24);
// A list of open questions must fit into one message.
constexpr std::size_t most_listed = 15;
// Questions of the community that are looked through for those of the moderator's groups.
constexpr std::size_t most_looked_at = 2000;

std::string key(std::initializer_list<std::string_view> parts) {
    std::string joined;
    for (const auto part : parts) {
        if (!joined.empty()) joined += ':';
        joined += part;
    }
    return joined;
}

chat::place place_of(const store::question& question, chat::platform platform) {
    return {.on = platform,
            .workspace = question.workspace,
            .group = question.group,
            .group_title = question.group_title,
            .thread = question.thread,
            .direct = question.direct};
}

} // namespace

turn::turn(store::session& db, const config::settings& settings, const config::group_settings& group,
           const knowledge::match::index& index, const chat::incoming& message, knowledge::timestamp now)
    : db_(db), settings_(settings), group_(group), index_(index), message_(message), now_(now) {}

bool turn::take() {
    if (!first_time()) return false;
    if (message_.unreadable) {
        say_here({phrase(text::help_title, group_.speaks), phrase(text::unsupported, group_.speaks)},
                 store::outbox_kind::answer);
    } else {
        std::visit([this](const auto& understood) { handle(understood); }, understand(message_.text));
    }
    return true;
}

// Both keys go in: the delivery's catches a redelivery, the message's catches the same message told as another event.
bool turn::first_time() {
    const auto platform = to_string(message_.where.on);
    const bool new_delivery = store::remember_delivery(db_, key({platform, "delivery", message_.delivery_id}), now_);
    const bool new_message = store::remember_delivery(
        db_, key({platform, "message", message_.where.workspace, message_.where.group, message_.message_id}), now_);
    return new_delivery && new_message;
}

void turn::handle(const ask_question&) {
    const auto judged = judge(message_.text, last_question(), index_, group_);
    auto question = new_question();
    question.candidates = judged.candidates;
    question.confidence = judged.candidates.empty() ? 0 : judged.candidates.front().confidence;
    question.decided = judged.decided;

    // The index may be a moment behind: what was retired meanwhile is not said.
    std::vector<knowledge::entry> offer;
    if (judged.decided == knowledge::decision::answer) offer = canonical({judged.candidates.front().id});
    if (judged.decided == knowledge::decision::suggest) offer = canonical(suggestions(judged.candidates, group_.at));
    if (offer.empty()) question.decided = knowledge::decision::silent;
    if (offer.empty() && only_chat(message_.text)) return;

    switch (question.decided) {
    case knowledge::decision::answer:
        question.state = store::question_state::answered;
        question.answered_with = offer.front().id;
        question = store::insert_question(db_, std::move(question));
        answer_with(offer.front(), question.id);
        break;
    case knowledge::decision::suggest:
        question.state = store::question_state::suggested;
        question = store::insert_question(db_, std::move(question));
        say_here(suggest_reply(offer, question.number, group_.speaks), store::outbox_kind::answer, question.id);
        break;
    case knowledge::decision::silent:
        question.state = store::question_state::open;
        question = store::insert_question(db_, std::move(question));
        say_here(logged_reply(question.number, group_), store::outbox_kind::answer, question.id);
        break;
    }
}

void turn::handle(const ask_help&) {
    say_here(help_reply(moderates(group_), group_.speaks), store::outbox_kind::answer);
}

void turn::handle(const list_open&) {
    if (!moderates_any()) return refuse("open", group_.community);
    auto open = store::open_questions(db_, group_.community, most_looked_at);
    std::erase_if(open, [this](const store::question& one) {
        const auto platform = chat::platform_from(one.platform);
        const auto group = platform ? settings_.group(*platform, one.workspace, one.group) : std::nullopt;
        // What somebody asked in private is not shown to a group.
        return !group || !moderates(*group) || (one.direct && !message_.where.direct);
    });
    const auto count = open.size();
    if (count > most_listed) open.resize(most_listed);
    say_here(open_reply(open, count, group_.speaks), store::outbox_kind::answer);
}

void turn::handle(const pick_number& picked) {
    const auto last = last_question();
    // Left out here is what was left out of the list, so that the places agree.
    const auto choices = last ? canonical(offered(*last, index_, group_.at)) : std::vector<knowledge::entry>{};
    const auto place = static_cast<std::size_t>(picked.number) - 1;
    if (place >= choices.size()) {
        return say_here({phrase(text::help_title, group_.speaks), phrase(text::pick_gone, group_.speaks)},
                        store::outbox_kind::answer);
    }
    const auto& entry = choices[place];
    if (last->state == store::question_state::suggested) {
        // The suggestion has found its answer: nobody needs to answer that question any more.
        (void)store::update_question_state(db_, last->id, store::question_state::answered, entry.id);
        return answer_with(entry, last->id);
    }
    auto question = new_question();
    question.text = entry.question;
    question.decided = knowledge::decision::answer;
    question.confidence = 100; // picked by the member, not guessed
    question.state = store::question_state::answered;
    question.answered_with = entry.id;
    question = store::insert_question(db_, std::move(question));
    answer_with(entry, question.id);
}

void turn::handle(const give_answer& given) {
    const auto subject = "question " + std::to_string(given.number);
    const auto asked = store::find_question(db_, group_.community, given.number);
    const auto platform = asked ? chat::platform_from(asked->platform) : std::nullopt;
    const auto group = platform ? settings_.group(*platform, asked->workspace, asked->group) : std::nullopt;
    // Who may not answer is not told which numbers exist.
    if (!(group ? moderates(*group) : moderates_any())) return refuse("answer", subject);

    const auto tell_moderator = [&](text what) {
        say_here(
            {phrase(text::open_title, group_.speaks), phrase(what, group_.speaks, fmt::arg("number", given.number))},
            store::outbox_kind::answer);
    };
    if (!group) return tell_moderator(text::no_such_question);
    if (given.answer.empty()) return tell_moderator(text::answer_usage);
    if (asked->state != store::question_state::open && asked->state != store::question_state::suggested) {
        return tell_moderator(text::already_answered);
    }

    const auto author = key({to_string(message_.where.on), message_.where.workspace, message_.who.id});
    const auto via = key({to_string(message_.where.on), message_.where.group, message_.message_id});
    knowledge::entry entry;
    entry.collection = group->collections.empty() ? "default" : group->collections.front();
    entry.state = knowledge::entry_state::canonical;
    entry.question = asked->text;
    entry.answer = given.answer;
    entry.id = store::insert_entry(db_, entry, {.author = author, .via = via, .at = now_});
    knowledge_moved_ = true;
    (void)store::update_question_state(db_, asked->id, store::question_state::answered_by_person, entry.id);
    store::insert_audit(db_, {.at = now_,
                              .actor = author,
                              .action = "answer",
                              .subject = subject,
                              .detail = "entry " + std::to_string(entry.id.value)});

    const auto where = place_of(*asked, *platform);
    const bool same_group = where.on == message_.where.on && where.workspace == message_.where.workspace &&
                            where.group == message_.where.group;
    // The newest reply address of the asker's conversation: the moderator's own message brings one when it was said
    // there.
    const auto newest = store::latest_reply_to(db_, asked->platform, asked->workspace, asked->group);
    const auto address = same_group && !message_.reply.url.empty() ? message_.reply : reply_address_from_json(newest);
    say(where, {.id = asked->member, .name = asked->member_name}, address, told_reply(*asked, entry, group->speaks),
        store::outbox_kind::notice, asked->id);
    // Seeing the asker told is confirmation enough where the moderator is looking at it.
    if (same_group && where.thread == message_.where.thread) return;
    say_here({phrase(text::answered_title, group_.speaks, fmt::arg("number", given.number)),
              phrase(text::answered_confirmed, group_.speaks, fmt::arg("number", given.number))},
             store::outbox_kind::notice);
}

store::question turn::new_question() const {
    store::question question;
    question.community = group_.community;
    question.platform = to_string(message_.where.on);
    question.workspace = message_.where.workspace;
    question.group = message_.where.group;
    question.group_title = message_.where.group_title;
    question.thread = message_.where.thread;
    question.message_id = message_.message_id;
    question.direct = message_.where.direct;
    question.member = message_.who.id;
    question.member_name = message_.who.name;
    question.text = message_.text;
    question.asked_at = now_;
    question.reply_to = to_json(message_.reply);
    return question;
}

std::optional<store::question> turn::last_question() const {
    // Without a stable id nobody can say whose last question it was.
    if (message_.who.id.empty()) return std::nullopt;
    return store::last_question(db_, to_string(message_.where.on), message_.where.workspace, message_.where.group,
                                message_.where.thread, message_.who.id, now_ - group_.context_expiry);
}

std::vector<knowledge::entry> turn::canonical(const std::vector<knowledge::entry_id>& ids) const {
    std::vector<knowledge::entry> found;
    for (const auto id : ids) {
        auto entry = store::find_entry(db_, id);
        if (entry && entry->state == knowledge::entry_state::canonical) found.push_back(std::move(*entry));
    }
    return found;
}

bool turn::moderates(const config::group_settings& group) const {
    return !message_.who.id.empty() && group.platform == message_.where.on &&
           group.workspace == message_.where.workspace &&
           std::ranges::find(group.moderators, message_.who.id) != group.moderators.end();
}

bool turn::moderates_any() const {
    if (moderates(group_)) return true;
    return std::ranges::any_of(settings_.communities, [this](const config::community_settings& community) {
        return community.name == group_.community &&
               std::ranges::any_of(community.groups,
                                   [this](const config::group_settings& group) { return moderates(group); });
    });
}

void turn::refuse(const std::string& action, const std::string& subject) {
    store::insert_audit(db_, {.at = now_,
                              .actor = key({to_string(message_.where.on), message_.where.workspace, message_.who.id}),
                              .action = "refused " + action,
                              .subject = subject,
                              .detail = "not a moderator"});
    say_here({phrase(text::not_a_moderator_title, group_.speaks), phrase(text::not_a_moderator, group_.speaks)},
             store::outbox_kind::answer);
}

void turn::answer_with(const knowledge::entry& entry, knowledge::question_id question) {
    const auto follow_ups = canonical(chain_behind(entry.id, index_));
    say_here(answer_reply(entry, follow_ups, group_.speaks), store::outbox_kind::answer, question);
}

void turn::say_here(reply what, store::outbox_kind kind, knowledge::question_id question) {
    say(message_.where, message_.who, message_.reply, std::move(what), kind, question);
}

void turn::say(const chat::place& where, const chat::person& to, const chat::reply_address& address, reply what,
               store::outbox_kind kind, knowledge::question_id question) {
    const knowledge::outbox_id id{store::next_id()};
    const chat::outgoing message{.id = std::to_string(id.value),
                                 .where = where,
                                 .mention = where.direct ? chat::person{} : to,
                                 .title = std::move(what.title),
                                 .markdown = std::move(what.markdown),
                                 .reply = address};
    store::outbox_row row;
    row.id = id;
    row.kind = kind;
    row.lane = key({to_string(where.on), where.workspace, where.group});
    row.payload = to_json(message);
    row.question = question;
    row.created_at = now_;
    row.due_at = now_;
    row.expires_at = now_ + (kind == store::outbox_kind::answer ? answer_expiry : notice_expiry);
    store::insert_outbox(db_, std::move(row));
    spoke_ = true;
}

} // namespace bot::conversation
