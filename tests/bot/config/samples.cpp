#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>

namespace samples {

namespace config = bot::config;

config::environment environment_of(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        if (it == variables.end()) return std::nullopt;
        return it->second;
    };
}

std::string with_community(std::string text) {
    return std::move(text) + std::string(simulator_community);
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
