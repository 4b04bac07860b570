#include "bot/cli/dates.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "knowledge/day.hpp"
#include "knowledge/weekly/collect.hpp"
#include "knowledge/weekly/draft.hpp"
#include "knowledge/weekly/review.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <iostream>

namespace bot::cli {

namespace weekly = knowledge::weekly;
using std::chrono::year_month_day;

namespace {

std::string utc_offset(knowledge::timestamp at, const date::time_zone& zone) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(zone.get_info(at).offset).count();
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

// The one --community names, else the only one there is. nullptr: all communities together.
const config::community_settings* community_of(const config::settings& settings, const std::string& name) {
    for (const auto& one : settings.communities) {
        if (one.name == name) return &one;
    }
    if (!name.empty()) throw stop(bad_usage, "--community: there is no community " + name);
    return settings.communities.size() == 1 ? &settings.communities.front() : nullptr;
}

} // namespace

int weekly_draft(const common_arguments& common, const weekly_draft_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto* community = community_of(settings, how.community);
    const auto first = day_of(how.from, "--from");
    const auto last = day_of(how.to, "--to");
    if (last < first) throw stop(bad_usage, "--to is before --from");

    const auto& zone = *date::locate_zone(community ? community->timezone : config::community_settings().timezone);
    const year_month_day behind = std::chrono::sys_days(last) + std::chrono::days(1);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    // Without --config any database may be drafted from, whatever its communities are called.
    const auto name = config_file(common).empty() && how.community.empty() ? std::string()
                      : community                                          ? community->name
                                                                           : std::string();
    auto found = store.read([&](knowledge::store::session& db) {
        return weekly::collect(
            db, {.community = name, .from = midnight(first, zone), .to = midnight(behind, zone), .show_names = true});
    });

    const auto collections = community ? community->defaults.collections : std::vector<std::string>();
    const auto looked = store.read([&](knowledge::store::session& db) {
        return weekly::review_stored(db, collections, knowledge::to_string(last), now());
    });

    const bool english = community && community->speaks == config::language::en;
    const auto speaks = english ? weekly::language::en : weekly::language::zh;
    const auto page = weekly::write_draft({.speaks = speaks,
                                           .title = how.title,
                                           .first_day = first,
                                           .last_day = last,
                                           .utc_offset = utc_offset(midnight(last, zone), zone),
                                           .threads = std::move(found.threads),
                                           .unanswered = std::move(found.unanswered),
                                           .due = weekly::for_editor(looked, speaks)});
    if (how.out)
        write_file(*how.out, page);
    else
        std::cout << page;
    return ok;
}

} // namespace bot::cli
