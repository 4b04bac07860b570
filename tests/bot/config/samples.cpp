#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <fstream>
#include <stdexcept>

namespace samples {

namespace config = bot::config;

config::environment environment_of(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        if (it == variables.end()) return std::nullopt;
        return it->second;
    };
}

temporary_folder::temporary_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "qunda-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temporary_folder::write(const std::string& name, std::string_view content, unsigned mode) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << content;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
    return file;
}

std::vector<std::string> mistakes_in(std::string_view text, const config::environment& lookup) {
    const auto result = config::parse(text, "q.toml", lookup);
    std::vector<std::string> lines;
    if (const auto* mistakes = std::get_if<std::vector<config::mistake>>(&result)) {
        for (const auto& one : *mistakes)
            lines.push_back(to_string(one));
        REQUIRE_FALSE(lines.empty());
    }
    return lines;
}

config::settings settings_in(std::string_view text, const config::environment& lookup) {
    auto result = config::parse(text, "q.toml", lookup);
    if (const auto* mistakes = std::get_if<std::vector<config::mistake>>(&result)) {
        for (const auto& one : *mistakes)
            UNSCOPED_INFO(to_string(one));
        FAIL("the configuration was refused");
    }
    return std::get<config::settings>(std::move(result));
}

} // namespace samples
