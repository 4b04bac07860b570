#include "bot/config/describe.hpp"

#include "adapters/chat/json_text.hpp"
#include "bot/config/schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bot::config {

namespace {

using json = nlohmann::ordered_json;

std::string workspace_text(adapters::chat::platform on, const std::string& id) {
    return to_text(workspace_name{on, id});
}

// Writes what it visits into one JSON object.
class describer final : public key_visitor {
  public:
    [[nodiscard]] json take() { return std::move(out_); }

    void flag(std::string_view key, bool& value) override { put(key, value); }
    void text(std::string_view key, std::string& value, text_rule) override { put(key, value); }
    void texts(std::string_view key, std::vector<std::string>& value, text_rule) override { put(key, value); }
    void rows(std::string_view key, std::vector<std::vector<std::string>>& value, text_rule) override {
        put(key, value);
    }
    void port(std::string_view key, std::uint16_t& value) override { put(key, value); }
    void percent(std::string_view key, double& value) override { put(key, value); }
    void number(std::string_view key, std::int64_t& value, std::int64_t, std::int64_t) override { put(key, value); }
    void duration(std::string_view key, std::chrono::seconds& value, std::chrono::seconds,
                  std::chrono::seconds) override {
        put(key, to_text(value));
    }
    void path(std::string_view key, std::filesystem::path& value, path_rule) override { put(key, value.string()); }
    void speaks(std::string_view key, language& value) override { put(key, to_string(value)); }
    void hidden(std::string_view key, secret& value, bool) override { put(key, value.empty() ? "" : "***"); }
    void hidden_if_named(std::string_view key, secret& value, bool) override { hidden(key, value, false); }
    void hidden_list(std::string_view key, std::vector<secret>& value, bool) override {
        put(key, std::vector<std::string>(value.size(), "***"));
    }
    void workspaces(std::string_view key, std::vector<workspace_settings>& value) override {
        auto list = json::array();
        for (const auto& one : value)
            list.push_back(workspace_text(one.platform, one.id));
        put(key, std::move(list));
    }
    void workspace(std::string_view key, group_settings& value) override {
        put(key, workspace_text(value.platform, value.workspace));
    }
    void workspace_members(std::string_view key, std::vector<workspace_settings>& value,
                           std::vector<std::string> workspace_settings::*list) override {
        auto all = json::array();
        for (const auto& one : value) {
            for (const auto& id : one.*list)
                all.push_back(workspace_text(one.platform, one.id) + "/" + id);
        }
        put(key, std::move(all));
    }
    void group_members(std::string_view key, group_settings& value,
                       std::vector<std::string> group_settings::*list) override {
        put(key, value.*list);
    }
    void group_id(std::string_view key, group_settings& value) override { put(key, value.id); }

  private:
    void put(std::string_view key, json value) { out_[std::string(key)] = std::move(value); }

    json out_ = json::object();
};

template <class Keys, class Part>
json described(Keys keys, Part& part) {
    describer visitor;
    keys(visitor, part);
    return visitor.take();
}

json as_json(settings all) { // a copy, because visitors take what they may change
    json out;
    each_section(all,
                 [&](std::string_view name, auto keys, auto& part) { out[std::string(name)] = described(keys, part); });
    auto robots = json::array();
    for (auto& one : all.dingtalk.custom_robots)
        robots.push_back(described(custom_robot_keys, one));
    out["dingtalk"][std::string(custom_robot_section)] = std::move(robots);
    auto communities = json::array();
    for (auto& one : all.communities) {
        auto community = described(community_keys, one);
        auto groups = json::array();
        for (auto& group : one.groups)
            groups.push_back(described(group_keys, group));
        community[std::string(group_section)] = std::move(groups);
        if (one.speaks.own) {
            auto texts = json::object();
            for (const auto& [key, words] : *one.speaks.own) {
                if (!words.zh.empty()) texts[key]["zh"] = words.zh;
                if (!words.en.empty()) texts[key]["en"] = words.en;
            }
            community[std::string(texts_section)] = std::move(texts);
        }
        communities.push_back(std::move(community));
    }
    out[std::string(community_section)] = std::move(communities);
    return out;
}

void append_lines(std::string& out, const std::string& heading, const json& section) {
    out += fmt::format("{}{}\n", out.empty() ? "" : "\n", heading);
    for (const auto& [key, value] : section.items()) {
        if (key != group_section && key != custom_robot_section && key != texts_section)
            out += fmt::format("{} = {}\n", key, adapters::chat::json_text(value));
    }
}

} // namespace

std::string describe_as_json(const settings& all) {
    return adapters::chat::json_text(as_json(all));
}

std::string describe(const settings& all) {
    std::string out;
    const auto sections = as_json(all);
    for (const auto& [name, section] : sections.items()) {
        if (name != community_section) {
            append_lines(out, fmt::format("[{}]", name), section);
            if (name == "dingtalk") {
                for (const auto& robot : section.at(std::string(custom_robot_section)))
                    append_lines(out, fmt::format("[[dingtalk.{}]]", custom_robot_section), robot);
            }
            continue;
        }
        for (const auto& community : section) {
            append_lines(out, "[[community]]", community);
            if (community.contains(texts_section))
                append_lines(out, "[community.texts]", community.at(std::string(texts_section)));
            for (const auto& group : community.at(std::string(group_section)))
                append_lines(out, "[[community.group]]", group);
        }
    }
    return out;
}

} // namespace bot::config
