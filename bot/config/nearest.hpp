// What somebody meant who mistyped a word: guesses for messages about mistakes. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bot::config {

// How many single-character slips (wrong, missing, extra, swapped) are between two words, case of ASCII aside.
std::size_t slips(std::string_view a, std::string_view b);

// The choice a person most likely meant by `typed`; "" when none is near enough to be worth a guess.
std::string nearest(std::string_view typed, std::span<const std::string> choices);

} // namespace bot::config
