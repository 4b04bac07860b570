#include "bot/cli/print_json.hpp"

#include "adapters/chat/json_text.hpp"

#include <iostream>

namespace bot::cli {

void print_json(const nlohmann::ordered_json& value) {
    std::cout << adapters::chat::json_text(value) << '\n';
}

} // namespace bot::cli
