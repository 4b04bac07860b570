// A moderator takes back what he changed last from the chat, or what was done to one question last. That is a change
// as well: a revision, and an audit row.
#include "bot/conversation/entry_reply.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/clusters.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/merges.hpp"
#include "knowledge/store/proposals.hpp"

#include <algorithm>
#include <set>

namespace bot::conversation {

namespace store = knowledge::store;

void turn::handle(const undo_change& wanted) {
    if (wanted.about) return undo_done_to(*wanted.about);
    if (!moderates_any()) return refuse("undo", group_.community);
    const auto last = store::last_change(db_, group_.community, actor());
    const auto questions = store::last_question_change(db_, group_.community, actor());
    if (questions && (!last || questions->id > last->id)) {
        using kind = store::question_change_kind;
        const bool undone = questions->kind == kind::judge    ? undo_judgement(*questions)
                            : questions->kind == kind::assign ? undo_assigning(*questions)
                                                              : undo_questions(*questions);
        store::mark_question_change_taken_back(db_, questions->id, now_); // or the one before it is next
        if (!undone) note(text::undo_title, text::undo_nothing);
        return;
    }
    if (!last) return note(text::undo_title, text::undo_nothing);
    if (last->kind == store::change_kind::merge || last->kind == store::change_kind::unmerge) return undo_merge(*last);

    const auto done = store::take_back(db_, *last, authorship());
    const auto name = quoted_id(done.after);
    const auto id = fmt::arg("id", name);
    switch (done.what) {
    case store::taken_back::outcome::changed_since: {
        two_versions both;
        both.why = phrase(text::undo_conflict, group_.speaks, id,
                          fmt::arg("author", author_name(done.before.by, group_.speaks)),
                          fmt::arg("ago", ago(done.before.by.at, now_, group_.speaks)));
        auto told = both.why + "\n\n**" + phrase(text::conflict_theirs, group_.speaks) + "**\n\n" +
                    done.before.value.answer + "\n\n**" + phrase(text::undo_would, group_.speaks) + "**\n\n" +
                    done.after.answer;
        audit_entry("refused undo", done.after, "changed by " + done.before.by.author);
        return say_about_entry(std::move(told), done.after.external_id);
    }
    case store::taken_back::outcome::nothing_to_do:
        store::mark_taken_back(db_, last->id, now_);
        return note(text::undo_title, text::undo_nothing);
    case store::taken_back::outcome::done:
        break;
    }
    store::mark_taken_back(db_, last->id, now_);
    knowledge_moved_ = true;
    const auto revision = store::latest_revision(db_, last->entry);
    audit_entry("undo", done.after, "revision " + std::to_string(last->revision));
    const bool made = last->before == 0;
    auto told = made ? phrase(text::undone_made, group_.speaks, id)
                     : phrase(text::undone, group_.speaks, id, fmt::arg("revision", revision)) + "\n\n" +
                           diff_markdown(knowledge::diff::compare(done.before.value, done.after), group_.speaks);
    auto proposals = store::reopen_phrasings(db_, last->entry, last->actor, last->made_at);
    if (made) {
        // What it answered has no answer any more.
        auto reopened = store::reopen_questions(db_, last->entry);
        std::set<knowledge::cluster_id> clusters;
        for (const auto& one : reopened) {
            (void)take_back_pending(one.id, "the answer was undone"); // it has not left yet
            if (clusters.insert(one.cluster).second)
                proposals += store::reopen_answers(db_, one.cluster, last->actor, last->made_at);
        }
        const auto count = wait_again(std::move(reopened));
        if (count > 0)
            told += "\n\n" + phrase(text::undone_reopened, group_.speaks, fmt::arg("count", counted(count))) +
                    phrase(text::undone_told, group_.speaks);
    }
    if (proposals > 0)
        told += "\n\n" + phrase(text::undone_proposals, group_.speaks, fmt::arg("count", counted(proposals)));
    const auto after = store::find_entry(db_, last->entry);
    say_changed(after.value_or(done.after), std::move(told),
                done.before.value.state == knowledge::entry_state::retired);
}

void turn::undo_done_to(std::int64_t number) {
    const auto asked = store::find_question(db_, group_.community, number);
    // Who may not is not told which numbers exist.
    if (!(asked ? may_judge(*asked) : moderates_any())) return refuse("undo", "question " + std::to_string(number));
    if (!asked) return note(text::undo_title, text::no_such_question, number);
    const auto last = store::last_question_change(db_, asked->id);
    if (!last) return note(text::undo_title, text::undo_nothing_done, number);
    // It goes back whole, so it takes the power over all that it touched.
    const bool over_all = std::ranges::all_of(last->questions, [this](const store::question_change::before& one) {
        const auto touched = store::find_question(db_, one.question);
        return !touched || may_judge(*touched);
    });
    if (!over_all) return refuse("undo", "question " + std::to_string(number));
    // Other things became of it since: the change stays for who made it.
    if (!undo_questions(*last)) note(text::undo_title, text::undo_nothing_done, number);
}

bool turn::undo_judgement(const store::question_change& last) {
    const auto found = store::find_proposal(db_, last.community, last.number);
    auto asked = found ? store::find_question(db_, found->question) : std::nullopt;
    const bool answer = found && found->kind == store::proposal_kind::answer;
    if (!asked || (answer && !store::is_waiting(asked->state))) return false;
    if (!store::reopen_proposal(db_, last.community, last.number, last.actor, last.made_at)) return false;
    if (answer) show_anew(cluster_of(*asked).card, {});
    say_undone(text::undone_judgement, last.number, "proposal " + std::to_string(last.number),
               std::string(found->state == store::proposal_state::accepted ? "accept" : "refuse"));
    return true;
}

bool turn::undo_assigning(const store::question_change& last) {
    auto asked = store::find_question(db_, last.community, last.number);
    auto cluster = asked && asked->cluster ? store::find_cluster(db_, asked->cluster) : std::nullopt;
    const bool stands = cluster && cluster->state == store::cluster_state::open && cluster->assigned_to == last.actor;
    if (!stands) return false;
    cluster->assigned_to = last.assigned_to;
    cluster->assigned_name = last.assigned_name;
    store::update_cluster(db_, *cluster);
    show_anew(cluster->card, {});
    say_undone(text::undone_assigning, last.number, "question " + std::to_string(last.number), "assign");
    return true;
}

void turn::say_undone(text said, std::int64_t number, std::string subject, std::string detail) {
    store::insert_audit(
        db_,
        {.at = now_, .actor = actor(), .action = "undo", .subject = std::move(subject), .detail = std::move(detail)});
    note(text::undo_title, said, number);
}

bool turn::undo_questions(const store::question_change& last) {
    std::set<knowledge::cluster_id> left, homes;
    for (const auto& one : last.questions) {
        if (const auto now = store::find_question(db_, one.question)) left.insert(now->cluster);
    }
    const auto restored = store::take_back(db_, last);
    if (restored.empty()) return false;
    store::mark_question_change_taken_back(db_, last.id, now_);
    waiting_.regrouped(group_.community);
    for (const auto& one : restored) {
        if (last.kind == store::question_change_kind::link) (void)take_back_pending(one.id, "the answer was undone");
        waiting_.add(one);
        homes.insert(one.cluster);
    }
    std::int64_t proposals = 0;
    for (const auto id : homes) {
        proposals += store::reopen_answers(db_, id, last.actor, last.made_at);
        if (auto home = store::find_cluster(db_, id)) open_again(*std::move(home));
    }
    for (const auto id : left) {
        auto cluster = homes.contains(id) ? std::nullopt : store::find_cluster(db_, id);
        if (!cluster) continue;
        if (cluster->state == store::cluster_state::open && store::waiting_in(db_, id, 1).empty()) {
            cluster->state = store::cluster_state::merged;
            cluster->merged_into = *homes.begin();
            store::update_cluster(db_, *cluster);
        }
        show_anew(cluster->card, {});
    }
    // The wording that came with a link goes with it, unless the entry was changed since.
    const auto wording = last.entry_change != 0 ? store::find_change(db_, last.entry_change) : std::nullopt;
    bool wording_stays = false;
    if (wording) {
        const auto outcome = store::take_back(db_, *wording, authorship()).what;
        wording_stays = outcome == store::taken_back::outcome::changed_since;
        if (!wording_stays) store::mark_taken_back(db_, wording->id, now_);
        if (outcome == store::taken_back::outcome::done) knowledge_moved_ = true;
    }
    store::insert_audit(
        db_, {.at = now_,
              .actor = actor(),
              .action = "undo",
              .subject = "question " + std::to_string(last.number),
              .detail = std::string(to_string(last.kind)) + (last.actor == actor() ? "" : " by " + last.actor)});
    auto told = phrase(text::undone_questions, group_.speaks, fmt::arg("number", last.number),
                       fmt::arg("count", counted(restored.size())));
    if (last.kind == store::question_change_kind::link) told += phrase(text::undone_told, group_.speaks);
    if (wording_stays) {
        const auto entry = store::find_entry(db_, wording->entry);
        const auto name = entry ? quoted_id(*entry) : std::string();
        told += "\n\n" + phrase(text::undone_wording_stays, group_.speaks, fmt::arg("id", name));
    }
    if (proposals > 0)
        told += "\n\n" + phrase(text::undone_proposals, group_.speaks, fmt::arg("count", counted(proposals)));
    say_privately({.title = phrase(text::undo_title, group_.speaks), .markdown = std::move(told)});
    return true;
}

void turn::undo_merge(const store::entry_change& last) {
    store::mark_taken_back(db_, last.id, now_);
    const auto merge = store::find_merge_numbered(db_, last.merge);
    if (!merge) return note(text::undo_title, text::undo_nothing);
    if (last.kind == store::change_kind::merge) return part(*merge, "undo");
    const auto done = store::merge_entries(db_, merge->merged, merge->survivor, authorship());
    const auto merged = store::find_entry(db_, merge->merged), survivor = store::find_entry(db_, merge->survivor);
    if (done.trouble != store::merge_trouble::none || !merged || !survivor)
        return note(text::undo_title, text::undo_nothing);
    store::merged_anew(db_, merge->id, done.id);
    knowledge_moved_ = true;
    audit_entry("undo", *merged, "into entry " + survivor->external_id);
    say_about_entry(phrase(text::merged_entries, group_.speaks, fmt::arg("merged", quoted_id(*merged)),
                           fmt::arg("survivor", quoted_id(*survivor)), fmt::arg("count", counted(done.questions)),
                           fmt::arg("name", said_id(*merged))),
                    survivor->external_id);
}

} // namespace bot::conversation
