#include "bot/cli/tune.hpp"

#include "bot/cli/audience.hpp"
#include "bot/cli/known.hpp"
#include "bot/cli/log_of.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/match/eval_set.hpp"
#include "knowledge/match/reliability_plot.hpp"
#include "knowledge/match/tune.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace bot::cli {

namespace match = knowledge::match;
using nlohmann::ordered_json;

namespace {

struct gathered {
    std::vector<match::judged> labels;
    std::size_t by_moderators = 0, by_members = 0, from_sets = 0;
};

void gather_from_log(const common_arguments& common, const config::settings& settings, const audience& whose,
                     gathered& into) {
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto all = load_known(store, settings);
    const auto log = replay_log(store, all, settings, whose, knowledge::timestamp{}, now());
    into.labels = conversation::labels_of(log.questions,
                                          [&all](const knowledge::store::question& asked, knowledge::entry_id entry) {
                                              return all.is_wording_of(asked.text, entry);
                                          });
    for (const auto& label : into.labels)
        ++(label.weight < 1 ? into.by_members : into.by_moderators);
    if (log.elsewhere > 0) {
        std::cerr << fmt::format("{} questions of groups that are not in this configuration are left out\n",
                                 log.elsewhere);
    }
}

void gather_from_set(const std::filesystem::path& folder, gathered& into) {
    const auto set = match::read_eval_set(folder);
    const auto index = match::index::build(set.documents);
    for (const auto& label : set.queries) {
        const auto ranked = index->search(label.ask);
        match::judged one;
        const auto right = [&label](const match::candidate& candidate) {
            return label.any || std::ranges::find(label.gold, candidate.id) != label.gold.end();
        };
        if (!ranked.empty()) {
            one.confidence = ranked.front().confidence;
            one.right = right(ranked.front());
        }
        for (std::size_t i = 0; i < std::min(ranked.size(), conversation::most_choices) && !one.right_at; ++i)
            if (right(ranked[i])) one.right_at = ranked[i].confidence;
        into.labels.push_back(one);
        ++into.from_sets;
    }
}

void add(observe::table& table, const char* what, const match::tuned& row) {
    const bool answers = row.answers > 0;
    table.add({what, fmt::format("{:g}", row.at.answer_at), fmt::format("{:g}", row.at.suggest_at),
               std::to_string(row.answers), std::to_string(row.right), std::to_string(row.wrong),
               answers ? fmt::format("{:.3f}", row.precision) : "-", answers ? fmt::format("{:.3f}", row.proven) : "-",
               std::to_string(row.suggested), std::to_string(row.useful), std::to_string(row.silent)});
}

std::string as_table(const match::tuning& what) {
    const auto right = observe::align::right;
    observe::table table({{.title = ""},
                          {.title = "answer_at", .side = right},
                          {.title = "suggest_at", .side = right},
                          {.title = "answers", .side = right},
                          {.title = "right", .side = right},
                          {.title = "wrong", .side = right},
                          {.title = "share", .side = right},
                          {.title = "proven", .side = right},
                          {.title = "suggested", .side = right},
                          {.title = "useful", .side = right},
                          {.title = "silent", .side = right}});
    add(table, "in force", what.in_force);
    if (what.proposed) add(table, "proposed", *what.proposed);
    if (!what.proposed && what.as_counted) add(table, "not proven", *what.as_counted);
    for (const auto& row : what.ladder)
        add(table, "", row);
    return table.to_string(observe::terminal_columns(observe::stream::out));
}

// Why nothing is proposed.
std::string refusal(const match::tuning& what, double precision) {
    const auto needed = std::ceil(match::fewest_to_prove(precision, match::surely_above));
    if (what.weight < needed) {
        return fmt::format(
            "Too few labels to propose thresholds: {:g} would have to be right without one wrong to prove "
            "{:g}, and there {} {} (a member's word counts half: {:g}).\n",
            needed, precision, what.labels == 1 ? "is" : "are", what.labels, what.weight);
    }
    if (what.as_counted) {
        return fmt::format(
            "Not proven: with answer_at = {:g}, {} of {} answers would be right, but that could be luck; "
            "{:g} is all that is proven.\n",
            what.as_counted->at.answer_at, what.as_counted->right, what.as_counted->answers, what.as_counted->proven);
    }
    return fmt::format("No threshold reaches {:g}: at every one more answers are wrong.\n", precision);
}

void print(const match::tuning& what, const gathered& from, const audience& whose, double precision) {
    std::cout << fmt::format(
                     "{} labelled question{} for {}: {} by moderators, {} by members, {} of evaluation sets\n\n",
                     what.labels, what.labels == 1 ? "" : "s", observe::printable(whose.name), from.by_moderators,
                     from.by_members, from.from_sets)
              << as_table(what)
              << "\nshare: of the answers, right ones, by weight; proven: at least that, with 95%\n\n";
    if (!what.proposed) {
        std::cout << refusal(what, precision);
        return;
    }
    std::cout << "To paste into the community or the group:\n\n"
              << fmt::format("answer_at = {:g}\nsuggest_at = {:g}\n", what.proposed->at.answer_at,
                             what.proposed->at.suggest_at);
    if (!what.suggest_proven) std::cout << "\nsuggest_at: too few labels below answer_at to propose another.\n";
}

ordered_json as_json(const match::tuned& row) {
    return {{"answer_at", row.at.answer_at},
            {"suggest_at", row.at.suggest_at},
            {"answers", row.answers},
            {"right", row.right},
            {"wrong", row.wrong},
            {"share", row.precision},
            {"proven", row.proven},
            {"suggested", row.suggested},
            {"useful", row.useful},
            {"silent", row.silent}};
}

void show_json(const match::tuning& what, const gathered& from, const audience& whose, double precision) {
    ordered_json told{{"for", whose.name},
                      {"precision", precision},
                      {"labels", what.labels},
                      {"weight", what.weight},
                      {"by_moderators", from.by_moderators},
                      {"by_members", from.by_members},
                      {"from_sets", from.from_sets},
                      {"in_force", as_json(what.in_force)},
                      {"proposed", what.proposed ? as_json(*what.proposed) : ordered_json(nullptr)},
                      {"suggest_proven", what.suggest_proven},
                      {"ladder", ordered_json::array()},
                      {"reliability", ordered_json::array()}};
    for (const auto& row : what.ladder)
        told["ladder"].push_back(as_json(row));
    for (const auto& bin : what.bins) {
        told["reliability"].push_back({{"questions", bin.questions},
                                       {"confidence", bin.confidence},
                                       {"right", bin.right},
                                       {"low", bin.range.low},
                                       {"high", bin.range.high}});
    }
    print_json(told);
}

} // namespace

int tune(const common_arguments& common, const eval_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const auto whose = audience_of(common, settings, how.audience);
    gathered from;
    gather_from_log(common, settings, whose, from);
    for (const auto& folder : how.paths)
        gather_from_set(folder, from);

    const auto what = match::tune(from.labels, whose.settings.at, how.precision);
    if (how.json)
        show_json(what, from, whose, how.precision);
    else
        print(what, from, whose, how.precision);
    if (how.svg) write_file(*how.svg, match::reliability_plot(what));
    return ok;
}

} // namespace bot::cli
