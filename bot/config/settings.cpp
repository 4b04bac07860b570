#include "bot/config/settings.hpp"

#include "adapters/net/ascii.hpp"
#include "bot/config/values.hpp"

#include <algorithm>
#include <ostream>

namespace bot::config {

std::ostream& operator<<(std::ostream& out, const secret&) {
    return out << "***";
}

std::string_view to_string(language which) {
    return which == language::zh ? "zh" : "en";
}

std::string simulator_member_id(std::string_view name) {
    return adapters::net::lower(name);
}

settings embedded_default() {
    group_settings group;
    group.platform = adapters::chat::platform::simulator;
    group.workspace = simulator_workspace;
    group.id = simulator_group;
    group.name = "试用群";
    group.community = "试用";
    group.moderators = {simulator_member_id("Mona")};

    community_settings community;
    community.name = group.community;
    community.defaults.community = group.community;
    community.workspaces = {{group.platform, group.workspace, group.moderators}};
    community.groups = {group};

    settings all;
    all.simulator.enabled = true;
    all.communities = {community};
    return all;
}

adapters::chat::abilities settings::abilities_of(adapters::chat::platform platform) const {
    switch (platform) {
    case adapters::chat::platform::slack:
        return {.replaces = true, .withdraws = true, .whispers = true};
    case adapters::chat::platform::dingtalk:
        return {.replaces = dingtalk.has_cards(),
                .withdraws = dingtalk.has_openapi(),
                .whispers = dingtalk.has_openapi(),
                .mentions_many = true};
    case adapters::chat::platform::simulator:
        break;
    }
    return {};
}

std::optional<group_settings> settings::group(adapters::chat::platform platform, std::string_view workspace,
                                              std::string_view id) const {
    for (const auto& community : communities) {
        for (const auto& group : community.groups) {
            if (group.platform == platform && group.workspace == workspace && group.id == id) return group;
        }
    }
    for (const auto& community : communities) {
        const auto place = community.moderators_place();
        const bool moderators = place && place->on == platform && place->workspace == workspace && place->group == id;
        if (!community.unlisted_groups && !moderators) continue;
        const auto ours = std::ranges::find_if(community.workspaces, [&](const workspace_settings& one) {
            return one.platform == platform && one.id == workspace;
        });
        if (ours == community.workspaces.end()) continue;
        auto group = community.defaults;
        group.moderators.insert(group.moderators.end(), ours->moderators.begin(), ours->moderators.end());
        group.trusted.insert(group.trusted.end(), ours->trusted.begin(), ours->trusted.end());
        group.platform = platform;
        group.workspace = workspace;
        group.id = id;
        return group;
    }
    return std::nullopt;
}

bool settings::names(adapters::chat::platform platform, std::string_view workspace) const {
    return std::ranges::any_of(communities, [&](const community_settings& community) {
        return std::ranges::any_of(community.workspaces, [&](const workspace_settings& one) {
            return one.platform == platform && one.id == workspace;
        });
    });
}

std::vector<std::vector<std::string>> settings::synonyms() const {
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : communities)
        rows.insert(rows.end(), one.synonyms.begin(), one.synonyms.end());
    return rows;
}

const community_settings* settings::community(std::string_view name) const {
    const auto found = std::ranges::find(communities, name, &community_settings::name);
    return found == communities.end() ? nullptr : &*found;
}

std::optional<adapters::chat::place> community_settings::moderators_place() const {
    const auto found = parse_group(moderators_group);
    if (!found) return std::nullopt;
    adapters::chat::place place;
    place.on = found->home.on;
    place.workspace = found->home.id;
    place.group = found->id;
    return place;
}

} // namespace bot::config
