#include "bot/conversation/replay.hpp"

#include "bot/cli/audience.hpp"
#include "bot/cli/dates.hpp"
#include "bot/cli/known.hpp"
#include "bot/cli/log_of.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/private_copy.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/exchange/apply.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>

namespace bot::cli {

namespace exchange = knowledge::exchange;
using conversation::replayed;
using conversation::ruling;
using nlohmann::ordered_json;

namespace {

// In the order they are shown.
enum class change { right_to_wrong, wrong_to_right, undecided, still_wrong, still_right };

constexpr std::array all_changes{change::right_to_wrong, change::wrong_to_right, change::undecided, change::still_wrong,
                                 change::still_right};

std::string_view to_string(change what) {
    switch (what) {
    case change::right_to_wrong:
        return "right to wrong";
    case change::wrong_to_right:
        return "wrong to right";
    case change::undecided:
        return "undecided";
    case change::still_wrong:
        return "wrong as before";
    case change::still_right:
        return "right as before";
    }
    return "?";
}

change change_of(const replayed& one) {
    if (one.was == conversation::verdict::unknown || one.is == conversation::verdict::unknown) return change::undecided;
    if (one.was == one.is) return one.is == conversation::verdict::right ? change::still_right : change::still_wrong;
    return one.is == conversation::verdict::right ? change::wrong_to_right : change::right_to_wrong;
}

// Imported into a copy of the database, which is all that changes.
void import_into(knowledge::store::store& copy, const std::vector<std::filesystem::path>& paths) {
    const auto batch = exchange::read_batch(paths);
    const auto done = exchange::import_batch(copy, batch, {}, now());
    for (const auto& why : done.refused)
        std::cerr << observe::printable(fmt::format("{}:{}: refused: {}", why.file, why.line, why.reason)) << '\n';
    if (!done.refused.empty()) throw stop(no_input, "what cannot be imported cannot be tried out");
}

std::string_view to_string(conversation::verdict what) {
    switch (what) {
    case conversation::verdict::right:
        return "right";
    case conversation::verdict::wrong:
        return "wrong";
    case conversation::verdict::unknown:
        break;
    }
    return "unknown";
}

// The id last: it is what a narrow terminal cuts.
std::string said(const ruling& what) {
    const auto first = what.given.empty() ? std::string() : " " + what.given.front().external_id;
    const auto word = what.said == knowledge::decision::silent ? "silence" : to_string(what.said);
    return fmt::format("{} {:.0f}{}", word, what.confidence, first);
}

struct sorted {
    std::array<std::vector<const replayed*>, all_changes.size()> by_change;

    explicit sorted(const std::vector<replayed>& all) {
        for (const auto& one : all)
            if (one.changed()) by_change[static_cast<std::size_t>(change_of(one))].push_back(&one);
    }
    const std::vector<const replayed*>& of(change what) const { return by_change[static_cast<std::size_t>(what)]; }
    std::size_t changed() const {
        std::size_t sum = 0;
        for (const auto& some : by_change)
            sum += some.size();
        return sum;
    }
};

void print_table(const sorted& found, const replayed_log& log) {
    if (found.changed() > 0) {
        observe::table table({{.title = "what changes"},
                              {.title = "asked"},
                              {.title = "question", .shrinks = true},
                              {.title = "then", .shrinks = true},
                              {.title = "now", .shrinks = true},
                              {.title = "says"}});
        for (const auto what : all_changes) {
            for (const auto* one : found.of(what)) {
                const auto day = date::format("%F", std::chrono::floor<std::chrono::days>(one->asked->asked_at));
                table.add(
                    {std::string(to_string(what)), day, one->asked->text, said(one->then), said(one->now),
                     one->known.who == conversation::judge_of::nobody ? "" : std::string(to_string(one->known.who))});
            }
        }
        std::cout << table.to_string(observe::terminal_columns(observe::stream::out)) << '\n';
    }
    std::cout << fmt::format("{} questions, {} change", log.questions.size(), found.changed());
    for (const auto what : all_changes)
        std::cout << fmt::format("{}{} {}", what == all_changes.front() ? ": " : ", ", found.of(what).size(),
                                 to_string(what));
    std::cout << "\nnothing was posted or stored\n";
    if (log.elsewhere > 0)
        std::cout << fmt::format("{} questions of groups that are not in this configuration are left out\n",
                                 log.elsewhere);
}

ordered_json as_json(const ruling& what, conversation::verdict by) {
    ordered_json row{{"decision", to_string(what.said)}, {"confidence", what.confidence}, {"verdict", to_string(by)}};
    row["entries"] = ordered_json::array();
    for (const auto& one : what.given)
        row["entries"].push_back(one.external_id);
    return row;
}

void show_json(const sorted& found, const replayed_log& log) {
    ordered_json told{{"questions", log.questions.size()}, {"changed", found.changed()}, {"elsewhere", log.elsewhere}};
    for (const auto what : all_changes) {
        auto name = std::string(to_string(what));
        std::ranges::replace(name, ' ', '_');
        told[name] = found.of(what).size();
    }
    told["changes"] = ordered_json::array();
    for (const auto what : all_changes) {
        for (const auto* one : found.of(what)) {
            told["changes"].push_back({{"change", to_string(what)},
                                       {"q", one->asked->text},
                                       {"number", one->asked->number},
                                       {"community", one->asked->community},
                                       {"group", one->asked->group},
                                       {"asked_at", date::format("%FT%TZ", one->asked->asked_at)},
                                       {"judged_by", to_string(one->known.who)},
                                       {"then", as_json(one->then, one->was)},
                                       {"now", as_json(one->now, one->is)}});
        }
    }
    print_json(told);
}

const date::time_zone& zone_of(const config::settings& settings, const audience& whose) {
    for (const auto& one : settings.communities)
        if (one.name == whose.settings.community) return *date::locate_zone(one.timezone);
    return *date::locate_zone(config::community_settings().timezone);
}

} // namespace

int replay(const common_arguments& common, const replay_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto whose = audience_of(common, settings, how.audience);
    const auto& zone = zone_of(settings, whose);
    const auto moment = now();
    const auto from = moment_of(how.since, "--since", zone, moment);
    const auto to = how.until.empty() ? moment : moment_of(how.until, "--until", zone, moment);
    if (to <= from) throw stop(bad_usage, "--until is not after --since");
    for (const auto& path : how.imports) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored))
            throw stop(no_input, path.string() + ": there is no such file or folder");
    }

    const auto file = database(common, settings, if_missing::refuse);
    std::optional<private_copy> copy;
    if (!how.imports.empty()) copy.emplace(file);
    knowledge::store::store store(copy ? copy->settings() : file);
    if (copy) import_into(store, how.imports);

    const auto all = load_known(store, settings);
    const auto log = replay_log(store, all, settings, whose, from, to);
    const sorted found(log.questions);
    if (how.json)
        show_json(found, log);
    else
        print_table(found, log);
    return found.of(change::right_to_wrong).empty() ? ok : findings;
}

} // namespace bot::cli
