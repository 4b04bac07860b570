// Days as people type and files keep them, "2026-12-31": ISO dates, which order as text.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace knowledge {

// nullopt for anything but exactly that, and for a day that does not exist.
[[nodiscard]] std::optional<std::chrono::year_month_day> day_from(std::string_view text);
[[nodiscard]] std::string to_string(std::chrono::year_month_day day);

} // namespace knowledge
