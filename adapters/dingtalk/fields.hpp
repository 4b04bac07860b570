// What all of DingTalk's decoders have in common.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace adapters::dingtalk {

// Printable ASCII without blanks, 1 to `limit` bytes.
[[nodiscard]] inline bool is_printable(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

// DingTalk's ids are opaque: "cid…==", "$:LWCP_v1:$…".
[[nodiscard]] inline bool is_id(std::string_view text) {
    return is_printable(text, 256);
}

} // namespace adapters::dingtalk
