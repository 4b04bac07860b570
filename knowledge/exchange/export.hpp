// Entries as a file that import reads back: the same ids, chains, states and sources.
#pragma once

#include "knowledge/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

enum class export_format { jsonl, csv, faq };

// "jsonl", "csv", "faq"; "md" is the FAQ form too.
std::optional<export_format> format_named(std::string_view name);

// `title` heads a FAQ page; the other forms have no place for one.
std::string export_entries(std::vector<entry> entries, export_format format, std::string_view title = "FAQ");

// Each entry behind the one it follows up, otherwise in the given order.
std::vector<entry> in_chain_order(std::vector<entry> entries);

} // namespace knowledge::exchange
