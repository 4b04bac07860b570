// The workspaces somebody installed the bot in, with the token each of them gave. Tokens are stored as they come in:
// sealing them is the caller's, who has the key.
#pragma once

#include "knowledge/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

struct installation {
    std::string platform, workspace; // "slack", "T024BE7LD" (or the E… of an organisation)
    std::string title;               // the workspace's name, for people
    std::string token;               // sealed
    std::string bot_member;          // the bot's own member id there
    std::string bot_id;              // its id as an app, where the platform has one
    std::string scopes;              // as granted, separated by commas
    std::string installed_by;        // member id
    timestamp installed_at;

    bool operator==(const installation&) const = default;
};

// Installing again replaces.
void save_installation(session& db, const installation& value);
std::optional<installation> find_installation(session& db, std::string_view platform, std::string_view workspace);
std::vector<installation> load_installations(session& db, std::string_view platform); // by workspace
// False when there was none.
bool remove_installation(session& db, std::string_view platform, std::string_view workspace);

} // namespace knowledge::store
