// `qunda eval FILE.jsonl`: the questions an admin keeps with what is expected of each.
#pragma once

#include "bot/cli/arguments.hpp"

namespace bot::cli {

// Throws stop, store::error.
[[nodiscard]] int eval_file(const common_arguments& common, const eval_arguments& how);

} // namespace bot::cli
