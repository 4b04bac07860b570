// Reads one table of the file: every key the schema names is looked up, checked and set; what is left over is unknown.
// Mistakes are collected, never thrown, so that an admin sees all of them at once.
#pragma once

#include "bot/config/environment.hpp"
#include "bot/config/load.hpp"
#include "bot/config/mistake.hpp"
#include "bot/config/schema.hpp"
#include "bot/config/secrets.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace bot::config {

// What all tables of one file share.
struct reading {
    std::string file;             // as named in mistakes
    std::filesystem::path folder; // relative paths start here
    const environment& lookup;    // outlives the reading
    secrets wanted = secrets::required;
    std::vector<mistake> mistakes; // in the order found

    void blame(const toml::source_region& where, std::string key, std::string message);
};

class table_reader final : public key_visitor {
  public:
    // `table` may be null: the file does not have this part, and every key keeps its default. `name` is what its keys
    // are called by: "server", "community.group".
    table_reader(reading& all, const toml::table* table, std::string name);

    [[nodiscard]] bool has(std::string_view key) const;
    // Blames the value of `key`, or the table when the key is not in it.
    void blame(std::string_view key, std::string message);
    void require(std::string_view key, std::string_view what);
    // A key that somebody else reads (the list of groups in a community).
    [[nodiscard]] const toml::node* take(std::string_view key);
    // Blames every key that nobody asked for. Call it last.
    void finish();

    void flag(std::string_view key, bool& value) override;
    void text(std::string_view key, std::string& value, text_rule rule) override;
    void texts(std::string_view key, std::vector<std::string>& value, text_rule rule) override;
    void rows(std::string_view key, std::vector<std::vector<std::string>>& value, text_rule rule) override;
    void port(std::string_view key, std::uint16_t& value) override;
    void percent(std::string_view key, double& value) override;
    void number(std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most) override;
    void duration(std::string_view key, std::chrono::seconds& value, std::chrono::seconds least,
                  std::chrono::seconds most) override;
    void path(std::string_view key, std::filesystem::path& value, path_rule rule) override;
    void speaks(std::string_view key, language& value) override;
    void hidden(std::string_view key, secret& value, bool needed) override;
    void hidden_if_named(std::string_view key, secret& value, bool in_use) override;
    void hidden_list(std::string_view key, std::vector<secret>& value, bool needed) override;
    void workspaces(std::string_view key, std::vector<workspace_settings>& value) override;
    void workspace(std::string_view key, group_settings& value) override;
    void workspace_members(std::string_view key, std::vector<workspace_settings>& value,
                           std::vector<std::string> workspace_settings::*list) override;
    void group_members(std::string_view key, group_settings& value,
                       std::vector<std::string> group_settings::*list) override;
    void group_id(std::string_view key, group_settings& value) override;

  private:
    struct located_text {
        std::string text;
        const toml::node* node;
    };
    void blame(const toml::node& node, std::string_view key, std::string message);
    const std::string* text_of(const toml::node& node, std::string_view key, std::string_view expected);
    // False when the key is absent or no list; elements that are no texts are blamed and left out.
    bool list_of(std::string_view key, std::string_view expected, std::vector<located_text>& into);
    enum class absent { is_a_mistake, is_fine };
    void one_secret(std::string_view key, secret& value, bool fetched, absent what);
    void refuse_inline_secret(std::string_view key, bool list);
    void fetch(const toml::node& node, std::string_view key, fetched_secret fetched, std::vector<secret>& into);
    [[nodiscard]] std::filesystem::path resolve(std::string_view text) const;

    reading& all_;
    const toml::table* table_;
    std::string name_;
    std::vector<std::string> known_;
};

} // namespace bot::config
