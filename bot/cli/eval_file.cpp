#include "bot/cli/eval_file.hpp"

#include "bot/cli/audience.hpp"
#include "bot/cli/known.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/write_file.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/match/regression.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>

namespace bot::cli {

namespace match = knowledge::match;
using match::checked;
using match::since_last;
using nlohmann::ordered_json;

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw stop(no_input, file.string() + ": cannot be opened");
    std::ostringstream all;
    all << in.rdbuf();
    if (in.bad()) throw stop(io_error, file.string() + ": cannot be read");
    return std::move(all).str();
}

std::filesystem::path last_file(std::filesystem::path file) {
    return file += ".last";
}

// The last run, where there is one that went by the same settings.
std::optional<match::last_run> last_of(const std::filesystem::path& file, const std::string& under) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    auto run = match::read_last_run(content_of(file), file.string());
    if (run.under == under) return run;
    std::cerr << file.string() << ": the last run was for " << observe::printable(run.under)
              << ", so it is not compared with\n";
    return std::nullopt;
}

std::string_view to_string(since_last change, bool right) {
    switch (change) {
    case since_last::regressed:
        return "regression";
    case since_last::mended:
        return "mended";
    case since_last::same:
        return right ? "as before" : "known";
    case since_last::unknown:
        break;
    }
    return "new";
}

std::string expected_of(const checked& one, const std::set<std::string>& ids) {
    if (one.expected.entries.empty()) return "silence";
    const auto all = fmt::format("{}", fmt::join(one.expected.entries, " or "));
    const bool there = std::ranges::any_of(one.expected.entries, [&](const auto& id) { return ids.contains(id); });
    return there ? all : all + " (not there)";
}

std::string got_of(const checked& one) {
    switch (one.got) {
    case knowledge::decision::answer:
        return one.got_id;
    case knowledge::decision::suggest:
        return "suggested " + one.got_id;
    case knowledge::decision::silent:
        break;
    }
    return one.got_id.empty() ? "silence" : "silence, best " + one.got_id;
}

struct counts {
    std::size_t right = 0, wrong = 0, regressions = 0, known = 0, mended = 0;
};

counts count(const std::vector<checked>& run) {
    counts all;
    for (const checked& one : run) {
        ++(one.right ? all.right : all.wrong);
        if (one.change == since_last::regressed) ++all.regressions;
        if (one.change == since_last::mended) ++all.mended;
        if (one.change == since_last::same && !one.right) ++all.known;
    }
    return all;
}

// Regressions first, then what is wrong for the first time, then what was wrong before.
std::vector<const checked*> wrong_ones(const std::vector<checked>& run) {
    std::vector<const checked*> wrong;
    for (const auto change : {since_last::regressed, since_last::unknown, since_last::same})
        for (const checked& one : run)
            if (!one.right && one.change == change) wrong.push_back(&one);
    return wrong;
}

void print_table(const std::vector<checked>& run, const audience& whose, const std::set<std::string>& ids,
                 bool compared) {
    const auto wrong = wrong_ones(run);
    if (!wrong.empty()) {
        observe::table table({{.title = "line", .side = observe::align::right},
                              {.title = "question", .shrinks = true},
                              {.title = "expected", .shrinks = true},
                              {.title = "got", .shrinks = true},
                              {.title = "conf.", .side = observe::align::right},
                              {.title = "since last run"}});
        for (const auto* one : wrong) {
            table.add({std::to_string(one->expected.line), one->expected.text, expected_of(*one, ids), got_of(*one),
                       fmt::format("{:.0f}", one->confidence), std::string(to_string(one->change, one->right))});
        }
        std::cout << table.to_string(observe::terminal_columns(observe::stream::out)) << '\n';
    }
    const auto all = count(run);
    std::cout << fmt::format("{} question{} for {}: {} as expected, {} not", run.size(), run.size() == 1 ? "" : "s",
                             observe::printable(whose.name), all.right, all.wrong);
    if (compared)
        std::cout << fmt::format(" ({} regression{}, {} known); {} mended", all.regressions,
                                 all.regressions == 1 ? "" : "s", all.known, all.mended);
    else if (all.wrong > 0)
        std::cout << "; there is no last run to compare with";
    std::cout << '\n';
}

void show_json(const std::vector<checked>& run, const audience& whose, bool compared) {
    const auto all = count(run);
    ordered_json told{{"for", whose.name},  {"questions", run.size()}, {"right", all.right},
                      {"wrong", all.wrong}, {"compared", compared},    {"regressions", all.regressions},
                      {"known", all.known}, {"mended", all.mended},    {"not_as_expected", ordered_json::array()}};
    for (const auto* one : wrong_ones(run)) {
        ordered_json row{{"line", one->expected.line}, {"q", one->expected.text}};
        row["expected"] = one->expected.entries.empty() ? ordered_json("silence") : ordered_json(one->expected.entries);
        row["decision"] = to_string(one->got);
        row["got"] = one->got_id;
        row["confidence"] = one->confidence;
        row["since_last"] = to_string(one->change, one->right);
        if (!one->expected.note.empty()) row["note"] = one->expected.note;
        told["not_as_expected"].push_back(std::move(row));
    }
    print_json(told);
}

} // namespace

int eval_file(const common_arguments& common, const eval_arguments& how) {
    const auto& file = how.paths.front();
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto whose = audience_of(common, settings, how.audience);
    auto at = whose.settings.at;
    if (how.answer_at) at = {*how.answer_at, std::min(at.suggest_at, *how.answer_at)};
    const auto expected = match::read_expectations(content_of(file), file.string());
    const auto before = last_of(last_file(file), whose.name);

    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto all = load_known(store, settings);
    std::set<std::string> ids;
    for (const auto& [id, entry] : all.entries)
        ids.insert(entry.external_id);
    const auto for_us = [&](std::string_view text) { return all.logs.for_us(whose.settings, text); };
    auto run = match::check(*all.index, expected, {whose.settings.collections, at, for_us});
    if (before) match::compare(run, *before);
    if (how.json)
        show_json(run, whose, before.has_value());
    else
        print_table(run, whose, ids, before.has_value());
    if (!how.no_save) write_file(last_file(file), match::write_last_run(run, whose.name));
    return count(run).regressions > 0 ? findings : ok;
}

} // namespace bot::cli
