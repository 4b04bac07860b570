#include "bot/config/environment.hpp"

#include <cstdlib>

namespace bot::config {

environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        if (value == nullptr) return std::nullopt;
        return value;
    };
}

} // namespace bot::config
