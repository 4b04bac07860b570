#include "adapters/chat/json_text.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/config/describe.hpp"
#include "bot/config/environment.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace bot::cli {

int config_check(const common_arguments& common, const config_check_arguments& how) {
    const auto file = config_file(common);
    auto read = file.empty() ? config::loaded(config::embedded_default())
                             : config::load(file, config::process_environment(), config::secrets::required);
    const auto* mistakes = std::get_if<std::vector<config::mistake>>(&read);
    if (how.json) {
        auto found = nlohmann::json::array();
        for (const auto& one : mistakes ? *mistakes : std::vector<config::mistake>{}) {
            found.push_back({{"file", one.file},
                             {"line", one.line},
                             {"column", one.column},
                             {"key", one.key},
                             {"message", one.message}});
        }
        nlohmann::json answer{{"file", file.string()}, {"mistakes", found}};
        if (!mistakes)
            answer["settings"] = nlohmann::json::parse(config::describe_as_json(std::get<config::settings>(read)));
        std::cout << adapters::chat::json_page(answer) << '\n';
        return mistakes ? bad_config : ok;
    }
    if (mistakes) {
        for (const auto& one : *mistakes)
            std::cerr << to_string(one) << '\n';
        std::cerr << "qunda: " << mistakes->size() << (mistakes->size() == 1 ? " mistake" : " mistakes") << " in "
                  << file.string() << '\n';
        return bad_config;
    }
    std::cout << config::describe(std::get<config::settings>(read));
    std::cerr << (file.empty() ? std::string("no configuration file: the embedded default is in force")
                               : file.string() + ": no mistakes")
              << '\n';
    return ok;
}

} // namespace bot::cli
