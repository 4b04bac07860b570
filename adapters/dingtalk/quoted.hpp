// The words of the message that a message quotes. Nobody documents their shapes: what is not as seen before is left
// out, never an error. Pure.
#pragma once

#include "adapters/chat/json_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::dingtalk {

struct words {
    std::string text;
    bool other = false; // something that is not words was there as well
};

// Rich text, in the shape it is sent in ({text}, {type: "at"} …) and in the one it is quoted in ({msgType, content}).
[[nodiscard]] words words_of_parts(const std::vector<chat::json_object>& parts, std::string_view bot_name);

// `holder` is what has `repliedMsg`. Texts, rich texts, recordings with their transcript, and cards: a tree of elements
// (what a client shows), or the variables they were made of. "" where the platform tells only an id.
[[nodiscard]] std::string quoted_words(const chat::json_object& holder);

} // namespace adapters::dingtalk
