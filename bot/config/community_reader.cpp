#include "bot/config/community_reader.hpp"

#include "bot/conversation/own_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace bot::config {

void community_reader::read(const toml::table& root) {
    const auto* node = root.get(community_section);
    const auto* list = node == nullptr ? nullptr : node->as_array();
    if (list == nullptr || list->empty()) {
        all_.blame(node == nullptr ? toml::source_region{} : node->source(), std::string(community_section),
                   node == nullptr
                       ? "missing; expected at least one section [[community]], because without one the bot "
                         "has no group to answer in"
                       : "expected [[community]], in double brackets");
        return;
    }
    for (const auto& element : *list) {
        if (const auto* table = element.as_table())
            community(*table);
        else
            all_.blame(element.source(), std::string(community_section), "expected [[community]], in double brackets");
    }
}

void community_reader::community(const toml::table& table) {
    table_reader reader(all_, &table, std::string(community_section));
    community_settings read;
    community_keys(reader, read);
    read.defaults.community = read.name;
    read.defaults.timezone = read.timezone;
    if (const auto* node = reader.take(texts_section)) texts(*node, read);
    read.speaks = read.defaults.speaks;
    reader.require("name", "what this community is called");
    reader.require("workspaces", R"(where it lives, such as ["slack:T024BE7LD"])");
    const bool twice = !read.name.empty() && std::ranges::any_of(into_.communities, [&](const auto& other) {
        return other.name == read.name;
    });
    if (twice) reader.blame("name", fmt::format("there is another community called \"{}\"", read.name));
    check_thresholds(reader, read.defaults.at);
    check_workspaces(reader, read, table.source().begin.line);
    check_moderators_group(reader, read);
    if (const auto* node = reader.take(group_section)) groups(*node, read);
    reader.finish();
    into_.communities.push_back(std::move(read));
}

// A text in the community's language, or { zh = "…", en = "…" }.
void community_reader::texts(const toml::node& node, community_settings& into) {
    const auto name = fmt::format("{}.{}", community_section, texts_section);
    const auto* table = node.as_table();
    if (table == nullptr) return all_.blame(node.source(), name, "expected [community.texts], in single brackets");
    wording own;
    for (const auto& [key, value] : *table) {
        const std::string text_key(key.str());
        const auto full = fmt::format("{}.{}", name, text_key);
        if (const auto wrong = conversation::unknown_text(text_key); !wrong.empty()) {
            all_.blame(key.source(), full, wrong);
            continue;
        }
        auto& words = own[text_key];
        const auto take = [&](const toml::node& said, language speaks) {
            const auto* text = said.as_string();
            const auto wrong = text == nullptr ? std::string(R"(expected a text, or { zh = "…", en = "…" })")
                                               : conversation::wrong_words(text_key, text->get());
            if (!wrong.empty()) return all_.blame(said.source(), full, wrong);
            (speaks == language::zh ? words.zh : words.en) = text->get();
        };
        const auto* both = value.as_table();
        if (both == nullptr) {
            take(value, into.defaults.speaks);
            continue;
        }
        for (const auto& [spoken, said] : *both) {
            if (spoken.str() == "zh" || spoken.str() == "en")
                take(said, spoken.str() == "zh" ? language::zh : language::en);
            else
                all_.blame(spoken.source(), full, R"(unknown language; expected zh or en)");
        }
    }
    into.defaults.speaks.own = std::make_shared<const wording>(std::move(own));
}

void community_reader::check_workspaces(table_reader& reader, const community_settings& value, unsigned line) {
    if (!value.unlisted_groups) return;
    for (const auto& one : value.workspaces) {
        const auto first = std::ranges::find_if(
            unlisted_, [&](const naming& other) { return other.on == one.platform && other.workspace == one.id; });
        if (first == unlisted_.end()) {
            unlisted_.push_back({one.platform, one.id, {}, value.name, line});
            continue;
        }
        reader.blame("workspaces",
                     fmt::format("\"{}\" also belongs to community \"{}\" (line {}), and both would answer its direct "
                                 "messages and unlisted groups; set unlisted_groups = false in one of them",
                                 to_text(workspace_name{one.platform, one.id}), first->community, first->line));
    }
}

void community_reader::check_moderators_group(table_reader& reader, const community_settings& value) {
    const auto place = value.moderators_place();
    if (!place || value.workspaces.empty()) return;
    const bool ours = std::ranges::any_of(value.workspaces, [&](const workspace_settings& one) {
        return one.platform == place->on && one.id == place->workspace;
    });
    if (!ours)
        reader.blame("moderators_group", fmt::format("{} is not one of this community's workspaces",
                                                     to_text(workspace_name{place->on, place->workspace})));
}

void community_reader::groups(const toml::node& node, community_settings& into) {
    const auto* list = node.as_array();
    constexpr std::string_view expected = "expected [[community.group]], in double brackets";
    if (list == nullptr) return all_.blame(node.source(), "community.group", std::string(expected));
    for (const auto& element : *list) {
        if (const auto* table = element.as_table())
            group(*table, into);
        else
            all_.blame(element.source(), "community.group", std::string(expected));
    }
}

void community_reader::group(const toml::table& table, community_settings& into) {
    table_reader reader(all_, &table, fmt::format("{}.{}", community_section, group_section));
    auto read = into.defaults;
    if (into.workspaces.size() == 1) {
        read.platform = into.workspaces.front().platform;
        read.workspace = into.workspaces.front().id;
    }
    group_keys(reader, read);
    reader.require("id", "the platform's id of the group");
    check_thresholds(reader, read.at);
    reader.finish();

    const auto home = std::ranges::find_if(into.workspaces, [&](const workspace_settings& one) {
        return one.platform == read.platform && one.id == read.workspace;
    });
    if (home == into.workspaces.end()) {
        if (into.workspaces.size() > 1 && !reader.has("workspace"))
            reader.require("workspace", "which of this community's workspaces the group is in");
        else if (!into.workspaces.empty() && !read.workspace.empty())
            reader.blame("workspace", fmt::format("{} is not one of this community's workspaces",
                                                  to_text(workspace_name{read.platform, read.workspace})));
        return;
    }
    if (!reader.has("moderators")) read.moderators = home->moderators;
    if (!reader.has("trusted")) read.trusted = home->trusted;
    if (read.id.empty()) return;

    const auto first = std::ranges::find_if(groups_, [&](const naming& other) {
        return other.on == read.platform && other.workspace == read.workspace && other.id == read.id;
    });
    if (first == groups_.end())
        groups_.push_back({read.platform, read.workspace, read.id, into.name, table.source().begin.line});
    else
        reader.blame("id",
                     fmt::format("this group is listed already in line {}, in community \"{}\"; a group belongs to "
                                 "one community and is listed once",
                                 first->line, first->community));
    into.groups.push_back(std::move(read));
}

void community_reader::check_thresholds(table_reader& reader, const knowledge::match::thresholds& at) {
    if (at.suggest_at <= at.answer_at) return;
    if (!reader.has("suggest_at") && !reader.has("answer_at")) return; // inherited, and blamed there
    reader.blame(reader.has("suggest_at") ? "suggest_at" : "answer_at",
                 fmt::format("suggest_at ({}) is above answer_at ({}), so nothing could ever be suggested; expected "
                             "suggest_at <= answer_at",
                             at.suggest_at, at.answer_at));
}

} // namespace bot::config
