// The rows an entry is spread over: its own, one for each phrasing and source, and the edge to the entry it follows up.
// Plain rows; what is a change and who made it is entries.hpp's, which everybody outside of this folder wants.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace knowledge::store {

class session;

void insert_entry_rows(session& db, const entry& value);
void update_entry_rows(session& db, const entry& stored, const entry& wanted);

std::vector<source> sources_of(session& db, entry_id id);
void insert_source(session& db, entry_id id, std::size_t place, const source& where);

// The questions before this entry in its chain, oldest first; empty when it follows up nothing. Throws error{internal}
// when the chain goes in a circle.
std::vector<std::string> chain_context(session& db, entry_id id);

} // namespace knowledge::store
