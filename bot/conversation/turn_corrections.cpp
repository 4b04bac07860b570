// Correcting what was posted when an answer has changed: offered to the moderator, done on a yes.
#include "bot/conversation/correction.hpp"
#include "bot/conversation/short_number.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// How the button names its entry: a number in base 36 behind a letter, like a question's reference. The letter says
// what was offered: e: to correct, o: to call off.
constexpr char to_correct = 'e', to_call_off = 'o';

char offered_for(const knowledge::entry& entry) {
    return entry.state == knowledge::entry_state::canonical ? to_correct : to_call_off;
}

std::string button_value(char offered, knowledge::entry_id entry) {
    return offered + short_number(entry.value);
}

knowledge::entry_id entry_in(std::string_view value) {
    if (!value.starts_with(to_correct) && !value.starts_with(to_call_off)) return {};
    return {from_short_number(value.substr(1)).value_or(0)};
}

} // namespace

void turn::say_changed(const knowledge::entry& entry, std::string told, bool back_in_use) {
    reply made{.title = phrase(text::entry_title, group_.speaks, fmt::arg("id", plain_line(entry.external_id, 60))),
               .markdown = std::move(told)};
    const auto since = now_ - group_.correct_within;
    const auto kept = keep_from_calling_off(db_, settings_, entry, since);
    const auto outdated = find_outdated(db_, settings_, entry, since);
    if (kept > 0)
        made.markdown += "\n\n" + phrase(text::calling_off_kept, group_.speaks, fmt::arg("count", counted(kept)));
    if (back_in_use && outdated.called_off > 0)
        made.markdown +=
            "\n\n" + phrase(text::still_called_off, group_.speaks, fmt::arg("count", counted(outdated.called_off)));
    if (outdated.posts > 0) {
        const bool gone = offered_for(entry) == to_call_off;
        made.footer = phrase(gone ? text::calling_off_offer : text::correction_offer, group_.speaks,
                             fmt::arg("days", counted(correction_days())), fmt::arg("posts", counted(outdated.posts)),
                             fmt::arg("places", counted(outdated.conversations())), fmt::arg("name", said_id(entry)));
        made.buttons.push_back({.what = chat::action::correct,
                                .value = button_value(offered_for(entry), entry.id),
                                .label = phrase(gone ? text::button_call_off : text::button_correct, group_.speaks),
                                .says = phrase(text::says_correct, group_.speaks, fmt::arg("name", said_id(entry)))});
    }
    say_privately(std::move(made));
}

void turn::handle(const correct_posts& wanted) {
    const auto found = entry_to_change(wanted.which, "correct");
    if (found) correct(*found);
}

void turn::press_correct(std::string_view value) {
    const auto entry = entry_in(value);
    if (!moderates_any()) return refuse("correct", "the last entry");
    const auto found = entry ? store::find_entry(db_, entry) : std::nullopt;
    if (!found || !may_change(*found)) return;
    if (value.front() == offered_for(*found)) return correct(*found);
    const auto name = quoted_id(*found);
    say_changed(*found, phrase(text::offer_changed, group_.speaks, fmt::arg("id", name)));
}

void turn::correct(const knowledge::entry& entry) {
    const auto outdated = find_outdated(db_, settings_, entry, now_ - group_.correct_within);
    const auto name = quoted_id(entry);
    const auto id = fmt::arg("id", name);
    if (outdated.todo.empty())
        return say_about_entry(
            phrase(text::correction_none, group_.speaks, id, fmt::arg("days", counted(correction_days()))),
            entry.external_id);
    for (auto& lane : bot::conversation::correct(db_, settings_, entry, outdated, now_))
        if (std::ranges::find(lanes_, lane) == lanes_.end()) lanes_.push_back(std::move(lane));
    const bool gone = offered_for(entry) == to_call_off;
    audit_entry(gone ? "call off" : "correct", entry,
                fmt::format("{} posts in {} conversations", outdated.posts, outdated.conversations()));
    say_about_entry(phrase(gone ? text::calling_off_done : text::correction_done, group_.speaks, id,
                           fmt::arg("posts", counted(outdated.posts)),
                           fmt::arg("places", counted(outdated.conversations()))),
                    entry.external_id);
}

std::int64_t turn::correction_days() const {
    return std::chrono::ceil<std::chrono::days>(group_.correct_within).count();
}

} // namespace bot::conversation
