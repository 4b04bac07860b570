// How fast the lanes of a platform may be served, so that it never has to say "too fast". The generic cell rate
// algorithm (ITU-T I.371): a lane may send `burst` messages at once, then one every `every`. Pure.
#pragma once

#include "bot/delivery/lane_map.hpp"
#include "knowledge/model.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace bot::delivery {

struct pace_limit {
    int burst = 1;
    std::chrono::milliseconds every{0}; // 0: as fast as it goes
};

// Slack takes one message a second and channel, with short bursts. DingTalk shuts a robot out for ten minutes after
// more than 20 messages a minute: 5 + 60 s / 4 s = 20.
inline constexpr pace_limit slack_pace{.burst = 3, .every = std::chrono::seconds(1)};
inline constexpr pace_limit dingtalk_pace{.burst = 5, .every = std::chrono::seconds(4)};

class pace {
  public:
    explicit pace(pace_limit limit) : limit_(limit) {}

    // When the lane may send next: `now` or earlier means now.
    [[nodiscard]] knowledge::timestamp ready_at(std::string_view lane, knowledge::timestamp now) const;
    void sent(std::string_view lane, knowledge::timestamp now);
    [[nodiscard]] std::size_t remembered() const { return full_at_.size(); } // lanes that may not be fully rested

  private:
    pace_limit limit_;
    lane_map<knowledge::timestamp> full_at_; // lane → when its burst is whole again
    knowledge::timestamp swept_at_{};        // when rested lanes were last looked for
};

} // namespace bot::delivery
