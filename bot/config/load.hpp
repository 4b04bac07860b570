// Reads the configuration file (TOML) into settings, or says everything that is wrong with it.
#pragma once

#include "bot/config/environment.hpp"
#include "bot/config/mistake.hpp"
#include "bot/config/settings.hpp"

#include <filesystem>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::config {

// required: a platform that is enabled must have its secrets (promise 3: a missing one refuses to start).
// not_needed: for verbs that only work on the database; no secret is looked up and all stay empty.
enum class secrets { required, not_needed };

// The mistakes are ordered by place in the file and never empty. A mistake of TOML itself comes alone, because what
// follows it cannot be trusted.
using loaded = std::variant<settings, std::vector<mistake>>;

// Relative paths in the file are taken from the folder the file is in.
[[nodiscard]] loaded load(const std::filesystem::path& file, const environment& lookup,
                          secrets wanted = secrets::required);

// The same for text that was read already; `file` gives the name for mistakes and the folder for relative paths.
[[nodiscard]] loaded parse(std::string_view text, const std::filesystem::path& file, const environment& lookup,
                           secrets wanted = secrets::required);

} // namespace bot::config
