#include "bot/conversation/group_logs.hpp"

#include "bot/conversation/key.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace match = knowledge::match;

namespace {

// 128 KiB each. Of more groups those with the most messages have one; the others go by their community's.
constexpr std::size_t most_of_groups = 32;

std::string name_of(std::string_view platform, std::string_view workspace, std::string_view group) {
    return key({platform, workspace, group});
}

struct messages {
    std::vector<match::settled_message> texts;
    std::vector<knowledge::question_id> ids;

    void add(const store::settled_question& one) {
        texts.push_back({one.text, one.for_us});
        ids.push_back(one.id);
    }
};

// The groups with the most messages first.
std::vector<std::pair<std::string, messages>> largest(std::map<std::string, messages> all) {
    std::vector<std::pair<std::string, messages>> sorted(std::make_move_iterator(all.begin()),
                                                         std::make_move_iterator(all.end()));
    std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& one) { return one.second.texts.size(); });
    if (sorted.size() > most_of_groups) sorted.resize(most_of_groups);
    return sorted;
}

bool wants_any(const config::community_settings& one) {
    return one.defaults.learn_from_log || std::ranges::any_of(one.groups, &config::group_settings::learn_from_log);
}

} // namespace

group_logs::group_logs(const config::settings& settings, const std::vector<asked_in>& all, wanted what) {
    const auto learn = [what](const messages& from) {
        learnt made{match::own_log(from.texts), {}};
        if (what == wanted::messages || !made.log.has_learnt()) return made;
        const auto said = match::for_us_unseen(from.texts);
        for (std::size_t i = 0; i < said.size(); ++i)
            made.unseen.emplace(from.ids[i], said[i]);
        return made;
    };
    std::map<std::string, messages> of_groups;
    for (const auto& [community, questions] : all) {
        messages of_community;
        std::map<std::string, bool> wanting;
        for (const auto& one : questions) {
            const auto name = name_of(one.platform, one.workspace, one.group);
            const auto [found, first] = wanting.emplace(name, false);
            if (first) {
                const auto platform = adapters::chat::platform_from(one.platform);
                const auto group = platform ? settings.group(*platform, one.workspace, one.group) : std::nullopt;
                found->second = group && group->learn_from_log && group->community == community;
            }
            if (!found->second) continue;
            of_groups[name].add(one);
            of_community.add(one);
        }
        by_community_.emplace(community, learn(of_community));
    }
    for (const auto& [name, from] : largest(std::move(of_groups)))
        if (auto made = learn(from); made.log.has_learnt()) by_group_.emplace(name, std::move(made));
}

const group_logs::learnt* group_logs::of(const config::group_settings& group) const {
    if (!group.learn_from_log) return nullptr;
    const auto own = by_group_.find(name_of(to_string(group.platform), group.workspace, group.id));
    if (own != by_group_.end()) return &own->second;
    const auto shared = by_community_.find(group.community);
    return shared == by_community_.end() ? nullptr : &shared->second;
}

double group_logs::for_us(const config::group_settings& group, std::string_view text) const {
    const auto* log = of(group);
    return log == nullptr ? 0 : log->log.for_us(text);
}

double group_logs::for_us(const config::group_settings& group, knowledge::question_id id, std::string_view text) const {
    const auto* log = of(group);
    if (log == nullptr) return 0;
    const auto found = log->unseen.find(id);
    return found == log->unseen.end() ? log->log.for_us(text) : found->second;
}

group_logs::source group_logs::source_of(const config::group_settings& group) const {
    const auto* log = of(group);
    if (log == nullptr) return {};
    return {.for_bot = log->log.for_bot(),
            .not_for_bot = log->log.not_for_bot(),
            .own = by_group_.contains(name_of(to_string(group.platform), group.workspace, group.id)),
            .learnt = log->log.has_learnt()};
}

bool learns_from_logs(const config::settings& settings) {
    return std::ranges::any_of(settings.communities, wants_any);
}

std::vector<group_logs::asked_in> settled_in(const store::store& store, const config::settings& settings) {
    std::vector<group_logs::asked_in> all;
    for (const auto& one : settings.communities) {
        if (!wants_any(one)) continue;
        all.push_back({one.name, store.read([&](store::session& db) {
                           return store::settled_questions(db, one.name, match::own_log::most_messages);
                       })});
    }
    return all;
}

} // namespace bot::conversation
