// What moderators do to entries from the chat: look at them, edit, retire, restore, merge and take apart. Each change
// is a revision that names what it started from, and is noted so that it can be taken back (turn_undo.cpp).
#include "bot/conversation/entry_form.hpp"
#include "bot/conversation/entry_reply.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/merges.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// Who edits without saying what he saw cannot have seen what somebody else changed so shortly before.
constexpr std::chrono::minutes unseen_within{10};

// Somebody else changed since what this change is about to change.
bool overtaken(const knowledge::entry& seen, const knowledge::entry& now, const knowledge::entry& wanted) {
    return (wanted.answer != now.answer && seen.answer != now.answer) ||
           (wanted.question != now.question && seen.question != now.question) ||
           (wanted.phrasings != now.phrasings && seen.phrasings != now.phrasings) ||
           (wanted.tags != now.tags && seen.tags != now.tags) ||
           (wanted.collection != now.collection && seen.collection != now.collection);
}

} // namespace

store::authorship turn::authorship() const {
    return {.author = actor(), .via = key({to_string(at_.where.on), at_.where.group, at_.message_id}), .at = now_};
}

// Entries of collections that none of the moderator's groups answers from are not his: they are as if not there.
bool turn::may_change(const knowledge::entry& entry) const {
    const auto sees = [&](const config::group_settings& group) {
        return moderates(group) &&
               (group.collections.empty() || std::ranges::count(group.collections, entry.collection) > 0);
    };
    if (sees(group_)) return true;
    return std::ranges::any_of(settings_.communities, [&](const config::community_settings& community) {
        return community.name == group_.community && std::ranges::any_of(community.groups, sees);
    });
}

// The one named, or the one the message quoted or last answered here came from.
std::optional<knowledge::entry> turn::entry_meant(const std::optional<entry_name>& which) const {
    std::optional<knowledge::entry> found;
    if (which) {
        found = store::find_entry(db_, which->id);
        // "条目 17" may be the id of an imported row.
        if (!found && which->id.starts_with('e')) found = store::find_entry(db_, std::string_view(which->id).substr(1));
    } else if (!prepared_.quoted.empty()) {
        if (const auto about = as_question(prepared_.quoted).answered_with) found = store::find_entry(db_, about);
    } else if (const auto last = last_decided_here(); last && last->answered_with) {
        found = store::find_entry(db_, last->answered_with);
    }
    if (found && !may_change(*found)) found.reset();
    return found;
}

std::optional<knowledge::entry> turn::entry_to_change(const std::optional<entry_name>& which,
                                                      const std::string& action) {
    if (!moderates_any()) {
        refuse(action, which ? "entry " + which->id : std::string("the last entry"));
        return std::nullopt;
    }
    auto found = entry_meant(which);
    if (!found && which)
        say_about_entry(phrase(text::no_such_entry, group_.speaks, fmt::arg("id", plain_line(which->id, 60))));
    if (!found && !which) note(text::help_title, text::no_entry_meant);
    return found;
}

void turn::say_about_entry(std::string markdown, const std::string& id) {
    say_privately({.title = phrase(id.empty() ? text::help_title : text::entry_title, group_.speaks,
                                   fmt::arg("id", plain_line(id, 60))),
                   .markdown = std::move(markdown)});
}

void turn::handle(const show_entry& wanted) {
    if (!moderates_any()) return handle(ask_question{}); // "条目 3 怎么配？" asks something
    const auto found = entry_to_change(wanted.which, "entry");
    if (!found) return;
    const auto number = store::latest_revision(db_, found->id);
    auto latest = store::find_revision(db_, found->id, number).value();
    latest.value = *found;
    const auto merge = store::find_merge_of(db_, found->id);
    const auto survivor = merge ? store::find_entry(db_, merge->survivor) : std::nullopt;
    say_privately(entry_reply(latest, survivor ? survivor->external_id : std::string(), today(), now_, group_.speaks));
}

void turn::handle(const edit_entry& wanted) {
    auto found = entry_to_change(wanted.which, "edit");
    if (!found) return;
    if (wanted.answer.empty()) return note(text::help_title, text::edit_usage);
    auto edited = *found;
    edited.answer = wanted.answer;
    change_entry(*found, std::move(edited), wanted.which.revision, store::change_kind::edit);
}

