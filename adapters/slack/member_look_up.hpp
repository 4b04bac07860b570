// Who a member is: Slack's events name people by their ids alone. Pure.
#pragma once

#include "adapters/slack/web_api.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

struct member_profile {
    std::string name;   // as others see it in Slack; one line, may be empty
    bool guest = false; // of one channel or of several

    bool operator==(const member_profile&) const = default;
};

// users.info. Needs the scope users:read.
[[nodiscard]] api_call look_up_member(std::string_view user);
// nullopt when the answer does not tell.
[[nodiscard]] std::optional<member_profile> read_member(std::string_view body);

// Slack knows nobody of that id, or shows it to nobody: asking again tells no more.
[[nodiscard]] bool is_nobody(std::string_view error);

} // namespace adapters::slack
