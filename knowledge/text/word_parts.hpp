// The parts of a word as it is written.
#pragma once

#include <string_view>
#include <vector>

namespace knowledge::text {

// camelCase, an acronym before a word (HTTPServer), letters before digits (jdk17; but a lone letter stays: v1 → 1).
void split_piece(std::string_view piece, std::vector<std::string_view>& parts);

// Whether the pieces between a word's joiners are the numbers of a version ("v1.2.3").
[[nodiscard]] bool is_version(const std::vector<std::string_view>& pieces);

} // namespace knowledge::text
