// A moderator takes back what he changed last from the chat. That is a change as well: a revision, and an audit row.
#include "bot/conversation/entry_reply.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/merges.hpp"

namespace bot::conversation {

namespace store = knowledge::store;

void turn::handle(const undo_change&) {
    if (!moderates_any()) return refuse("undo", group_.community);
    const auto last = store::last_change(db_, group_.community, actor());
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
    if (made) {
        // What it answered has no answer any more.
        const auto count = wait_again(store::reopen_questions(db_, last->entry));
        if (count > 0) told += "\n\n" + phrase(text::undone_reopened, group_.speaks, fmt::arg("count", count));
    }
    const auto after = store::find_entry(db_, last->entry);
    say_changed(after.value_or(done.after), std::move(told));
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
    knowledge_moved_ = true;
    audit_entry("undo", *merged, "into entry " + survivor->external_id);
    say_about_entry(phrase(text::merged_entries, group_.speaks, fmt::arg("merged", quoted_id(*merged)),
                           fmt::arg("survivor", quoted_id(*survivor)), fmt::arg("count", done.questions),
                           fmt::arg("name", said_id(*merged))),
                    survivor->external_id);
}

} // namespace bot::conversation
