// What the tests of the configuration share: fake environments, small files, a community that is right.
#pragma once

#include "bot/config/load.hpp"
#include "tests/support/temporary_folder.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace samples {

bot::config::environment environment_of(std::map<std::string, std::string> variables);

using tests::temporary_folder;

inline constexpr std::string_view simulator_community = R"(
[simulator]
enabled = true
[[community]]
name = "Tea house"
workspaces = ["simulator:local"]
)";

// The configuration, completed with the community above.
std::string with_community(std::string text);

// Each mistake as to_string() prints it; empty when there is none.
std::vector<std::string> mistakes_in(std::string_view text,
                                     const bot::config::environment& lookup = environment_of({}));

// The settings; fails the test with all mistakes when there are some.
bot::config::settings settings_in(std::string_view text, const bot::config::environment& lookup = environment_of({}));

} // namespace samples