void turn::edit_by_form(const chat::mark& marked, const entry_name& form) {
    const auto found = entry_to_change(entry_name{.id = form.id, .revision = 0}, "edit");
    if (!found) return;
    auto edited = *found;
    edited.question = marked.question;
    edited.answer = marked.answer;
    const auto kept = [](std::vector<std::string> from_form, const std::vector<std::string>& before) {
        from_form.insert(from_form.end(), before.begin() + static_cast<std::ptrdiff_t>(shown_in_form(before)),
                         before.end());
        return from_form;
    };
    edited.phrasings = kept(marked.phrasings, found->phrasings);
    edited.tags = kept(marked.tags, found->tags);
    if (!marked.collection.empty()) edited.collection = marked.collection;
    change_entry(*found, std::move(edited), form.revision, store::change_kind::edit);
}

// What who changes it can have seen: the revision he names, else the last one that is his own or older than a moment.
store::revision turn::version_seen(const store::revision& latest, int seen) const {
    if (seen > 0) {
        if (auto named = store::find_revision(db_, latest.value.id, seen)) return *named;
    }
    auto known = latest;
    // What was imported or made in the shell is made for others; what a colleague made a moment ago may be news.
    const auto by_member = [](const store::revision& one) { return one.by.author.find(':') != std::string::npos; };
    const auto fresh = [&](const store::revision& one) {
        return one.by.author != actor() && now_ - one.by.at < unseen_within && (one.number > 1 || by_member(one));
    };
    while (fresh(known)) {
        if (known.number == 1) return {}; // not even that there is one
        auto before = store::find_revision(db_, latest.value.id, known.number - 1);
        if (!before) break;
        known = std::move(*before);
    }
    return known;
}

bool turn::change_entry(const knowledge::entry& before, knowledge::entry wanted, int seen, store::change_kind kind) {
    const auto latest = store::find_revision(db_, before.id, store::latest_revision(db_, before.id)).value();
    if (const auto known = version_seen(latest, seen);
        overtaken(known.value, latest.value, wanted) && !knowledge::says_the_same(before, wanted)) {
        audit_entry("conflict", before, "revision " + std::to_string(latest.number) + " is " + latest.by.author + "'s");
        say_conflict(latest, wanted.answer);
        return false;
    }
    if (!store::update_entry(db_, wanted, authorship())) {
        say_about_entry(phrase(text::entry_unchanged, group_.speaks, fmt::arg("id", quoted_id(before))),
                        before.external_id);
        return false;
    }
    knowledge_moved_ = true;
    note_change(wanted, kind, latest.number);
    audit_entry(std::string(to_string(kind)), before,
                "revision " + std::to_string(latest.number) + " to " + std::to_string(latest.number + 1));
    const auto after = store::find_entry(db_, before.id).value();
    auto told = phrase(text::entry_changed, group_.speaks, fmt::arg("id", quoted_id(before)),
                       fmt::arg("revision", latest.number + 1)) +
                "\n\n" + diff_markdown(knowledge::diff::compare(before, after), group_.speaks);
    if (after.state != knowledge::entry_state::canonical)
        told += "\n\n" + phrase(text::entry_not_in_use, group_.speaks, fmt::arg("id", quoted_id(after)),
                                fmt::arg("name", said_id(after)));
    say_changed(after, std::move(told));
    return true;
}

void turn::say_conflict(const store::revision& latest, const std::string& yours) {
    const auto& entry = latest.value;
    const auto id = quoted_id(entry);
    two_versions both;
    both.why = phrase(text::entry_conflict, group_.speaks, fmt::arg("id", id),
                      fmt::arg("author", author_name(latest.by, group_.speaks)),
                      fmt::arg("ago", ago(latest.by.at, now_, group_.speaks)), fmt::arg("revision", latest.number));
    both.theirs = entry.answer;
    both.yours = yours;
    both.again = phrase(text::conflict_again, group_.speaks, fmt::arg("name", said_id(entry, latest.number)));
    say_about_entry(two_versions_markdown(both, group_.speaks), entry.external_id);
}

