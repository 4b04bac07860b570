// The JSON that lives inside rows: lists read only with their row, and the whole entry of a revision. Written and read
// by us alone; the decoders throw error{unusable} on anything else, because then the file is damaged.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/questions.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

std::string encode(const std::vector<std::string>& list);
std::vector<std::string> decode_list(std::string_view json);

std::string encode(const std::vector<logged_candidate>& candidates);
std::vector<logged_candidate> decode_candidates(std::string_view json);

std::string encode(const entry& value);
entry decode_entry(std::string_view json);

} // namespace knowledge::store
