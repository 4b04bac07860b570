// A command's name with what it takes written in another form: "ignore 1" for "ignore #1", "静音 两小时" for "静音 2h".
// Whoever writes it is told the form. Words that could go on to ask something make no slip, so that questions stay
// questions; typing_mistake.hpp has slips in the name itself.
#pragma once

#include "bot/conversation/command.hpp"

#include <optional>
#include <string_view>

namespace bot::conversation {

// `rest` is what stands behind `name`, and what the command does not take as it is.
[[nodiscard]] std::optional<mistyped> argument_slip(const command& meant, std::string_view name, std::string_view rest);

} // namespace bot::conversation
