// Two entries become one, and two again. The one that goes is retired and stays in the database; its wordings, tags and
// sources (with their askers' credit) are the survivor's as well, questions answered with it count for the survivor,
// and what followed it in a chain follows the survivor. What moved is noted, so that the same can move back.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/entries.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace knowledge::store {

class session;

struct merge {
    std::int64_t id = 0;
    entry_id merged, survivor;
    int merged_revision = 0, survivor_revision = 0; // the last ones before it
    authorship by;                                  // without via
};

enum class merge_trouble {
    none,
    gone,       // one of them is not there
    same,       // they are one
    not_in_use, // the survivor is retired, or the other one is
    not_merged, // nothing to take apart
};

struct merge_result {
    merge_trouble trouble = merge_trouble::none;
    std::int64_t id = 0;
    std::int64_t questions = 0; // that moved
};

merge_result merge_entries(session& db, entry_id merged, entry_id survivor, const authorship& by);
// What the survivor got from the merge it loses again, and so does the entry that it went into itself meanwhile; what
// was changed since stays. Both entries are exactly what they were when nothing was changed since.
merge_result unmerge(session& db, const merge& which, const authorship& by);

// That took this entry away, and holds. nullopt: none.
std::optional<merge> find_merge_of(session& db, entry_id merged);
std::optional<merge> find_merge_numbered(session& db, std::int64_t id); // also when it was taken apart
std::vector<merge> merges_into(session& db, entry_id survivor);         // that hold, oldest first

} // namespace knowledge::store
