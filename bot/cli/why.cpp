#include "bot/cli/audience.hpp"
#include "bot/cli/known.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/match/trace.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace bot::cli {

namespace match = knowledge::match;
using nlohmann::ordered_json;

namespace {

struct reasons {
    match::query asked;
    knowledge::decision decided = knowledge::decision::silent;
    std::vector<match::read_term> terms;
    std::vector<match::traced_candidate> first; // best and runner-up, with every part
};

std::string wording_of(const knowledge::entry& entry, std::size_t place) {
    if (place == 0) return entry.question;
    return place <= entry.phrasings.size() ? entry.phrasings[place - 1] : std::string();
}

std::string_view meaning_of(std::string_view feature) {
    for (const auto& one : match::feature_descriptions)
        if (one.name == feature) return one.meaning;
    return {};
}

const match::contribution* part_of(const match::traced_candidate& candidate, std::string_view name) {
    const auto found = std::ranges::find(candidate.parts, name, &match::contribution::name);
    return found == candidate.parts.end() ? nullptr : &*found;
}

std::string as_table(const std::vector<match::read_term>& terms) {
    observe::table table({{.title = "term", .shrinks = true},
                          {.title = "kind"},
                          {.title = "weight", .side = observe::align::right},
                          {.title = "known"}});
    for (const auto& one : terms) {
        table.add({one.text, std::string(one.kind), fmt::format("{:.2f}", one.weight),
                   !one.meant.empty() ? "as " + one.meant
                   : one.known        ? "yes"
                                      : "no"});
    }
    return table.to_string(observe::terminal_columns(observe::stream::out));
}

std::string parts_table(const std::vector<match::traced_candidate>& first) {
    const auto right = observe::align::right;
    std::vector<observe::column> columns{
        {.title = "model input"}, {.title = "value", .side = right}, {.title = "adds", .side = right}};
    if (first.size() > 1) {
        columns.push_back({.title = "runner-up", .side = right});
        columns.push_back({.title = "adds", .side = right});
    }
    columns.push_back({.title = "meaning", .shrinks = true});
    observe::table table(columns);

    std::vector<std::string> base{"(base)", "", fmt::format("{:+.2f}", first.front().base)};
    if (first.size() > 1) base.insert(base.end(), {"", fmt::format("{:+.2f}", first[1].base)});
    table.add(base);
    for (const auto& part : first.front().parts) {
        std::vector<std::string> row{part.name, fmt::format("{:.3g}", part.value.value_or(0)),
                                     fmt::format("{:+.2f}", part.amount)};
        if (first.size() > 1) {
            const auto* other = part_of(first[1], part.name);
            row.push_back(other == nullptr ? "" : fmt::format("{:.3g}", other->value.value_or(0)));
            row.push_back(other == nullptr ? "" : fmt::format("{:+.2f}", other->amount));
        }
        row.emplace_back(meaning_of(part.name));
        table.add(row);
    }
    return table.to_string(observe::terminal_columns(observe::stream::out));
}

void print(const reasons& why, const known& all, const audience& whose) {
    const auto& at = whose.settings.at;
    const auto confidence = why.first.empty() ? 0.0 : why.first.front().confidence;
    std::cout << fmt::format("{}: confidence {:.0f}; for {} answered from {:g} on, suggested from {:g} on\n\n",
                             to_string(why.decided), confidence, observe::printable(whose.name), at.answer_at,
                             at.suggest_at);
    for (std::size_t i = 0; i < why.first.size(); ++i) {
        const auto& one = why.first[i];
        const auto found = all.entries.find(one.id.value);
        const auto id = found == all.entries.end() ? std::string() : found->second.external_id;
        std::cout << fmt::format("{:<10} {}  confidence {:.0f}\n", i == 0 ? "best" : "runner-up",
                                 observe::printable(id), one.confidence);
        if (found == all.entries.end()) continue;
        std::cout << fmt::format("  {:<8} {}\n", "question", observe::printable(found->second.question));
        if (one.wording > 0)
            std::cout << fmt::format("  {:<8} {}\n", "phrasing",
                                     observe::printable(wording_of(found->second, one.wording)));
    }
    if (why.first.empty())
        std::cout << "no entry shares a term with it\n";
    else
        std::cout << "\n" << parts_table(why.first);
    std::cout << "\n" << as_table(why.terms);
}

ordered_json as_json(const match::traced_candidate& one, const known& all) {
    ordered_json row{{"id", ""}, {"confidence", one.confidence}, {"phrasing", one.wording}};
    if (const auto found = all.entries.find(one.id.value); found != all.entries.end()) {
        row["id"] = found->second.external_id;
        row["wording"] = wording_of(found->second, one.wording);
    }
    row["base"] = one.base;
    row["inputs"] = ordered_json::array();
    for (const auto& part : one.parts)
        row["inputs"].push_back({{"name", part.name}, {"value", part.value.value_or(0)}, {"adds", part.amount}});
    return row;
}

void show_json(const reasons& why, const known& all, const audience& whose) {
    ordered_json told{{"q", why.asked.text},
                      {"for", whose.name},
                      {"decision", to_string(why.decided)},
                      {"confidence", why.first.empty() ? 0.0 : why.first.front().confidence},
                      {"answer_at", whose.settings.at.answer_at},
                      {"suggest_at", whose.settings.at.suggest_at},
                      {"terms", ordered_json::array()}};
    for (const auto& one : why.terms) {
        told["terms"].push_back({{"text", one.text},
                                 {"kind", one.kind},
                                 {"weight", one.weight},
                                 {"known", one.known},
                                 {"meant", one.meant.empty() ? ordered_json(nullptr) : ordered_json(one.meant)}});
    }
    told["best"] = why.first.empty() ? ordered_json(nullptr) : as_json(why.first.front(), all);
    told["runner_up"] = why.first.size() < 2 ? ordered_json(nullptr) : as_json(why.first[1], all);
    print_json(told);
}

} // namespace

int why(const common_arguments& common, const why_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto whose = audience_of(common, settings, how.audience);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto all = load_known(store, settings);

    reasons found;
    found.asked = {.text = fmt::format("{}", fmt::join(how.words, " ")),
                   .context = how.context,
                   .recent = {},
                   .collections = whose.settings.collections};
    found.asked.for_us = all.logs.for_us(whose.settings, found.asked.text);
    const auto explained = all.index->explain(found.asked);
    std::vector<match::candidate> ranked;
    for (const auto& one : explained)
        ranked.push_back(one.what);
    found.decided = match::decide(ranked, whose.settings.at);
    found.terms = all.index->read(found.asked.text);
    for (std::size_t i = 0; i < std::min(explained.size(), match::most_traced); ++i)
        found.first.push_back(match::traced(explained[i], match::feature_count));
    if (how.json)
        show_json(found, all, whose);
    else
        print(found, all, whose);
    return ok;
}

} // namespace bot::cli
