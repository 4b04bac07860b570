#include "adapters/chat/json_text.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/conversation/base_index.hpp"
#include "bot/conversation/judgement.hpp"
#include "knowledge/exchange/text_file.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/entries.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>

namespace bot::cli {

namespace exchange = knowledge::exchange;
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
    return adapters::chat::json_text(value) + "\n";
}

// All of a file, or of standard input for "-". Not a stream of the library: that takes a failing read for the end.
std::string read_all(const std::string& path, const std::string& name) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(nullptr, &std::fclose);
    if (path != "-") {
        opened.reset(std::fopen(path.c_str(), "rb"));
        if (!opened) throw stop(no_input, name + ": cannot be opened: " + std::strerror(errno));
    }
    auto* const in = opened ? opened.get() : stdin;
    std::string text;
    std::array<char, 65536> block{};
    while (const auto got = std::fread(block.data(), 1, block.size(), in))
        text.append(block.data(), got);
    if (std::ferror(in) != 0) {
        throw stop(errno == EISDIR ? no_input : io_error, name + ": cannot be read: " + std::strerror(errno));
    }
    return text;
}

// One line of a batch. Throws stop with the place of a mistake.
match::query read_line(std::string_view text, const std::string& file, std::size_t number) {
    const auto refuse = [&](const std::string& why) {
        throw stop(failed, fmt::format("{}:{}: {}", file, number, why));
    };
    if (const auto bad = exchange::check_text(text, file)) refuse(bad->reason);
    const auto row = json::parse(text, nullptr, false);
    if (row.is_discarded()) refuse("not JSON");
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

struct batch {
    std::vector<match::query> asked;
    std::vector<std::string> mistakes; // a line each, with its place
};

batch read_batch(const ask_arguments& how) {
    const auto name = how.batch == "-" ? std::string("standard input") : how.batch;
    const auto text = read_all(how.batch, name);
    batch all;
    std::size_t number = 0;
    for (const auto line : exchange::split_lines(exchange::without_byte_order_mark(text))) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        try {
            all.asked.push_back(read_line(line, name, number));
            all.asked.back().collections = how.collections;
        } catch (const stop& mistake) {
            all.mistakes.emplace_back(mistake.what());
        }
    }
    return all;
}

// What can be answered is, and what cannot be read is named after it.
void answer_batch(const match::index& index, const match::thresholds& at, const ask_arguments& how) {
    const auto [questions, mistakes] = read_batch(how);
    for (const auto& asked : questions) {
        const auto answer = decide(index, asked, at);
        if (how.json)
            std::cout << as_line(to_json(asked.text, answer));
        else
            std::cout << fmt::format("{:<8} {:5.1f}  {}\n", to_string(answer.what),
                                     answer.candidates.empty() ? 0.0 : answer.candidates.front().confidence,
                                     asked.text);
    }
    if (!mistakes.empty()) {
        std::cout.flush();
        throw stop(failed, fmt::format("{}", fmt::join(mistakes, "\n")));
    }
}

// Of what the index found; it is gone only if somebody changed it this very moment.
knowledge::entry entry_of(const knowledge::store::store& store, knowledge::entry_id id) {
    return store.read([id](knowledge::store::session& db) { return knowledge::store::find_entry(db, id); })
        .value_or(knowledge::entry{});
}

void print(const knowledge::store::store& store, const decided& answer, const match::thresholds& at) {
    if (answer.what == knowledge::decision::silent) {
        std::cout << "no answer\n";
    } else if (answer.what == knowledge::decision::answer) {
        const auto& best = answer.candidates.front();
        const auto entry = entry_of(store, best.id);
        std::cout << entry.question << "\n\n"
                  << entry.answer << "\n\n"
                  << fmt::format("{}  confidence {:.0f}\n", best.external_id, best.confidence);
    } else {
        // The same choices a group would be offered.
        std::cout << "did you mean:\n";
        for (std::size_t i = 0; i < std::min(answer.candidates.size(), conversation::most_choices); ++i) {
            const auto& one = answer.candidates[i];
            if (one.confidence < at.suggest_at) break;
            std::cout << fmt::format("  {:3.0f}  {}  ({})\n", one.confidence, entry_of(store, one.id).question,
                                     one.external_id);
        }
    }
}

} // namespace

int ask(const common_arguments& common, const ask_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto index = conversation::index_of(store, settings.synonyms());
    const auto at = match::shipped_thresholds;
    if (!how.batch.empty()) {
        answer_batch(*index, at, how);
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
        print(store, answer, at);
    return ok;
}

} // namespace bot::cli
