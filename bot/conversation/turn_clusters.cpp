// What moderators make of the questions that wait together: listed, linked to an entry, merged, ignored, taken on.
// Commands and the buttons of cards end in the same functions.
#include "bot/conversation/going_on.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

constexpr std::size_t most_listed = 15;          // a list must fit into one message
constexpr std::size_t most_wordings = 20;        // that an answer takes over from those who asked
constexpr std::size_t most_in_cluster = 100'000; // as many as are known to wait (companions.cpp), and then some

} // namespace

// By who is speaking.
void turn::end(store::cluster& cluster, store::cluster_state how) {
    cluster.state = how;
    cluster.assigned_to = actor();
    cluster.assigned_name = at_.who.name;
}

std::vector<store::question> turn::waiting_for_me(const store::cluster& cluster) {
    auto all = store::waiting_in(db_, cluster.id, most_in_cluster);
    std::erase_if(all, [this](const store::question& one) { return !may_judge(one); });
    return all;
}

std::vector<store::question> turn::answered_by(const knowledge::entry& entry, const store::question& asked,
                                               const store::cluster& cluster) const {
    auto all = store::waiting_in(db_, cluster.id, most_in_cluster);
    std::map<std::string, bool> reads; // by group
    std::erase_if(all, [&](const store::question& one) {
        const auto [known, fresh] = reads.try_emplace(key({one.platform, one.workspace, one.group}), true);
        if (fresh) {
            const auto collections = collections_of({one.platform, one.workspace, one.group});
            known->second =
                collections.empty() || std::ranges::find(collections, entry.collection) != collections.end();
        }
        return one.id != asked.id && !known->second;
    });
    return all;
}

void turn::note_change(store::question_change_kind kind, std::int64_t number,
                       const std::vector<store::question>& questions, knowledge::entry_id entry,
                       std::int64_t entry_change) {
    store::question_change change{.community = group_.community,
                                  .actor = actor(),
                                  .kind = kind,
                                  .number = number,
                                  .entry = entry,
                                  .entry_change = entry_change,
                                  .made_at = now_,
                                  .questions = {}};
    for (const auto& one : questions)
        change.questions.push_back({.question = one.id, .state = one.state, .cluster = one.cluster});
    store::note_change(db_, change);
}

std::optional<store::question> turn::waiting_question(std::int64_t number, const std::string& action,
                                                      const std::string& answer) {
    auto asked = store::find_question(db_, group_.community, number);
    // Who may not is not told which numbers exist.
    if (!(asked ? may_judge(*asked) : moderates_any())) {
        refuse(action, "question " + std::to_string(number));
        return std::nullopt;
    }
    if (!asked) {
        note(text::open_title, text::no_such_question, number);
        return std::nullopt;
    }
    if (store::is_waiting(asked->state)) return asked;
    const bool answered = asked->state == store::question_state::answered_by_person;
    if (answered && !answer.empty() && answered_meanwhile(*asked, answer)) return std::nullopt;
    const bool ignored = asked->state == store::question_state::ignored;
    note(text::open_title, answered ? text::already_answered : ignored ? text::was_ignored : text::not_waiting, number);
    return std::nullopt;
}

void turn::changed(const store::cluster& cluster, const std::string& action, const std::string& detail, text confirmed,
                   std::int64_t other) {
    store::update_cluster(db_, cluster);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = action,
                              .subject = "question " + std::to_string(cluster.number),
                              .detail = detail});
    show_anew(cluster.card, {});
    if (shown_on_card()) return;
    say_here(
        {.title = phrase(text::moderators_title, group_.speaks, fmt::arg("number", cluster.number)),
         .markdown = phrase(confirmed, group_.speaks, fmt::arg("number", cluster.number), fmt::arg("other", other))},
        store::outbox_kind::notice);
}

// ---------------------------------------------------------------------------------------------------------------------

