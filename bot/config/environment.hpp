// How the rest of the program asks for environment variables, so that a test hands in its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace bot::config {

// nullopt: not set. Set and empty is an empty text.
using environment = std::function<std::optional<std::string>(const std::string& name)>;

environment process_environment();

} // namespace bot::config
