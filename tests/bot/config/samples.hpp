// What the tests of the configuration share: fake environments, small files, a community that is right.
#pragma once

#include "bot/config/load.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace samples {

bot::config::environment environment_of(std::map<std::string, std::string> variables);

// A folder of its own that goes away with the object.
class temporary_folder {
  public:
    temporary_folder();
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, std::string_view content, unsigned mode = 0600) const;

  private:
    std::filesystem::path path_;
};

inline constexpr std::string_view simulator_community = R"(
[simulator]
enabled = true
[[community]]
name = "Tea house"
workspaces = ["simulator:local"]
)";

// Each mistake as to_string() prints it; empty when there is none.
std::vector<std::string> mistakes_in(std::string_view text,
                                     const bot::config::environment& lookup = environment_of({}));

// The settings; fails the test with all mistakes when there are some.
bot::config::settings settings_in(std::string_view text, const bot::config::environment& lookup = environment_of({}));

} // namespace samples
