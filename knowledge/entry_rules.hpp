// What follows from an entry's own values: which answer is right for whom, and whether it still is. Pure; days are ISO
// dates ("2026-12-31"), which order as text.
#pragma once

#include "knowledge/model.hpp"

#include <string>
#include <string_view>

namespace knowledge {

// Of an answer, to tell whether it is still the same one; 16 hexadecimal digits.
[[nodiscard]] std::string fingerprint(std::string_view answer);

// The answer it was made for has changed since.
[[nodiscard]] bool is_stale(const entry& of, const answer_variant& one);
[[nodiscard]] bool has_stale_variant(const entry& of);

// nullptr: there is none.
[[nodiscard]] const answer_variant* variant_in(const entry& of, std::string_view language);
// The answer as it is given to somebody who speaks that language: the variant's where there is one that is not stale,
// else the entry's own.
[[nodiscard]] const std::string& answer_in(const entry& of, std::string_view language);
// The language a text is written in, "zh" or "en"; "" when it could be either (an error code, a class name alone).
[[nodiscard]] std::string_view language_of(std::string_view text);

// On the last day it is still right.
[[nodiscard]] bool has_expired(const entry& one, std::string_view today);

// What two versions of an entry say is the same; where it was printed is not looked at, nor what follows from its
// chain: both change without a revision.
[[nodiscard]] bool says_the_same(const entry& a, const entry& b);

} // namespace knowledge
