// What leaves the outbox as one message: one row, or several of a lane that say the same to several people of one
// conversation (chat::together). They are taken, sent and written down together, so whoever asks what became of one is
// told of that one. On the writer's thread, in its transaction.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "bot/delivery/succession.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/session.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bot::delivery {

using outbox_rows = std::shared_ptr<const std::vector<knowledge::store::outbox_row>>;

struct parcel {
    outbox_rows rows;                                // never empty, the oldest first
    std::optional<adapters::chat::outgoing> message; // nothing when it cannot be read

    [[nodiscard]] const knowledge::store::outbox_row& first() const { return rows->front(); }
};

// What became of the lanes that were looked at.
struct taken {
    std::vector<parcel> parcels;                                     // marked `sending`
    std::vector<std::pair<std::string, knowledge::timestamp>> later; // lanes, and when their next row is due
    std::vector<adapters::chat::outgoing> expired;                   // marked failed
};

// What may go next in this lane is marked `sending`, with all that leaves with it. `asked_for`: uncertain rows whose
// platform is still being asked.
void take_from(knowledge::store::session& db, const std::string& lane, knowledge::timestamp now,
               const std::set<knowledge::outbox_id>& asked_for, taken& into);

// At start: what a crash, or an earlier run, left uncertain, as it left.
[[nodiscard]] std::vector<parcel> uncertain_parcels(knowledge::store::session& db, knowledge::timestamp now,
                                                    const knowledge::store::platforms& whose);

// Writes down what the platform said. `again`: when to try what it puts off.
void write_down(knowledge::store::session& db, const std::vector<knowledge::store::outbox_row>& rows,
                const adapters::chat::delivery& what, knowledge::timestamp again);

} // namespace bot::delivery
