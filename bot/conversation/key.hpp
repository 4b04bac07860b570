// Keys made of parts: "slack:message:T1:C1:170.1", "slack:T1:U1".
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace bot::conversation {

[[nodiscard]] inline std::string key(std::initializer_list<std::string_view> parts) {
    std::string joined;
    for (const auto part : parts) {
        if (!joined.empty()) joined += ':';
        joined += part;
    }
    return joined;
}

// The lane of what is said in a group later than it was decided, beside the group's own.
[[nodiscard]] inline std::string waiting_lane(std::string_view lane) {
    return key({lane, "later"});
}

} // namespace bot::conversation
