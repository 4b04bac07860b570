#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/entries.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>

namespace bot::cli {

namespace match = knowledge::match;
using nlohmann::json;

namespace {

struct decided {
    knowledge::decision what;
    std::vector<match::candidate> candidates;
};

double rounded(double confidence) {
    return std::round(confidence * 10) / 10;
}

json to_json(const std::string& question, const decided& answer) {
    auto candidates = json::array();
    for (const auto& one : answer.candidates)
        candidates.push_back({{"id", one.external_id}, {"confidence", rounded(one.confidence)}});
    return {{"q", question},
            {"decision", to_string(answer.what)},
            {"confidence", answer.candidates.empty() ? 0.0 : rounded(answer.candidates.front().confidence)},
            {"candidates", std::move(candidates)}};
}

std::string as_line(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

// One line of a batch. Throws stop with the place of a mistake.
match::query read_line(const std::string& text, const std::string& file, std::size_t number) {
    const auto refuse = [&](const char* why) { throw stop(failed, fmt::format("{}:{}: {}", file, number, why)); };
    const auto row = json::parse(text, nullptr, false);
    if (!row.is_object()) refuse("not a JSON object");
    const auto question = row.find("q");
    if (question == row.end() || !question->is_string()) refuse("q: a text is needed");
    match::query asked{.text = question->get<std::string>(), .context = {}, .recent = {}, .collections = {}};
    if (const auto context = row.find("context"); context != row.end() && !context->is_null()) {
        if (!context->is_array() || !std::ranges::all_of(*context, [](const json& one) { return one.is_string(); })) {
            refuse("context: a list of texts is needed");
        }
        asked.context = context->get<std::vector<std::string>>();
    }
    return asked;
}

decided decide(const match::index& index, const match::query& asked, const match::thresholds& at) {
    auto candidates = index.search(asked);
    const auto what = match::decide(candidates, at);
    return {what, std::move(candidates)};
}

void batch(const match::index& index, const match::thresholds& at, const ask_arguments& how) {
    std::ifstream file;
    const bool standard_input = how.batch == "-";
    if (!standard_input) {
        file.open(how.batch);
        if (!file) throw stop(no_input, how.batch + ": cannot be read");
    }
    auto& in = standard_input ? std::cin : file;
    const auto name = standard_input ? std::string("standard input") : how.batch;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto asked = read_line(line, name, number);
        asked.collections = how.collections;
        const auto answer = decide(index, asked, at);
        if (how.json)
            std::cout << as_line(to_json(asked.text, answer));
        else
            std::cout << fmt::format("{:<8} {:5.1f}  {}\n", to_string(answer.what),
                                     answer.candidates.empty() ? 0.0 : answer.candidates.front().confidence,
                                     asked.text);
    }
}

void print(const match::index& index, const decided& answer) {
    if (answer.what == knowledge::decision::silent) {
        std::cout << "no answer\n";
    } else if (answer.what == knowledge::decision::answer) {
        const auto& best = answer.candidates.front();
        const auto* entry = index.find(best.id);
        std::cout << entry->phrasings.front() << "\n\n"
                  << entry->answer << "\n\n"
                  << fmt::format("{}  confidence {:.0f}\n", best.external_id, best.confidence);
    } else {
        std::cout << "did you mean:\n";
    }
    const std::size_t shown = answer.what == knowledge::decision::answer ? 0 : 3;
    for (std::size_t i = 0; i < std::min(shown, answer.candidates.size()); ++i) {
        const auto& one = answer.candidates[i];
        std::cout << fmt::format("  {:3.0f}  {}  ({})\n", one.confidence, index.find(one.id)->phrasings.front(),
                                 one.external_id);
    }
}

} // namespace

int ask(const common_arguments& common, const ask_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto entries = store.read([](knowledge::store::session& db) {
        return knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}});
    });
    const auto index = match::index::build(match::from_entries(entries));
    const auto at = match::shipped_thresholds;
    if (!how.batch.empty()) {
        batch(*index, at, how);
        return ok;
    }
    const match::query asked{.text = fmt::format("{}", fmt::join(how.words, " ")),
                             .context = {},
                             .recent = {},
                             .collections = how.collections};
    const auto answer = decide(*index, asked, at);
    if (how.json)
        std::cout << as_line(to_json(asked.text, answer));
    else
        print(*index, answer);
    return ok;
}

} // namespace bot::cli
