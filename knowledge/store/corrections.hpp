// What was posted from an entry and may have to be corrected, and which conversations were told of a correction where a
// post itself cannot be changed.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/outbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// The rows made at `since` or later about questions that are answered with this entry, or of which something was said
// from it, oldest first, without those that failed.
std::vector<outbox_row> outbox_about_entry(session& db, entry_id entry, timestamp since);

struct told_correction {
    std::string answer; // fingerprint of what was said there
    timestamp made_at;

    bool operator==(const told_correction&) const = default;
};
// The last one in this lane (outbox_row).
std::optional<told_correction> find_correction(session& db, entry_id entry, std::string_view lane);
void note_correction(session& db, entry_id entry, std::string_view lane, const told_correction& what);
// It did not leave after all.
void forget_correction(session& db, entry_id entry, std::string_view lane);

} // namespace knowledge::store