void turn::handle(const put_entry& wanted) {
    const std::string action = wanted.away ? "retire" : "restore";
    auto found = entry_to_change(wanted.which, action);
    if (!found) return;
    const auto name = quoted_id(*found);
    const auto id = fmt::arg("id", name);
    const auto latest = store::find_revision(db_, found->id, store::latest_revision(db_, found->id)).value();
    const auto author = author_name(latest.by, group_.speaks);
    const auto when = ago(latest.by.at, now_, group_.speaks);
    if (wanted.away == (found->state == knowledge::entry_state::retired)) {
        const auto said = wanted.away ? text::entry_retired_already : text::entry_in_use_already;
        if (wanted.away || found->state == knowledge::entry_state::canonical)
            return say_about_entry(phrase(said, group_.speaks, id, fmt::arg("author", author), fmt::arg("ago", when)),
                                   found->external_id);
    }
    if (const auto merge = store::find_merge_of(db_, found->id); merge && !wanted.away) {
        const auto survivor = store::find_entry(db_, merge->survivor);
        return say_about_entry(phrase(text::entry_was_merged, group_.speaks, id,
                                      fmt::arg("survivor", survivor ? quoted_id(*survivor) : std::string()),
                                      fmt::arg("name", said_id(*found))),
                               found->external_id);
    }
    if (!wanted.away && found->answer.empty())
        return say_about_entry(phrase(text::entry_without_answer, group_.speaks, id, fmt::arg("name", said_id(*found))),
                               found->external_id);
    auto put = *found;
    put.state = wanted.away ? knowledge::entry_state::retired : knowledge::entry_state::canonical;
    if (!store::update_entry(db_, put, authorship())) return;
    knowledge_moved_ = true;
    note_change(put, wanted.away ? store::change_kind::retire : store::change_kind::restore, latest.number);
    audit_entry(action, put, "revision " + std::to_string(latest.number + 1));
    const auto said = wanted.away ? text::entry_retired : text::entry_restored;
    say_changed(put, phrase(said, group_.speaks, id) + "\n\n> " + quoted_line(put.question, 120), !wanted.away);
}

void turn::handle(const join_entries& wanted) {
    const auto merged = entry_to_change(wanted.merged, "merge entries");
    if (!merged) return;
    const auto survivor = entry_to_change(wanted.survivor, "merge entries");
    if (!survivor) return;
    const auto before = store::latest_revision(db_, survivor->id);
    const auto done = store::merge_entries(db_, merged->id, survivor->id, authorship());
    switch (done.trouble) {
    case store::merge_trouble::none:
        break;
    case store::merge_trouble::same:
        return note(text::merge_title, text::merge_same);
    default:
        return note(text::merge_title, text::merge_not_in_use);
    }
    knowledge_moved_ = true;
    note_change(*survivor, store::change_kind::merge, before, done.id);
    audit_entry("merge entries", *merged, "into entry " + survivor->external_id);
    const auto after = store::find_entry(db_, survivor->id).value();
    auto told = phrase(text::merged_entries, group_.speaks, fmt::arg("merged", quoted_id(*merged)),
                       fmt::arg("survivor", quoted_id(*survivor)), fmt::arg("count", counted(done.questions)),
                       fmt::arg("name", said_id(*merged))) +
                "\n\n" + diff_markdown(knowledge::diff::compare(*survivor, after), group_.speaks);
    say_changed(after, std::move(told));
}

void turn::handle(const part_entries& wanted) {
    const auto found = entry_to_change(wanted.which, "unmerge");
    if (!found) return;
    const auto merge = store::find_merge_of(db_, found->id);
    if (!merge)
        return say_about_entry(phrase(text::not_merged, group_.speaks, fmt::arg("id", quoted_id(*found))),
                               found->external_id);
    part(*merge, "unmerge");
}

void turn::part(const store::merge& merge, const std::string& action) {
    const auto before = store::latest_revision(db_, merge.survivor);
    const auto done = store::unmerge(db_, merge, authorship());
    const auto merged = store::find_entry(db_, merge.merged);
    const auto survivor = store::find_entry(db_, merge.survivor);
    if (done.trouble != store::merge_trouble::none || !merged || !survivor)
        return note(text::merge_title, text::undo_nothing);
    knowledge_moved_ = true;
    if (action != "undo") note_change(*survivor, store::change_kind::unmerge, before, merge.id);
    audit_entry(action, *merged, "from entry " + survivor->external_id);
    say_about_entry(phrase(text::unmerged_entries, group_.speaks, fmt::arg("merged", quoted_id(*merged)),
                           fmt::arg("survivor", quoted_id(*survivor)), fmt::arg("count", counted(done.questions))),
                    survivor->external_id);
}

std::string turn::said_id(const knowledge::entry& entry, int revision) const {
    auto said = plain_line(
        said_as({.id = entry.external_id, .revision = revision}, phrase(text::entry_word, group_.speaks)), 80);
    std::erase(said, '`');
    return said;
}

std::string turn::quoted_id(const knowledge::entry& entry) {
    return quoted_line(entry.external_id, 60);
}

void turn::note_change(const knowledge::entry& entry, store::change_kind kind, int before, std::int64_t merge) {
    store::note_change(db_, {.id = 0,
                             .community = group_.community,
                             .actor = actor(),
                             .kind = kind,
                             .entry = entry.id,
                             .before = before,
                             .revision = store::latest_revision(db_, entry.id),
                             .merge = merge,
                             .made_at = now_});
}

void turn::audit_entry(const std::string& action, const knowledge::entry& entry, std::string detail) {
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = action,
                              .subject = "entry " + entry.external_id,
                              .detail = std::move(detail)});
}

} // namespace bot::conversation
