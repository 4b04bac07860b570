// The close look at one candidate: the features that need its terms. Those of the message and of its rank among the
// others are added by index.cpp.
#pragma once

#include "knowledge/match/features.hpp"
#include "knowledge/match/ranking.hpp"

namespace knowledge::match {

[[nodiscard]] feature_vector examine(const inverted& index, const query_terms& own, const said_before* before,
                                     const ranked& candidate, const shares_found& shares);

} // namespace knowledge::match
