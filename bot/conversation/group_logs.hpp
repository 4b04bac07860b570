// What the groups' own logs say about which messages are for the bot (match/own_log.hpp), learnt once. Immutable, so it
// may be asked from any thread. Only groups with `learn_from_log` are learnt from, and only they are told.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/match/own_log.hpp"
#include "knowledge/store/settled.hpp"
#include "knowledge/store/store.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot::conversation {

class group_logs {
  public:
    // unseen: also what a log says of its own messages without having learnt from them; five times the work.
    enum class wanted { messages, unseen };

    // A community's questions, oldest first; their groups' settings say who wants it.
    struct asked_in {
        std::string community;
        std::vector<knowledge::store::settled_question> questions;
    };
    group_logs() = default; // nothing is learnt
    group_logs(const config::settings& settings, const std::vector<asked_in>& all, wanted what = wanted::messages);

    // In log-odds, 0 where the group does not want it or nothing is learnt.
    [[nodiscard]] double for_us(const config::group_settings& group, std::string_view text) const;
    // The same for a question of the log, as if it were not in it. Needs wanted::unseen.
    [[nodiscard]] double for_us(const config::group_settings& group, knowledge::question_id id,
                                std::string_view text) const;

    // Whose log a group goes by: its own, or where that has too few messages its community's.
    struct source {
        std::size_t for_bot = 0, not_for_bot = 0;
        bool own = false;    // the group's
        bool learnt = false; // there were enough
    };
    [[nodiscard]] source source_of(const config::group_settings& group) const;

  private:
    struct learnt {
        knowledge::match::own_log log;
        std::map<knowledge::question_id, double> unseen;
    };
    [[nodiscard]] const learnt* of(const config::group_settings& group) const;

    std::map<std::string, learnt> by_group_, by_community_;
};

// Does any group of this configuration want it?
[[nodiscard]] bool learns_from_logs(const config::settings& settings);

// From the database as it is. Throws store::error.
[[nodiscard]] std::vector<group_logs::asked_in> settled_in(const knowledge::store::store& store,
                                                           const config::settings& settings);

} // namespace bot::conversation
