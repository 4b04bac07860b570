#include "knowledge/store/audit.hpp"

#include "bot/cli/dates.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>

namespace bot::cli {

namespace store = knowledge::store;

namespace {

// As a word of its own: "e1" is not in "entry e17".
bool names(std::string_view text, std::string_view what) {
    const auto joined = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        const auto end = at + what.size();
        if ((at == 0 || !joined(text[at - 1])) && (end == text.size() || !joined(text[end]))) return true;
    }
    return false;
}

// "#12" and "q12" are how people call what the audit calls "question 12".
std::string as_written(const std::string& about) {
    const bool question = about.size() > 1 && (about.front() == '#' || about.front() == 'q') &&
                          std::all_of(about.begin() + 1, about.end(), [](char c) { return c >= '0' && c <= '9'; });
    return question ? "question " + about.substr(1) : about;
}

void print_table(const std::vector<store::audit_row>& rows, const date::time_zone& zone) {
    observe::table table({{.title = "when"}, {.title = "who"}, {.title = "did"}, {.title = "to"}, {.title = "more"}});
    for (const auto& row : rows) {
        table.add({local_moment(row.at, zone), row.actor, row.action, row.subject, row.detail});
    }
    std::cout << table.to_string(observe::terminal_columns(observe::stream::out))
              << fmt::format("{} {}, times of {}\n", rows.size(), rows.size() == 1 ? "row" : "rows", zone.name());
}

} // namespace

int audit(const common_arguments& common, const audit_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto& zone = zone_of(settings);
    const auto at = now();
    const auto from = moment_of(how.since, "--since", zone, at);
    // What is written while this looks is in it, too.
    const auto to = how.until.empty() ? at + std::chrono::minutes(1) : moment_of(how.until, "--until", zone, at);
    if (to <= from) throw stop(bad_usage, "--until is not after --since");

    const store::store kept(database(common, settings, if_missing::refuse));
    const auto about = as_written(how.about);
    auto rows = kept.read([&](store::session& db) { return store::load_audit(db, from, to); });
    std::erase_if(rows, [&](const store::audit_row& row) {
        const bool by = row.actor.find(how.actor) != std::string::npos;
        return !by || !(about.empty() || names(row.subject, about) || names(row.detail, about));
    });
    if (!how.json && rows.empty()) std::cout << "nobody did such a thing in that time\n";
    if (!how.json && !rows.empty()) print_table(rows, zone);
    if (!how.json) return ok;
    for (const auto& row : rows)
        print_json({{"at", moment(row.at)},
                    {"actor", row.actor},
                    {"action", row.action},
                    {"subject", row.subject},
                    {"detail", row.detail}});
    return ok;
}

} // namespace bot::cli
