// Which lanes of the outbox have something to send, and when each may be looked at next. Lanes wait here, in memory, so
// that a look at the database costs by what can be sent now and not by what is waiting. Pure.
#pragma once

#include "bot/delivery/lane_map.hpp"
#include "knowledge/model.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::delivery {

class lane_schedule {
  public:
    // The lane is to be looked at then; if it was to be sooner, that stays.
    void look_at(std::string_view lane, knowledge::timestamp when);

    // The lanes whose time has come, the longest waiting first, at most `limit`; they are not on the schedule any more.
    [[nodiscard]] std::vector<std::string> take(knowledge::timestamp now, std::size_t limit);

    // When the next lane's time comes; none when no lane waits.
    [[nodiscard]] std::optional<knowledge::timestamp> next() const;

  private:
    lane_map<knowledge::timestamp> when_;
    std::set<std::pair<knowledge::timestamp, std::string>> by_time_; // the same, ordered
};

} // namespace bot::delivery
