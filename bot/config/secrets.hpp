// Fetches secrets from where the configuration says they are. Every reason for refusing one is text for the admin and
// never contains the secret, nor a value that may be one by mistake.
#pragma once

#include "bot/config/environment.hpp"
#include "bot/config/settings.hpp"

#include <filesystem>
#include <string>
#include <variant>

namespace bot::config {

using fetched_secret = std::variant<secret, std::string>; // the string says why there is none

fetched_secret secret_from_environment(const std::string& variable, const environment& lookup);

// The file holds one line; the newline at its end is dropped. It must not be open to everybody.
fetched_secret secret_from_file(const std::filesystem::path& file);

} // namespace bot::config
