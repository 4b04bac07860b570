#include "bot/config/settings.hpp"

#include <algorithm>

namespace bot::config {

std::optional<group_settings> settings::group(adapters::chat::platform platform, std::string_view workspace,
                                              std::string_view id) const {
    for (const auto& community : communities) {
        for (const auto& group : community.groups) {
            if (group.platform == platform && group.workspace == workspace && group.id == id) return group;
        }
    }
    for (const auto& community : communities) {
        if (!community.unlisted_groups) continue;
        const bool ours = std::ranges::any_of(community.workspaces, [&](const workspace_settings& one) {
            return one.platform == platform && one.id == workspace;
        });
        if (!ours) continue;
        auto group = community.defaults;
        group.platform = platform;
        group.workspace = workspace;
        group.id = id;
        return group;
    }
    return std::nullopt;
}

} // namespace bot::config
