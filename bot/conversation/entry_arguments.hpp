// How what stands behind the name of a command about entries is read; rows of the table of commands name these. What
// they do not accept makes the message a question: "恢复数据怎么做" asks something.
#pragma once

#include "bot/conversation/command.hpp"

#include <optional>
#include <string_view>

namespace bot::conversation {

[[nodiscard]] std::optional<request> read_show_entry(std::string_view rest);
[[nodiscard]] std::optional<request> read_retire(std::string_view rest);
[[nodiscard]] std::optional<request> read_restore(std::string_view rest);
[[nodiscard]] std::optional<request> read_edit_entry(std::string_view rest);
[[nodiscard]] std::optional<request> read_join(std::string_view rest);
[[nodiscard]] std::optional<request> read_part(std::string_view rest);
[[nodiscard]] std::optional<request> read_correct(std::string_view rest);
[[nodiscard]] std::optional<request> read_canonical(std::string_view rest);

} // namespace bot::conversation
