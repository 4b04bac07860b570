// A message that is to take the place of another, which was still under way when it was decided (outgoing.hpp,
// takes_place_of): what becomes of it depends on what became of that one. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "knowledge/store/outbox.hpp"

#include <optional>
#include <string>

namespace bot::delivery {

struct succession {
    enum class turn {
        go,   // `message` says what to do
        wait, // nobody knows yet whether the other has arrived
        drop  // nobody ever will, or there is nothing to take back
    };
    turn what = turn::go;
    std::string why = {}; // drop: for the row

    bool operator==(const succession&) const = default;
};

// Fills in what `message` replaces or withdraws, or makes it a message of its own where the other never arrived.
// `earlier`: the other's row, none when it is forgotten. `being_asked`: the platform is still being asked for it.
[[nodiscard]] succession succeed(adapters::chat::outgoing& message,
                                 const std::optional<knowledge::store::outbox_row>& earlier, bool being_asked);

} // namespace bot::delivery