void turn::handle(const list_open&) {
    if (!moderates_any()) return refuse("open", group_.community);
    // Whether a place may be seen is asked once for each, not for each of ten thousand questions.
    std::map<std::string, bool> visible;
    struct line {
        knowledge::cluster_id id;
        shown_cluster what;
    };
    std::vector<line> lines;
    for (const auto& share : store::shares_of_waiting(db_, group_.community)) {
        const auto place = key({share.platform, share.workspace, share.group, share.direct ? "direct" : "group"});
        const auto [known, fresh] = visible.try_emplace(place);
        if (fresh) {
            store::question there;
            there.community = group_.community;
            there.platform = share.platform;
            there.workspace = share.workspace;
            there.group = share.group;
            there.direct = share.direct;
            known->second = may_see(there);
        }
        if (!known->second) continue;
        if (lines.empty() || lines.back().id != share.cluster) lines.push_back({share.cluster, {}});
        lines.back().what.questions += share.questions;
        lines.back().what.askers += share.askers;
    }
    const auto count = lines.size();
    std::vector<shown_cluster> listed;
    for (auto& one : lines) {
        if (listed.size() == most_listed) break;
        const auto cluster = store::find_cluster(db_, one.id);
        if (!cluster) continue;
        one.what.what = *cluster;
        for (auto& question : store::waiting_in(db_, one.id, most_wordings)) {
            if (!may_see(question)) continue;
            one.what.first = std::move(question);
            if (auto before = goes_on(one.what.first.text) ? leant_on(one.what.first) : std::nullopt)
                one.what.before = std::move(before->text);
            break;
        }
        listed.push_back(std::move(one.what));
    }
    say_here(open_clusters_reply(listed, count, now_, group_.speaks), store::outbox_kind::answer);
}

void turn::handle(const link_entry& asked) {
    auto question = waiting_question(asked.number, "link");
    if (!question) return;
    if (asked.entry.empty()) return note(text::open_title, text::link_usage);
    const auto named = leading_entry("entry " + asked.entry); // "17" is short for e17
    auto entry = named ? entry_meant(named->name) : std::nullopt;
    if (!entry || entry->state != knowledge::entry_state::canonical) {
        return say_privately(
            {.title = phrase(text::open_title, group_.speaks),
             .markdown = phrase(text::no_entry_to_link, group_.speaks, fmt::arg("id", quoted_line(asked.entry, 60)))});
    }
    // A moderator says that this is how it is asked, too: the next one is answered by the bot.
    const auto together = answered_by(*entry, *question, cluster_of(*question));
    auto more = other_wordings(*question, *entry, together);
    std::int64_t change = 0;
    if (!more.empty()) {
        entry->phrasings.insert(entry->phrasings.end(), more.begin(), more.end());
        const auto before = store::latest_revision(db_, entry->id);
        if (store::update_entry(db_, *entry, authorship())) {
            knowledge_moved_ = true;
            note_change(*entry, store::change_kind::edit, before);
            change = store::last_change(db_, group_.community, actor()).value().id;
        }
    }
    note_change(store::question_change_kind::link, asked.number, together, entry->id, change);
    answer_together(*question, *entry, "link");
}

// The words of those it answers together that the entry does not know, its own among them. What others asked in private
// is not published.
std::vector<std::string> turn::other_wordings(const store::question& asked, const knowledge::entry& known,
                                              const std::vector<store::question>& together) {
    std::vector<std::string> found;
    const auto add = [&](const std::string& text) {
        const bool there = text.empty() || text == known.question ||
                           std::ranges::find(known.phrasings, text) != known.phrasings.end() ||
                           std::ranges::find(found, text) != found.end();
        if (!there && found.size() < most_wordings) found.push_back(text);
    };
    add(asked.text);
    for (const auto& one : together) {
        if (!one.direct) add(one.text);
    }
    return found;
}

void turn::handle(const ignore_question& asked) {
    auto question = waiting_question(asked.number, "ignore");
    if (!question) return;
    auto cluster = cluster_of(*question);
    const auto mine = waiting_for_me(cluster);
    note_change(store::question_change_kind::ignore, asked.number, mine);
    for (const auto& one : mine) {
        waiting_.remove(one);
        (void)store::update_question_state(db_, one.id, store::question_state::ignored, {});
    }
    ask_no_more(mine);
    // What was asked in groups of other moderators waits for them.
    if (store::waiting_in(db_, cluster.id, 1).empty()) {
        store::close_answers(db_, cluster.id, 0, actor(), now_);
        end(cluster, store::cluster_state::ignored);
    }
    changed(cluster, "ignore", {}, text::ignored_confirmed);
}

