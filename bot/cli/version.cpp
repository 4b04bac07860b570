#include "bot/cli/verbs.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace bot::cli {

int version(const version_arguments& how) {
    if (how.json)
        std::cout << nlohmann::json{{"name", "qunda"}, {"version", QUNDA_VERSION}} << '\n';
    else
        std::cout << "qunda " QUNDA_VERSION "\n";
    return ok;
}

} // namespace bot::cli
