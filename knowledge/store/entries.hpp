// Entries in the database: their wordings, sources, chain edges and revisions. Every change is a revision with author
// and time (promise 9); whoever changes an entry says who and from where.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// Who changes something, when, and by what way.
struct authorship {
    std::string author; // stable member id with platform ("slack:T1:U1"), or "import", "cli"
    std::string via;    // "import sofa-weekly-20200522.md", "slack C1 1706785424.099119"
    timestamp at;
};

struct entry_filter {
    std::optional<entry_state> state;
    std::vector<std::string> collections; // empty: all
};

// Rows come back ordered by id, with phrasings, sources, context (from the chain where there is one) and `previous`.
std::vector<entry> load_entries(session& db, const entry_filter& which = {});
std::optional<entry> find_entry(session& db, entry_id id);
std::optional<entry> find_entry(session& db, std::string_view external_id);

// Stores a new entry as revision 1 and returns its id (made here when value.id is none). An empty external_id becomes
// the next free of "e1", "e2" … Throws error{internal} when the external id is taken.
entry_id insert_entry(session& db, entry value, const authorship& by);

// Makes the stored entry equal to `value` (matched by value.id). A new revision if anything differs, false if nothing
// does. An empty external_id keeps the stored one; where value.previous is set the context comes from the chain, not
// from `value`. Throws error{internal} when there is no such entry, and when the chain would go in a circle.
bool update_entry(session& db, const entry& value, const authorship& by);

// One more place where the entry was printed; false when it is known already, be it from another file. Not a revision:
// the entry is the same.
bool add_source(session& db, entry_id id, const source& where);

struct revision {
    int number = 0; // from 1
    authorship by;
    entry value; // as it was after this revision
};
std::vector<revision> revisions(session& db, entry_id id); // oldest first
int latest_revision(session& db, entry_id id);             // its number; 0: there is no such entry
std::optional<revision> find_revision(session& db, entry_id id, int number);
std::map<entry_id, timestamp> first_made(session& db); // when each entry was made

// Moves with every change of any entry: a match index built at revision N is stale when this is not N any more.
std::int64_t knowledge_revision(session& db);

} // namespace knowledge::store