void turn::handle(const merge_questions& asked) {
    auto question = waiting_question(asked.number, "merge");
    if (!question) return;
    auto into = store::find_question(db_, group_.community, asked.into);
    if (into && !may_judge(*into)) return refuse("merge", "question " + std::to_string(asked.into));
    if (!into) return note(text::open_title, text::no_such_question, asked.into);
    if (into->id == question->id) return note(text::open_title, text::merge_with_itself);
    auto cluster = cluster_of(*question);
    if (!store::is_waiting(into->state)) {
        // What it is merged with has its answer already: that is the answer here, too.
        const auto entry = store::find_entry(db_, into->answered_with);
        if (entry && entry->state == knowledge::entry_state::canonical) {
            note_change(store::question_change_kind::link, asked.number, answered_by(*entry, *question, cluster),
                        entry->id);
            return answer_together(*question, *entry, "merge");
        }
        return note(text::open_title, text::not_waiting, asked.into);
    }
    const auto target = cluster_of(*into);
    if (target.id == cluster.id) {
        return say_privately({.title = phrase(text::open_title, group_.speaks),
                              .markdown = phrase(text::merged_already, group_.speaks, fmt::arg("number", asked.number),
                                                 fmt::arg("other", asked.into))});
    }
    const auto mine = waiting_for_me(cluster);
    note_change(store::question_change_kind::merge, asked.number, mine);
    for (const auto& one : mine) {
        (void)store::update_question_state(db_, one.id, store::question_state::merged, {});
        store::join_cluster(db_, one.id, target.id);
    }
    waiting_.regrouped(group_.community);
    if (store::waiting_in(db_, cluster.id, 1).empty()) {
        end(cluster, store::cluster_state::merged);
        cluster.merged_into = target.id;
    }
    show_to_moderators(target);
    changed(cluster, "merge", "question " + std::to_string(target.number), text::merged_confirmed, target.number);
}

void turn::handle(const part_question& asked) {
    auto question = waiting_question(asked.number, "unmerge");
    if (!question) return;
    const auto cluster = cluster_of(*question);
    const auto together = store::waiting_in(db_, cluster.id, most_in_cluster);
    const auto made = store::part_cluster(db_, cluster, *question);
    if (!made) return note(text::open_title, text::waits_alone, asked.number);
    waiting_.regrouped(group_.community);
    note_change(store::question_change_kind::unmerge, asked.number, together);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = "unmerge",
                              .subject = "question " + std::to_string(asked.number),
                              .detail = "from question " + std::to_string(cluster.number)});
    show_anew(cluster.card, {});
    show_to_moderators(*made);
    const auto number = fmt::arg("number", asked.number);
    say_here({.title = phrase(text::moderators_title, group_.speaks, number),
              .markdown = phrase(text::parted_confirmed, group_.speaks, number)},
             store::outbox_kind::notice);
}

void turn::handle(const assign_question& asked) {
    auto question = waiting_question(asked.number, "assign");
    if (!question) return;
    auto cluster = cluster_of(*question);
    if (cluster.assigned_to == actor()) return note(text::open_title, text::assigned_confirmed, asked.number);
    const bool taken_over = !cluster.assigned_to.empty();
    const auto before = std::exchange(cluster.assigned_to, actor());
    const auto name = std::exchange(cluster.assigned_name, at_.who.name);
    store::note_change(db_, {.community = group_.community,
                             .actor = actor(),
                             .kind = store::question_change_kind::assign,
                             .number = asked.number,
                             .made_at = now_,
                             .assigned_to = before,
                             .assigned_name = name});
    changed(cluster, "assign", taken_over ? "from " + before : std::string(), text::assigned_confirmed);
    // The other one may be writing an answer.
    if (taken_over)
        say_privately({.title = phrase(text::open_title, group_.speaks),
                       .markdown = phrase(text::assigned_taken_over, group_.speaks, fmt::arg("number", asked.number),
                                          fmt::arg("name", plain_line(name.empty() ? before : name, 60)))});
}

void turn::pressed_card(chat::action what, const std::string& value) {
    const auto about = card_reference_from(value);
    const auto asked = about ? store::find_question(db_, about->question) : std::nullopt;
    if (!asked || asked->community != group_.community || at_.who.id.empty()) return;
    switch (what) {
    case chat::action::answer: // where a form could be opened it was
        return handle(give_answer{asked->number, {}});
    case chat::action::link: {
        const auto entry = store::find_entry(db_, knowledge::entry_id{about->other});
        return handle(link_entry{asked->number, entry ? entry->external_id : "?"});
    }
    case chat::action::ignore:
        return handle(ignore_question{asked->number});
    case chat::action::merge:
        return handle(merge_questions{asked->number, about->other});
    case chat::action::assign:
        return handle(assign_question{asked->number});
    case chat::action::accept:
        return handle(judge_proposal{about->other, true});
    case chat::action::solved:
    case chat::action::helpful:
    case chat::action::unhelpful:
    case chat::action::ask_moderator:
    case chat::action::pick:
    case chat::action::correct:
    case chat::action::take_back:
        return;
    }
}

} // namespace bot::conversation
