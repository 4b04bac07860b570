// What `--json` prints: one value a line on standard output.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace bot::cli {

void print_json(const nlohmann::ordered_json& value);

} // namespace bot::cli
