// Reads [[community]] with its groups and texts: who lives where, who inherits what, and that nothing belongs to two.
// Mistakes go where table_reader puts them. load.hpp is for everybody who wants settings.
#pragma once

#include "bot/config/reader.hpp"
#include "bot/config/settings.hpp"

#include <string>
#include <vector>

#include <toml++/toml.h>

namespace bot::config {

class community_reader {
  public:
    // Both outlive it.
    community_reader(reading& all, settings& into) : all_(all), into_(into) {}

    void read(const toml::table& root);

  private:
    // Where a group or workspace was named first, for the message about the second time.
    struct naming {
        adapters::chat::platform on;
        std::string workspace, id;
        std::string community;
        unsigned line;
    };

    void community(const toml::table& table);
    void check_workspaces(table_reader& reader, const community_settings& value, unsigned line);
    void texts(const toml::node& node, community_settings& into);
    static void check_moderators_group(table_reader& reader, const community_settings& value);
    void groups(const toml::node& node, community_settings& into);
    void group(const toml::table& table, community_settings& into);
    static void check_thresholds(table_reader& reader, const knowledge::match::thresholds& at);

    reading& all_;
    settings& into_;
    std::vector<naming> unlisted_, groups_;
};

} // namespace bot::config
