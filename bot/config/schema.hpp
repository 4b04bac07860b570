// The one table of keys. Each function below names every key of one part of the file with the member it sets and the
// rule its value must keep; whoever reads, prints or documents keys is a visitor of it, so none can forget one.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/config/values.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bot::config {

enum class path_rule {
    database,    // may not exist yet
    public_file, // must exist
    private_file // must exist and not be open to everybody
};

class key_visitor {
  public:
    virtual ~key_visitor() = default;
    virtual void flag(std::string_view key, bool& value) = 0;
    virtual void text(std::string_view key, std::string& value, text_rule rule) = 0;
    virtual void texts(std::string_view key, std::vector<std::string>& value, text_rule rule) = 0;
    // Lists of texts, each of two and more; no text is in two of them.
    virtual void rows(std::string_view key, std::vector<std::vector<std::string>>& value, text_rule rule) = 0;
    virtual void port(std::string_view key, std::uint16_t& value) = 0;
    virtual void percent(std::string_view key, double& value) = 0; // 0 to 100
    virtual void number(std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most) = 0;
    virtual void duration(std::string_view key, std::chrono::seconds& value, std::chrono::seconds least,
                          std::chrono::seconds most) = 0;
    virtual void path(std::string_view key, std::filesystem::path& value, path_rule rule) = 0;
    virtual void speaks(std::string_view key, language& value) = 0;
    // A secret is not written under its key but as key_env or key_file. `needed`: it must be there.
    virtual void hidden(std::string_view key, secret& value, bool needed) = 0;
    // Looked up when it is named and the part is in use; nobody blames it for not being there.
    virtual void hidden_if_named(std::string_view key, secret& value, bool in_use) = 0;
    virtual void hidden_list(std::string_view key, std::vector<secret>& value, bool needed) = 0;
    virtual void workspaces(std::string_view key, std::vector<workspace_settings>& value) = 0;
    virtual void workspace(std::string_view key, group_settings& value) = 0; // sets platform and workspace
    // Members of each workspace (moderators, trusted ones), written "slack:T1/U1"; "U1" when there is only one
    // workspace.
    virtual void workspace_members(std::string_view key, std::vector<workspace_settings>& value,
                                   std::vector<std::string> workspace_settings::*list) = 0;
    virtual void group_members(std::string_view key, group_settings& value,
                               std::vector<std::string> group_settings::*list) = 0;
    virtual void group_id(std::string_view key, group_settings& value) = 0;
};

void server_keys(key_visitor& visit, server_settings& value);
void network_keys(key_visitor& visit, network_settings& value);
void storage_keys(key_visitor& visit, storage_settings& value);
void logging_keys(key_visitor& visit, logging_settings& value);
void slack_keys(key_visitor& visit, slack_settings& value);
void dingtalk_keys(key_visitor& visit, dingtalk_settings& value);
void custom_robot_keys(key_visitor& visit, custom_robot_settings& value);
void simulator_keys(key_visitor& visit, simulator_settings& value);
void retention_keys(key_visitor& visit, retention_settings& value);
void community_keys(key_visitor& visit, community_settings& value); // without its groups
void group_keys(key_visitor& visit, group_settings& value);

// Every section with a name of its own in the file, in order: f(name, keys, member of `all`).
template <class F>
void each_section(settings& all, F f) {
    f("server", server_keys, all.server);
    f("network", network_keys, all.network);
    f("storage", storage_keys, all.storage);
    f("logging", logging_keys, all.logging);
    f("slack", slack_keys, all.slack);
    f("dingtalk", dingtalk_keys, all.dingtalk);
    f("simulator", simulator_keys, all.simulator);
    f("retention", retention_keys, all.retention);
}

inline constexpr std::string_view custom_robot_section = "custom_robot"; // [[dingtalk.custom_robot]]
inline constexpr std::string_view community_section = "community";       // [[community]] …
inline constexpr std::string_view group_section = "group";               // … and [[community.group]]
inline constexpr std::string_view texts_section = "texts";               // … and [community.texts]

} // namespace bot::config
