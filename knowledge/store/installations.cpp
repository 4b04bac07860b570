#include "knowledge/store/installations.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

void save_installation(session& db, const installation& value) {
    db.run("INSERT INTO installation (platform, workspace, title, token, bot_member, bot_id, scopes, installed_by,"
           " installed_at) VALUES (:platform, :workspace, :title, :token, :bot_member, :bot_id, :scopes,"
           " :installed_by, :installed_at) ON CONFLICT (platform, workspace) DO UPDATE SET title = excluded.title,"
           " token = excluded.token, bot_member = excluded.bot_member, bot_id = excluded.bot_id,"
           " scopes = excluded.scopes, installed_by = excluded.installed_by, installed_at = excluded.installed_at",
           value.platform, value.workspace, value.title, value.token, value.bot_member, value.bot_id, value.scopes,
           value.installed_by, value.installed_at);
}

std::vector<installation> load_installations(session& db, std::string_view platform) {
    std::vector<installation> found;
    installation one;
    db.each(
        "SELECT platform, workspace, title, token, bot_member, bot_id, scopes, installed_by, installed_at"
        " FROM installation WHERE platform = :platform ORDER BY workspace",
        std::tie(one.platform, one.workspace, one.title, one.token, one.bot_member, one.bot_id, one.scopes,
                 one.installed_by, one.installed_at),
        [&] { found.push_back(one); }, platform);
    return found;
}

std::optional<installation> find_installation(session& db, std::string_view platform, std::string_view workspace) {
    for (installation& one : load_installations(db, platform)) {
        if (one.workspace == workspace) return std::move(one);
    }
    return std::nullopt;
}

bool remove_installation(session& db, std::string_view platform, std::string_view workspace) {
    return db.run("DELETE FROM installation WHERE platform = :platform AND workspace = :workspace", platform,
                  workspace) == 1;
}

} // namespace knowledge::store
