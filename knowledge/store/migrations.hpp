// The schema and how it came to be: numbered steps, forward only. A step that was released is never edited; a change of
// the schema is a new step at the end, tested from the file of every earlier version.
#pragma once

#include <span>

namespace knowledge::store {

class session;

struct migration {
    int version; // from 1, rising
    std::span<const char* const> statements;
};

std::span<const migration> migrations();

// Brings the file to the last of `known`, in one transaction: after a crash in the middle the file is what it was.
// Several processes may do it at once. Throws error{newer_schema} when the file is further than that already,
// error{unusable} when it holds somebody else's tables.
void migrate(session& db, std::span<const migration> known = migrations());

// The statements of one step and its entry in schema_version, inside the caller's transaction.
void apply(session& db, const migration& step);

} // namespace knowledge::store
