#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "knowledge/weekly/collect.hpp"
#include "knowledge/weekly/draft.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>
#include <iostream>

namespace bot::cli {

namespace weekly = knowledge::weekly;
using std::chrono::year_month_day;

namespace {

// "2026-11-06", and nothing else.
year_month_day day_of(const std::string& text, const char* option) {
    int year = 0;
    unsigned month = 0, day = 0;
    const auto number = [&text](std::size_t from, std::size_t length, auto& value) {
        const auto* const begin = text.data() + from;
        return std::from_chars(begin, begin + length, value).ptr == begin + length;
    };
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' && number(0, 4, year) &&
                        number(5, 2, month) && number(8, 2, day);
    const year_month_day read{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!shaped || !read.ok())
        throw stop(bad_usage, fmt::format("{}: {}: a day like 2026-11-06 is needed", option, text));
    return read;
}

// The beginning of a day where the community lives.
knowledge::timestamp midnight(year_month_day day, const date::time_zone& zone) {
    const date::local_days local{std::chrono::sys_days(day).time_since_epoch()};
    // Where clocks skip midnight the day begins a little later; the earliest is right.
    return std::chrono::time_point_cast<std::chrono::milliseconds>(zone.to_sys(local, date::choose::earliest));
}

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

    const bool english = community && community->speaks == config::language::en;
    const auto page = weekly::write_draft({.speaks = english ? weekly::language::en : weekly::language::zh,
                                           .title = how.title,
                                           .first_day = first,
                                           .last_day = last,
                                           .utc_offset = utc_offset(midnight(last, zone), zone),
                                           .threads = std::move(found.threads),
                                           .unanswered = std::move(found.unanswered)});
    if (how.out)
        write_file(*how.out, page);
    else
        std::cout << page;
    return ok;
}

} // namespace bot::cli
