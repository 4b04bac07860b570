// What moderators answer, by command or by marking a message, and who is told.
#include "bot/conversation/key.hpp"
#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

chat::place place_of(const store::question& question, chat::platform platform) {
    return {.on = platform,
            .workspace = question.workspace,
            .group = question.group,
            .group_title = question.group_title,
            .thread = question.thread,
            .direct = question.direct};
}

bool waits(const store::question& asked) {
    return asked.state == store::question_state::open || asked.state == store::question_state::suggested;
}

} // namespace

void turn::handle(const give_answer& given) {
    auto asked = store::find_question(db_, group_.community, given.number);
    const auto platform = asked ? chat::platform_from(asked->platform) : std::nullopt;
    auto group = platform ? settings_.group(*platform, asked->workspace, asked->group) : std::nullopt;
    // Asked in private from a group (a slash command): the community's moderators see to it.
    if (!group && asked && asked->direct) group = group_;
    // Who may not answer is not told which numbers exist.
    if (!(group ? moderates(*group) : moderates_any()))
        return refuse("answer", "question " + std::to_string(given.number));
    if (!group) return note(text::open_title, text::no_such_question, given.number);
    if (given.answer.empty()) return note(text::open_title, text::answer_usage);
    if (!waits(*asked)) {
        if (!answered_meanwhile(*asked, given.answer)) note(text::open_title, text::already_answered, given.number);
        return;
    }

    knowledge::entry entry;
    entry.question = asked->text;
    entry.answer = given.answer;
    answer_question(std::move(*asked), *group, make_entry(*group, std::move(entry)));
}

void turn::take(const chat::mark& marked) {
    if (!moderates(group_)) return refuse("mark", "message " + marked.message_id);
    if (const auto form = entry_name_from(marked.based_on)) return edit_by_form(marked, *form);
    auto asked = marked.question_id.empty()
                     ? std::nullopt
                     : store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace,
                                                       at_.where.group, marked.question_id);
    keep(marked, std::move(asked));
}

void turn::keep(const chat::mark& marked, std::optional<store::question> asked) {
    knowledge::entry entry;
    entry.question = !marked.question.empty() || !asked ? marked.question : asked->text;
    entry.answer = marked.answer;
    entry.phrasings = marked.phrasings;
    entry.tags = marked.tags;
    entry.collection = marked.collection;
    if (entry.question.empty()) return note(text::mark_title, text::mark_without_question);
    if (entry.answer.empty()) return note(text::mark_title, text::mark_without_answer);
    // Two who keep the same answer keep one, and the second of two different ones sees the first.
    if (asked && asked->state == store::question_state::answered_by_person && answered_meanwhile(*asked, entry.answer))
        return;
    // In whatever words it was kept, what the member asked stays a way to ask it.
    if (asked && !asked->text.empty() && asked->text != entry.question) entry.phrasings.push_back(asked->text);
    auto made = make_entry(group_, std::move(entry));
    if (asked && waits(*asked)) return answer_question(std::move(*asked), group_, made);
    store::insert_audit(
        db_, {.at = now_, .actor = actor(), .action = "mark", .subject = "entry " + made.external_id, .detail = {}});
    say_privately({.title = phrase(text::mark_title, group_.speaks),
                   .markdown = phrase(text::kept_as, group_.speaks, fmt::arg("id", quoted_id(made))) + "\n\n> " +
                               quoted_line(made.question, 120)});
}

knowledge::entry turn::make_entry(const config::group_settings& group, knowledge::entry entry) {
    if (entry.collection.empty()) entry.collection = group.collections.empty() ? "default" : group.collections.front();
    entry.state = knowledge::entry_state::canonical;
    entry.id = store::insert_entry(db_, entry, authorship());
    knowledge_moved_ = true;
    entry = store::find_entry(db_, entry.id).value();
    note_change(entry, store::change_kind::make, 0);
    return entry;
}

void turn::answer_question(store::question asked, const config::group_settings& group, const knowledge::entry& entry) {
    const auto platform = chat::platform_from(asked.platform);
    (void)store::update_question_state(db_, asked.id, store::question_state::answered_by_person, entry.id);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = "answer",
                              .subject = "question " + std::to_string(asked.number),
                              .detail = "entry " + entry.external_id});

    chat::outgoing telling;
    telling.where = place_of(asked, platform.value_or(at_.where.on));
    telling.mention = {.id = asked.member, .name = asked.member_name};
    const bool same_group = telling.where.on == at_.where.on && telling.where.workspace == at_.where.workspace &&
                            telling.where.group == at_.where.group;
    // The newest reply address of the asker's conversation: the moderator's own message brings one when it was said
    // there.
    const auto newest = store::latest_reply_to(db_, asked.platform, asked.workspace, asked.group);
    telling.reply = same_group && !at_.reply.url.empty() ? at_.reply : reply_address_from_json(newest);
    auto speaks = group.speaks;
    if (group.as_asked) speaks.in = language_of(asked.text, speaks.in);
    put(told_reply(asked, in_language_of(entry, asked.text), speaks, today()), telling);
    const bool seen = same_group && telling.where.thread == at_.where.thread;
    say(std::move(telling), store::outbox_kind::notice, asked.id);
    // Seeing the asker told is confirmation enough where the moderator is looking at it.
    if (seen) return;
    const auto number = fmt::arg("number", asked.number);
    say_here({.title = phrase(text::answered_title, group_.speaks, number),
              .markdown = phrase(text::answered_confirmed, group_.speaks, number)},
             store::outbox_kind::notice);
}

} // namespace bot::conversation
