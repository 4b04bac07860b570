// The verbs that look at entries: show, history, diff, review.
#include "bot/cli/audience.hpp"
#include "bot/cli/dates.hpp"
#include "bot/cli/diff_text.hpp"
#include "bot/cli/entry_verbs.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/config/environment.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/exchange/jsonl.hpp"
#include "knowledge/store/merges.hpp"
#include "knowledge/weekly/review.hpp"

#include <date/date.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace bot::cli {

namespace store = knowledge::store;
namespace diff = knowledge::diff;
using nlohmann::ordered_json;

namespace {

// With the zone: it stands alone.
std::string when(knowledge::timestamp at, const config::settings& settings) {
    const auto& zone = zone_of(settings);
    return local_moment(at, zone) + ' ' + zone.name();
}

void line(const char* name, const std::string& value) {
    if (!value.empty()) std::cout << fmt::format("{:<12} {}\n", name, observe::printable(value));
}

ordered_json as_json(const store::authorship& by, int number) {
    return {{"revision", number}, {"author", by.author}, {"via", by.via}, {"at", moment(by.at)}};
}

ordered_json as_json(const std::vector<diff::field_change>& changes) {
    auto all = ordered_json::array();
    for (const auto& one : changes) {
        ordered_json row{{"field", to_string(one.what)}};
        if (!one.language.empty()) row["language"] = one.language;
        if (!one.text.empty()) {
            row["before"] = one.before;
            row["after"] = one.after;
        } else {
            row["removed"] = one.removed;
            row["added"] = one.added;
        }
        all.push_back(std::move(row));
    }
    return all;
}

std::string fields_of(const std::vector<diff::field_change>& changes) {
    std::string all;
    for (const auto& one : changes)
        all += fmt::format("{}{}{}{}", all.empty() ? "" : ", ", to_string(one.what), one.language.empty() ? "" : " ",
                           one.language);
    return all;
}

store::revision revision_of(store::session& db, const knowledge::entry& entry, int number) {
    auto found = store::find_revision(db, entry.id, number);
    if (!found) throw stop(no_input, fmt::format("{} has no revision {}", entry.external_id, number));
    return std::move(*found);
}

} // namespace

int show_entry(const entry_desk& desk) {
    desk.store.read([&](store::session& db) {
        const auto entry = entry_named(db, desk.how.id);
        const auto latest = revision_of(db, entry, store::latest_revision(db, entry.id));
        const auto merge = store::find_merge_of(db, entry.id);
        const auto survivor = merge ? store::find_entry(db, merge->survivor) : std::nullopt;
        if (desk.how.json) {
            const auto before = entry.previous ? store::find_entry(db, entry.previous) : std::nullopt;
            auto told = ordered_json::parse(knowledge::exchange::write_json_fields(
                entry, before ? before->external_id : std::string(), knowledge::exchange::json_fields::all));
            told.update(as_json(latest.by, latest.number));
            told["expired"] = knowledge::has_expired(entry, desk.today);
            told["stale"] = knowledge::has_stale_variant(entry);
            if (survivor) told["merged_into"] = survivor->external_id;
            return print_json(told);
        }
        line("id", entry.external_id);
        line("state", std::string(to_string(entry.state)));
        line("revision", fmt::format("{}, by {} at {} ({})", latest.number, latest.by.author,
                                     when(latest.by.at, desk.settings), latest.by.via));
        line("collection", entry.collection);
        line("tags", fmt::format("{}", fmt::join(entry.tags, "; ")));
        if (!entry.valid_until.empty())
            line("valid until",
                 entry.valid_until + (knowledge::has_expired(entry, desk.today) ? " (has expired)" : ""));
        line("valid for", entry.valid_for);
        if (survivor) line("merged into", survivor->external_id);
        line("question", entry.question);
        for (const auto& one : entry.phrasings)
            line("phrasing", one);
        for (const auto& one : entry.context)
            line("asked before", one);
        for (const auto& one : entry.sources)
            line("source", diff::as_line(one));
        const auto write = [](const std::string& text) {
            for (std::string_view rest = text; !rest.empty();) {
                const auto end = std::min(rest.find('\n'), rest.size());
                const auto shown = observe::printable(rest.substr(0, end));
                std::cout << (shown.empty() ? "" : "  ") << shown << '\n';
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        };
        std::cout << "answer\n";
        write(entry.answer);
        for (const auto& one : entry.variants) {
            std::cout << "answer in " << one.language
                      << (knowledge::is_stale(entry, one) ? " (stale: the answer has changed since)\n" : "\n");
            write(one.answer);
        }
    });
    return ok;
}

int entry_history(const entry_desk& desk) {
    const auto [entry, all] = desk.store.read([&](store::session& db) {
        auto found = entry_named(db, desk.how.id);
        auto revisions = store::revisions(db, found.id);
        return std::pair(std::move(found), std::move(revisions));
    });
    if (desk.how.json) {
        ordered_json told{{"id", entry.external_id}, {"revisions", ordered_json::array()}};
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto row = as_json(all[i].by, all[i].number);
            if (i > 0) row["changes"] = as_json(diff::compare(all[i - 1].value, all[i].value));
            told["revisions"].push_back(std::move(row));
        }
        print_json(told);
        return ok;
    }
    observe::table table({{.title = "revision", .side = observe::align::right},
                          {.title = "at"},
                          {.title = "author"},
                          {.title = "changed"},
                          {.title = "from", .shrinks = true}});
    const auto& zone = zone_of(desk.settings);
    for (std::size_t i = 0; i < all.size(); ++i) {
        table.add({std::to_string(all[i].number), local_moment(all[i].by.at, zone), all[i].by.author,
                   i == 0 ? "(new)" : fields_of(diff::compare(all[i - 1].value, all[i].value)), all[i].by.via});
    }
    std::cout << table.to_string(observe::terminal_columns(observe::stream::out))
              << fmt::format("times of {}\n", zone.name());
    return ok;
}

