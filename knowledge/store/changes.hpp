// What changed since somebody looked last, so that a match index need not be built anew for one entry.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace knowledge::store {

class session;

// Where the knowledge of a database stands: its revision, and which change of an entry was the last. A copy of the
// database that went another way stands elsewhere, whatever its revision is.
struct knowledge_state {
    std::int64_t revision = 0;    // as knowledge_revision() has it
    std::int64_t last_change = 0; // number of the last row of entry_revision, 0 before the first
    entry_id entry;               // whose change it was
    timestamp made_at;

    bool operator==(const knowledge_state&) const = default;
};

[[nodiscard]] knowledge_state state_of_knowledge(session& db);

// The entries that were made or changed since `before`, each once; none when `before` is no earlier state of this
// database.
[[nodiscard]] std::optional<std::vector<entry_id>> changed_since(session& db, const knowledge_state& before);

// Of the database a session belongs to: what is made from it is kept beside it.
[[nodiscard]] std::filesystem::path database_path(session& db);

} // namespace knowledge::store
