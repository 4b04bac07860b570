// Words of software in Chinese and English that mean the same: "where are the docs" finds "文档在哪里", 热加载 finds
// 热部署. General words only, written by us; the names of a community's own parts need no translation.
#pragma once

#include "knowledge/text/first_character.hpp"
#include "knowledge/text/hashed_words.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace knowledge::text {

struct concept_match {
    std::size_t length = 0; // bytes; 0 when nothing matches
    std::string_view name;  // the first word of the glossary's row
};

// The longest Chinese word of the glossary that starts at `at` in normalised text.
[[nodiscard]] concept_match concept_at(std::string_view normalised, std::size_t at);

// What a word that it finds may begin with.
[[nodiscard]] const beginnings& beginnings_of_concepts();

// The concept an English term stands for, stemmed as the tokeniser does it, words written together ("hotdeploy");
// empty when there is none. `hash` is hash_of(stemmed).
[[nodiscard]] std::string_view concept_of(std::string_view stemmed, std::uint64_t hash);

// What such terms may have for a hash.
[[nodiscard]] const hash_filter& hashes_of_concepts();

} // namespace knowledge::text
