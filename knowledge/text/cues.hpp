// What a message says about itself, before any entry is looked at: is it a question at all, is it a thank-you or small
// talk, does it lean on what was said before.
#pragma once

#include <string_view>

namespace knowledge::text {

struct message_cues {
    double chatting = 0;       // share of the characters that carry content which are greeting, thanks, agreement; 0..1
    double small_talk = 0;     // share of them in words like weather, lunch, recruiting; 0..1
    bool asks = false;         // a question word or a question mark
    bool trouble = false;      // tells of an error: "报错", "exception", "失败"
    bool points_back = false;  // "那…呢", "what about it"
    double function_share = 0; // share of the words that are function words; 0..1
    std::size_t characters = 0; // letters, digits and Han, a word of Latin letters counting 2
};

[[nodiscard]] message_cues read_cues(std::string_view text);

// Of a text that is normalised already, letters folded.
[[nodiscard]] message_cues read_cues_of_normalised(std::string_view text);

} // namespace knowledge::text
