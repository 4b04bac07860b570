// The documents of a match index, made from entries of the store.
#pragma once

#include "knowledge/match/index.hpp"

#include <span>

namespace knowledge::match {

// Only what may be answered: canonical entries with an answer. Their order is kept. `previous` is kept even when the
// entry it names is left out.
[[nodiscard]] std::vector<document> from_entries(std::span<const entry> entries);

} // namespace knowledge::match
