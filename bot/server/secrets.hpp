// Secrets of the configuration in the form the verifying functions take.
#pragma once

#include "bot/config/settings.hpp"

#include <string>
#include <vector>

namespace bot::server {

inline std::vector<std::string> revealed(const std::vector<config::secret>& secrets) {
    std::vector<std::string> plain;
    for (const auto& one : secrets)
        plain.push_back(one.reveal());
    return plain;
}

} // namespace bot::server