int entry_diff(const entry_desk& desk) {
    const auto& numbers = desk.how.numbers;
    const auto [before, after] = desk.store.read([&](store::session& db) {
        const auto entry = entry_named(db, desk.how.id);
        const int last = store::latest_revision(db, entry.id);
        if (numbers.empty() && last < 2)
            throw stop(no_input, entry.external_id + " has one revision: nothing was changed yet");
        const int from = numbers.empty() ? last - 1 : numbers[0];
        const int to = numbers.size() > 1 ? numbers[1] : last;
        return std::pair(revision_of(db, entry, from), revision_of(db, entry, to));
    });
    const auto changes = diff::compare(before.value, after.value);
    if (desk.how.json) {
        print_json({{"id", desk.how.id},
                    {"from", as_json(before.by, before.number)},
                    {"to", as_json(after.by, after.number)},
                    {"changes", as_json(changes)}});
        return ok;
    }
    const auto choice = desk.how.colour == "always"  ? observe::colour_choice::always
                        : desk.how.colour == "never" ? observe::colour_choice::never
                                                     : observe::colour_choice::automatic;
    const bool colour =
        observe::wants_colour(observe::is_terminal(observe::stream::out), choice, config::process_environment());
    std::cout << fmt::format("{}: revision {} to {}, by {} at {}\n", observe::printable(desk.how.id), before.number,
                             after.number, observe::printable(after.by.author), when(after.by.at, desk.settings))
              << (changes.empty() ? "the same\n" : diff_text(changes, colour));
    return ok;
}

int review_entries(const entry_desk& desk) {
    std::vector<std::string> collections;
    if (!desk.how.community.empty())
        collections = audience_of(desk.common, desk.settings, {.community = desk.how.community, .group = {}})
                          .settings.collections;
    const auto found = desk.store.read(
        [&](store::session& db) { return knowledge::weekly::review_stored(db, collections, desk.today, desk.now); });
    if (desk.how.json) {
        ordered_json told{{"today", desk.today}, {"entries", ordered_json::array()}};
        for (const auto& one : found) {
            ordered_json why = ordered_json::array();
            for (const auto what : one.why)
                why.push_back(to_string(what));
            told["entries"].push_back({{"id", one.external_id},
                                       {"question", one.question},
                                       {"why", std::move(why)},
                                       {"valid_until", one.valid_until},
                                       {"stale_languages", one.languages},
                                       {"answered", one.use.answered},
                                       {"helpful", one.use.helpful},
                                       {"not_helpful", one.use.unhelpful}});
        }
        print_json(told);
        return found.empty() ? ok : findings;
    }
    if (found.empty()) {
        std::cout << "no entry needs another look\n";
        return ok;
    }
    const auto right = observe::align::right;
    observe::table table({{.title = "entry"},
                          {.title = "why"},
                          {.title = "until"},
                          {.title = "answered", .side = right},
                          {.title = "helped", .side = right},
                          {.title = "did not", .side = right},
                          {.title = "question", .shrinks = true}});
    for (const auto& one : found) {
        std::string why;
        for (const auto what : one.why)
            why += (why.empty() ? "" : ", ") + std::string(to_string(what));
        table.add({one.external_id, why, one.valid_until, std::to_string(one.use.answered),
                   std::to_string(one.use.helpful), std::to_string(one.use.unhelpful), one.question});
    }
    std::cout << table.to_string(observe::terminal_columns(observe::stream::out));
    return findings;
}

} // namespace bot::cli
