// Notes for people what a question's terms were read as (noted_words.hpp), while it is analysed.
#pragma once

#include "knowledge/match/noted_words.hpp"
#include "knowledge/text/tokenise.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace knowledge::match {

// What became of the terms of a question.
struct terms_read {
    std::vector<text::token_list::item> in_order;
    std::vector<std::uint64_t> unknown;                                // hashes, ascending
    std::vector<std::pair<std::uint64_t, std::string_view>> corrected; // a mistyped word, and the one it stands for
    std::vector<std::pair<std::uint64_t, std::uint64_t>> by_own_word;  // a term of a community's word, and its meaning
};

// `tokens` are those of the question.
[[nodiscard]] noted_words note_words(const text::token_list& tokens, const terms_read& read);

} // namespace knowledge::match
