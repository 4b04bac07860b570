// Draws how far confidences can be believed: for each ten points of confidence the share that was right, with its
// interval, and how many questions there were. Pure.
#pragma once

#include "knowledge/match/tune.hpp"

#include <string>

namespace knowledge::match {

// An SVG document with a white ground; readable on its own. The thresholds in force and the proposed ones are marked.
[[nodiscard]] std::string reliability_plot(const tuning& what);

} // namespace knowledge::match
