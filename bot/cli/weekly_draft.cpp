#include "bot/cli/dates.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/cli/write_file.hpp"
#include "knowledge/day.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/weekly/collect.hpp"
#include "knowledge/weekly/draft.hpp"
#include "knowledge/weekly/review.hpp"

#include <date/tz.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace bot::cli {

namespace weekly = knowledge::weekly;
using std::chrono::year_month_day;

namespace {

std::string utc_offset(knowledge::timestamp at, const date::time_zone& zone) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(zone.get_info(at).offset).count();
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

// The one --community names, else the only one there is: a page is one community's, whose members it names. "": there
// is none.
std::string chosen(const std::vector<std::string>& known, const std::string& named) {
    if (named.empty() && known.size() > 1)
        throw stop(bad_usage, fmt::format("--community: say whose weekly, one of: {}", fmt::join(known, ", ")));
    if (named.empty()) return known.empty() ? std::string() : known.front();
    if (std::ranges::find(known, named) == known.end())
        throw stop(bad_usage,
                   fmt::format("--community: there is no community {}; there are: {}", named, fmt::join(known, ", ")));
    return named;
}

} // namespace

int weekly_draft(const common_arguments& common, const weekly_draft_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto first = day_of(how.from, "--from");
    const auto last = day_of(how.to, "--to");
    if (last < first) throw stop(bad_usage, "--to is before --from");

    const year_month_day behind = std::chrono::sys_days(last) + std::chrono::days(1);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    // Without --config any database may be drafted from, whatever its communities are called.
    std::vector<std::string> known;
    if (config_file(common).empty()) {
        known = store.read([](knowledge::store::session& db) { return knowledge::store::communities_asked_in(db); });
    } else {
        for (const auto& one : settings.communities)
            known.push_back(one.name);
    }
    const auto name = chosen(known, how.community);
    const auto* community = settings.community(name);
    const auto& zone = *date::locate_zone(community ? community->timezone : config::community_settings().timezone);
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
