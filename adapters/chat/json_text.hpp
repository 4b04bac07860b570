// A tree of JSON values as text, in one place: nlohmann/json's serialiser takes seconds to compile in every file that
// calls it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace adapters::chat {

// On one line. Bytes that are no UTF-8 become U+FFFD; it never throws for them.
[[nodiscard]] std::string json_text(const nlohmann::json& value);
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value);
// For people: indented by two.
[[nodiscard]] std::string json_page(const nlohmann::json& value);
[[nodiscard]] std::string json_page(const nlohmann::ordered_json& value);

} // namespace adapters::chat
