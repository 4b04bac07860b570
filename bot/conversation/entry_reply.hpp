// What the bot says about entries and about what moderators do to them, as Markdown. Pure. Words of people are put in
// as text that marks up, links and pings nothing; only answers stand as they are, for that is what they are.
#pragma once

#include "bot/conversation/reply.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/store/entries.hpp"

#include <span>
#include <string>
#include <string_view>

namespace bot::conversation {

// Who made a revision: `U1`, an import, the command line; the platform's own name for them would be a mention.
[[nodiscard]] std::string author_name(const knowledge::store::authorship& by, const config::voice& speaks);

// Each field that changed, old and new; of long texts the lines that changed.
[[nodiscard]] std::string diff_markdown(std::span<const knowledge::diff::field_change> changes,
                                        const config::voice& speaks);

// An entry as it is, for moderators. `merged_into` is the external id of the one it went into, or "".
[[nodiscard]] reply entry_reply(const knowledge::store::revision& latest, std::string_view merged_into,
                                std::string_view today, knowledge::timestamp now, const config::voice& speaks);

// A change that was not made because somebody else had changed the same: what is there now, and what would have been.
struct two_versions {
    std::string why;           // the sentence that says who and when
    std::string theirs, yours; // Markdown: answers
    std::string again;         // how to have it all the same; may be empty
};
[[nodiscard]] std::string two_versions_markdown(const two_versions& both, const config::voice& speaks);

} // namespace bot::conversation
