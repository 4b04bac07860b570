// Whose thresholds and collections a verb goes by.
#pragma once

#include "bot/cli/arguments.hpp"
#include "bot/config/settings.hpp"

#include <string>

namespace bot::cli {

struct audience {
    std::string name;      // for people: "group brewing", "community Tea house", "everybody"
    std::string community; // whose questions; empty: of all communities
    std::string group_id;  // empty: of all groups
    config::group_settings settings;
    bool everywhere = false; // there is no configuration file: the settings are those of every place

    [[nodiscard]] bool includes(std::string_view community_of_it, std::string_view group_of_it) const;
};

// Throws stop{bad_usage} when there is no such group or community, or several groups of that name.
[[nodiscard]] audience audience_of(const common_arguments& common, const config::settings& settings,
                                   const audience_arguments& wanted);

} // namespace bot::cli
