// Who changed which entry from which community's chat, so that it can be taken back: the newest of a person's changes
// first, then the one before it. The changes themselves are revisions (entries.hpp); taking one back is another.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/entries.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace knowledge::store {

class session;

enum class change_kind { make, edit, retire, restore, merge, unmerge };

std::string_view to_string(change_kind kind);

struct entry_change {
    std::int64_t id = 0;
    std::string community, actor;
    change_kind kind = change_kind::edit;
    entry_id entry;         // of a merge: the one that survives
    int before = 0;         // its revision before the change, 0 when it was made by it
    int revision = 0;       // the one the change made
    std::int64_t merge = 0; // of a merge (merges.hpp)
    timestamp made_at;

    bool operator==(const entry_change&) const = default;
};

void note_change(session& db, entry_change what); // its id is made here
// The newest one of this person in this community that was not taken back.
std::optional<entry_change> last_change(session& db, std::string_view community, std::string_view actor);
// That one, unless it was taken back.
std::optional<entry_change> find_change(session& db, std::int64_t id);
void mark_taken_back(session& db, std::int64_t id, timestamp now);
// A merge was taken apart and made again: whoever made it can still take it back.
void merged_anew(session& db, std::int64_t before, std::int64_t now);

// The version of an entry that says what `old` did: with everything that became known since of where it was printed.
entry as_it_was(session& db, const entry& now, const entry& old);

// What became of the wish to take a change back.
struct taken_back {
    enum class outcome { done, changed_since, nothing_to_do };
    outcome what = outcome::done;
    revision before; // the entry as it was found …
    entry after;     // … and as it is now; of changed_since: as it would have become
};
// Makes the entry say what it said before `what`, unless it was changed since: then nothing is done. What was made is
// retired. Merges are merges.hpp's.
taken_back take_back(session& db, const entry_change& what, const authorship& by);

} // namespace knowledge::store
