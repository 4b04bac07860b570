// `qunda eval --tune`: thresholds proposed from labelled questions.
#pragma once

#include "bot/cli/arguments.hpp"

namespace bot::cli {

// Throws stop, store::error, match::input_error.
[[nodiscard]] int tune(const common_arguments& common, const eval_arguments& how);

} // namespace bot::cli
