#include "bot/cli/audience.hpp"

#include "bot/cli/setup.hpp"

#include <vector>

namespace bot::cli {

namespace {

audience of_group(const config::settings& settings, const std::string& wanted) {
    std::vector<const config::group_settings*> found;
    for (const auto& community : settings.communities)
        for (const auto& group : community.groups)
            if (group.id == wanted || group.name == wanted) found.push_back(&group);
    if (found.empty()) throw stop(bad_usage, "--group: the configuration has no group " + wanted);
    if (found.size() > 1)
        throw stop(bad_usage, "--group: several groups are called " + wanted + "; give the id of one");
    return {.name = "group " + (found.front()->name.empty() ? found.front()->id : found.front()->name),
            .community = found.front()->community,
            .group_id = found.front()->id,
            .settings = *found.front()};
}

} // namespace

bool audience::includes(std::string_view community_of_it, std::string_view group_of_it) const {
    return (community.empty() || community == community_of_it) && (group_id.empty() || group_id == group_of_it);
}

audience audience_of(const common_arguments& common, const config::settings& settings,
                     const audience_arguments& wanted) {
    if (!wanted.group.empty()) return of_group(settings, wanted.group);
    for (const auto& one : settings.communities) {
        const bool meant = wanted.community.empty() ? settings.communities.size() == 1 : one.name == wanted.community;
        if (!meant) continue;
        return {.name = "community " + one.name,
                .community = wanted.community, // not asked for: any database, whatever its communities are called
                .group_id = {},
                .settings = one.defaults,
                .everywhere = config_file(common).empty()};
    }
    if (!wanted.community.empty()) throw stop(bad_usage, "--community: there is no community " + wanted.community);
    return {.name = "everybody", .community = {}, .group_id = {}, .settings = {}};
}

} // namespace bot::cli
