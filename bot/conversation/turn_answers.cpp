// What moderators answer, by command or by marking a message, and who is told.
#include "bot/conversation/key.hpp"
#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

#include <map>

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

} // namespace

void turn::handle(const give_answer& given) {
    auto asked = waiting_question(given.number, "answer", given.answer);
    if (!asked) return;
    if (given.answer.empty()) return note(text::open_title, text::answer_usage);
    knowledge::entry entry;
    entry.question = asked->text;
    entry.answer = given.answer;
    answer_with(*asked, std::move(entry));
}

void turn::answer_with(const store::question& asked, knowledge::entry entry) {
    const auto platform = chat::platform_from(asked.platform);
    const auto group = platform ? settings_.group(*platform, asked.workspace, asked.group) : std::nullopt;
    if (entry.collection.empty()) entry.collection = collection_of(group ? *group : group_);
    auto first = asked;
    auto others = other_wordings(asked, entry, answered_by(entry, asked, cluster_of(first)));
    entry.phrasings.insert(entry.phrasings.end(), others.begin(), others.end());
    answer_together(first, make_entry(std::move(entry)), "answer");
}

void turn::take(const chat::mark& marked) {
    if (!marked.about.empty()) return answered_by_form(marked);
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
    if (entry.collection.empty()) entry.collection = collection_of(group_);
    auto made = make_entry(std::move(entry));
    if (asked && store::is_waiting(asked->state)) return answer_together(*asked, made, "answer");
    store::insert_audit(
        db_, {.at = now_, .actor = actor(), .action = "mark", .subject = "entry " + made.external_id, .detail = {}});
    say_privately({.title = phrase(text::mark_title, group_.speaks),
                   .markdown = phrase(text::kept_as, group_.speaks, fmt::arg("id", quoted_id(made))) + "\n\n> " +
                               quoted_line(made.question, 120)});
}

// The form that a card opens.
void turn::answered_by_form(const chat::mark& form) {
    const auto about = card_reference_from(form.about);
    const auto named = about ? store::find_question(db_, about->question) : std::nullopt;
    auto asked = named && named->community == group_.community ? waiting_question(named->number, "answer", form.answer)
                                                               : std::nullopt;
    if (!asked) return;
    if (form.answer.empty()) return note(text::mark_title, text::mark_without_answer);
    knowledge::entry entry;
    entry.question = form.question.empty() ? asked->text : form.question;
    entry.answer = form.answer;
    entry.phrasings = form.phrasings;
    entry.tags = form.tags;
    entry.collection = form.collection;
    answer_with(*asked, std::move(entry));
}

std::string turn::collection_of(const config::group_settings& group) {
    return group.collections.empty() ? "default" : group.collections.front();
}

knowledge::entry turn::make_entry(knowledge::entry entry) {
    entry.state = knowledge::entry_state::canonical;
    entry.id = store::insert_entry(db_, entry, authorship());
    knowledge_moved_ = true;
    entry = store::find_entry(db_, entry.id).value();
    note_change(entry, store::change_kind::make, 0);
    return entry;
}

void turn::answer_together(const store::question& asked, const knowledge::entry& entry, const std::string& action,
                           std::int64_t from) {
    auto first = asked;
    auto cluster = cluster_of(first);
    const auto waiting = answered_by(entry, asked, cluster);
    for (const auto& one : waiting) {
        waiting_.remove(one);
        (void)store::update_question_state(db_, one.id, store::question_state::answered_by_person, entry.id);
    }
    ask_no_more(waiting);
    if (store::waiting_in(db_, cluster.id, 1).empty()) {
        store::close_answers(db_, cluster.id, from, actor(), now_);
        end(cluster, store::cluster_state::answered);
        cluster.answered_with = entry.id;
        store::update_cluster(db_, cluster);
    }
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = action,
                              .subject = "question " + std::to_string(asked.number),
                              .detail = "entry " + entry.external_id});
    const auto elsewhere = tell_askers(waiting, entry);
    show_anew(cluster.card, {});
    // Seeing who asked told is confirmation enough where the moderator is looking at it, and so is the card.
    if (elsewhere == 0 || shown_on_card()) return;
    const auto number = fmt::arg("number", asked.number);
    const auto said = elsewhere == 1 ? text::answered_confirmed : text::answered_everybody;
    say_here({.title = phrase(text::answered_title, group_.speaks, number),
              .markdown = phrase(said, group_.speaks, number, fmt::arg("count", elsewhere))},
             store::outbox_kind::notice);
}

// Each of them once in each place they asked in, below what they asked last there. How many are told, if one of them
// is told where who is speaking does not see it; else 0.
std::size_t turn::tell_askers(const std::vector<store::question>& waiting, const knowledge::entry& entry) {
    std::map<std::string, const store::question*> last;
    for (const auto& one : waiting) {
        const auto& who = one.member.empty() ? one.member_name : one.member;
        last[key({one.platform, one.workspace, one.group, one.direct ? "direct" : "group", who})] = &one;
    }
    std::map<std::string, chat::reply_address> newest; // of each conversation
    bool all_seen = true;
    for (const auto& one : waiting) { // in the order they asked
        const auto& who = one.member.empty() ? one.member_name : one.member;
        const auto place = key({one.platform, one.workspace, one.group, one.direct ? "direct" : "group"});
        if (last.at(key({place, who})) != &one) continue;
        const auto platform = chat::platform_from(one.platform);
        if (!platform) continue; // a newer program stored it
        const auto group = settings_.group(*platform, one.workspace, one.group);
        chat::outgoing telling;
        telling.where = place_of(one, *platform);
        telling.mention = {.id = one.member, .name = one.member_name};
        const bool same_group = telling.where.on == at_.where.on && telling.where.workspace == at_.where.workspace &&
                                telling.where.group == at_.where.group;
        // The newest reply address of the asker's conversation: the moderator's own message brings one when it was said
        // there.
        if (same_group && !at_.reply.url.empty() && !at_.private_reply) {
            telling.reply = at_.reply;
        } else {
            const auto [known, fresh] = newest.try_emplace(place);
            if (fresh)
                known->second =
                    reply_address_from_json(store::latest_reply_to(db_, one.platform, one.workspace, one.group));
            telling.reply = known->second;
        }
        auto speaks = group ? group->speaks : group_.speaks;
        if (group ? group->as_asked : group_.as_asked) speaks.in = language_of(one.text, speaks.in);
        put(told_reply(one, in_language_of(entry, one.text), speaks, today()), telling);
        // Several who asked in one group are told by one message, where the platform can name them all.
        if (settings_.abilities_of(*platform).mentions_many) telling.told_as = "#" + std::to_string(one.number);
        all_seen = all_seen && same_group && telling.where.thread == at_.where.thread;
        (void)say(std::move(telling), store::outbox_kind::notice, one.id);
    }
    return all_seen ? 0 : last.size();
}

} // namespace bot::conversation
