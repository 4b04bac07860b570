#include "knowledge/match/evaluation.hpp"

#include "knowledge/match/fit.hpp"
#include "knowledge/match/fit_order.hpp"
#include "knowledge/match/own_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace knowledge::match {

namespace {

// The first candidate is what gets answered; the next ones are shown as suggestions and must be calibrated as well, but
// not at its expense.
constexpr std::size_t candidates_learnt = 3;
constexpr double weight_of_lower_candidates = 0.3;

struct judged_query {
    const labelled_query* label;
    std::vector<explanation> candidates;

    bool right(std::size_t i) const {
        return std::find(label->gold.begin(), label->gold.end(), candidates[i].what.id) != label->gold.end();
    }
};

std::vector<judged_query> ask_all(const eval_set& set) {
    const auto all = index::build(set.documents);
    std::vector<judged_query> result;
    result.reserve(set.queries.size());
    for (const labelled_query& label : set.queries) {
        result.push_back({&label, all->explain(label.ask, most_candidates)});
        // The view points into the index, which ends here.
        for (explanation& e : result.back().candidates)
            e.what.external_id = {};
    }
    return result;
}

outcome outcome_of(const judged_query& q) {
    outcome o;
    o.answerable = q.label->answerable();
    o.names_entry = !q.label->gold.empty();
    if (!q.candidates.empty()) o.score = q.candidates.front().what.confidence;
    for (std::size_t i = 0; i < q.candidates.size() && o.rank == 0; ++i)
        if (q.right(i)) o.rank = i + 1;
    return o;
}

// Of several right candidates the one that is found first counts, and the others are no losers.
void add_contest(const judged_query& q, double weight, std::vector<contest>& to) {
    contest one;
    one.weight = weight;
    bool found = false;
    for (std::size_t i = 0; i < q.candidates.size(); ++i) {
        if (q.right(i)) {
            if (found) continue;
            found = true;
            one.right = one.candidates.size();
        }
        one.candidates.push_back(q.candidates[i].features);
    }
    if (found && one.candidates.size() > 1) to.push_back(std::move(one));
}

example first_example(const judged_query& q, double weight) {
    return {q.candidates.front().features, q.label->any || q.right(0), weight};
}

void add_examples(const judged_query& q, double weight, std::vector<example>& to) {
    const bool names_entry = !q.label->gold.empty();
    const std::size_t learnt = names_entry ? candidates_learnt : 1;
    for (std::size_t i = 0; i < q.candidates.size() && i < learnt; ++i)
        to.push_back({q.candidates[i].features, q.label->any || q.right(i),
                      weight * (i == 0 ? 1.0 : weight_of_lower_candidates)});
}

// First the order, then the certainty, which looks at the order, and last what a log of the group's own adds to it.
calibration fit_both(std::vector<judged_query>& asked, const std::vector<double>& weights) {
    calibration model;
    std::vector<contest> contests;
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (weights[i] > 0) add_contest(asked[i], weights[i], contests);
    model.order = fit_order_columns(contests);
    std::vector<example> examples, firsts;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        arrange(model, asked[i].candidates);
        if (weights[i] <= 0 || asked[i].candidates.empty()) continue;
        firsts.push_back(first_example(asked[i], weights[i]));
        add_examples(asked[i], weights[i], examples);
    }
    model.certainty = fit_columns(examples);
    const double of_own_log = fit_for_us(firsts, model.certainty);
    for (coefficients* column : {&model.certainty.chinese, &model.certainty.other, &model.certainty.practised})
        at(column->weights, feature::for_us) = of_own_log;
    return model;
}

// SplitMix64: deals questions into folds the same way everywhere.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

// Folds of equal size (give or take one) in a shuffled but fixed order.
struct dealt {
    std::vector<std::size_t> order; // of the questions
    std::vector<std::size_t> fold;  // of each
};

dealt deal(std::size_t questions, std::size_t folds, std::uint64_t dealing) {
    dealt result{std::vector<std::size_t>(questions), std::vector<std::size_t>(questions)};
    for (std::size_t i = 0; i < questions; ++i)
        result.order[i] = i;
    const std::uint64_t turned = dealing == 0 ? 0 : mixed(dealing);
    std::sort(result.order.begin(), result.order.end(),
              [turned](std::size_t a, std::size_t b) { return mixed(a ^ turned) < mixed(b ^ turned); });
    for (std::size_t i = 0; i < questions; ++i)
        result.fold[result.order[i]] = i % folds;
    return result;
}

settled_message settled(const judged_query& q) {
    return {q.label->ask.text, q.label->answerable()};
}

void hear(judged_query& q, double for_us) {
    for (explanation& e : q.candidates)
        at(e.features, feature::for_us) = for_us;
}

// The questions of a set taken for a log: each hears what was learnt from those of the other folds, and of these no
// more than `most` (0: all), which hear it of each other. `held_out` may be no fold at all.
eval_report::labels hear_own_log(std::span<judged_query> asked, const dealt& how, std::size_t held_out,
                                 std::size_t most) {
    std::vector<settled_message> known;
    std::vector<std::size_t> place;
    for (const std::size_t i : how.order) {
        hear(asked[i], 0);
        if (how.fold[i] == held_out || (most > 0 && known.size() == most)) continue;
        known.push_back(settled(asked[i]));
        place.push_back(i);
    }
    const std::vector<double> of_each_other = for_us_unseen(known);
    for (std::size_t i = 0; i < known.size(); ++i)
        hear(asked[place[i]], of_each_other[i]);
    const own_log learnt(known);
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (how.fold[i] == held_out) hear(asked[i], learnt.for_us(asked[i].label->ask.text));
    return {learnt.for_bot(), learnt.not_for_bot(), learnt.has_learnt()};
}

double weight_of_each(const eval_set& set) {
    return 1 / std::sqrt(static_cast<double>(set.queries.size()));
}

struct found_out {
    std::vector<outcome> outcomes; // of each question
    std::optional<eval_report::labels> own_log;
};

// One set, judged by one model.
found_out asked_once(const eval_set& set, const calibration& model, const eval_options& options) {
    std::vector<judged_query> asked = ask_all(set);
    found_out result{std::vector<outcome>(asked.size()), {}};
    constexpr std::size_t usual_folds = 5;
    const std::size_t folds = options.own_log ? usual_folds : 1;
    const dealt how = deal(asked.size(), folds, options.dealing);
    for (std::size_t held_out = 0; held_out < folds; ++held_out) {
        if (options.own_log) {
            const auto labels = hear_own_log(asked, how, held_out, options.own_log_labels);
            if (held_out == 0) result.own_log = labels;
        }
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (how.fold[i] != held_out) continue;
            arrange(model, asked[i].candidates);
            result.outcomes[i] = outcome_of(asked[i]);
        }
    }
    return result;
}

// Of sets that are fitted to together; one row a set.
std::vector<found_out> cross_fitted(std::span<const eval_set> sets, const eval_options& options) {
    const std::size_t folds = options.folds;
    if (folds < 2) throw std::invalid_argument("one fold leaves nothing to fit to: use 2 and more");
    std::vector<judged_query> asked;
    std::vector<double> weight;
    std::vector<dealt> dealings;
    std::vector<found_out> result;
    for (const eval_set& set : sets) {
        for (judged_query& q : ask_all(set))
            asked.push_back(std::move(q));
        weight.insert(weight.end(), set.queries.size(), weight_of_each(set));
        dealings.push_back(deal(set.queries.size(), folds, options.dealing));
        result.push_back({std::vector<outcome>(set.queries.size()), {}});
    }
    // Calls `use` with each set's place, its questions and where they begin.
    const auto each_set = [&](auto use) {
        std::size_t from = 0;
        for (std::size_t s = 0; s < sets.size(); from += sets[s++].queries.size())
            use(s, std::span(asked).subspan(from, sets[s].queries.size()), from);
    };
    for (std::size_t held_out = 0; held_out < folds; ++held_out) {
        std::vector<double> weights = weight;
        each_set([&](std::size_t s, std::span<judged_query> own, std::size_t from) {
            for (std::size_t i = 0; i < own.size(); ++i)
                if (dealings[s].fold[i] == held_out) weights[from + i] = 0;
            if (!options.own_log) return;
            const auto labels = hear_own_log(own, dealings[s], held_out, options.own_log_labels);
            if (held_out == 0) result[s].own_log = labels;
        });
        const calibration model = fit_both(asked, weights);
        each_set([&](std::size_t s, std::span<judged_query> own, std::size_t) {
            for (std::size_t i = 0; i < own.size(); ++i) {
                if (dealings[s].fold[i] != held_out) continue;
                arrange(model, own[i].candidates);
                result[s].outcomes[i] = outcome_of(own[i]);
            }
        });
    }
    return result;
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string row_of(const std::string& name, const metrics& m) {
    return fmt::format(
        "{:<22} {:>6} {:>5} {:>6} {:>6} {:>6} {:>5.1f} {:>6.3f} {:>6.3f} {:>6.3f} {:>7.3f} {:>6} {:>6.3f} {:>6}\n",
        name, m.n_answerable, m.n_none, number(m.hit1), number(m.hit3), number(m.mrr10), m.threshold, m.precision,
        m.recall, m.f1, m.best_f1, number(m.auroc), m.cov95, number(m.false_answers));
}

eval_report report_of(const eval_set& set, const found_out& found, const eval_options& options) {
    const double threshold = options.answer_at.value_or(shipped_thresholds.answer_at);
    const std::vector<outcome>& outcomes = found.outcomes;
    eval_report report{set.name, options.folds, found.own_log, measure(outcomes, threshold), {}};
    std::vector<std::string> kinds;
    for (const labelled_query& q : set.queries)
        if (!q.kind.empty() && std::find(kinds.begin(), kinds.end(), q.kind) == kinds.end()) kinds.push_back(q.kind);
    for (const std::string& kind : kinds) {
        std::vector<outcome> of_kind;
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (set.queries[i].kind == kind) of_kind.push_back(outcomes[i]);
        report.kinds.push_back({kind, measure(of_kind, threshold)});
    }
    return report;
}

} // namespace

eval_report evaluate(const eval_set& set, const eval_options& options) {
    if (options.folds > 0) return evaluate_together(std::span(&set, 1), options).front();
    const calibration& model = options.model ? *options.model : shipped_calibration;
    return report_of(set, asked_once(set, model, options), options);
}

std::vector<eval_report> evaluate_together(std::span<const eval_set> sets, const eval_options& options) {
    const std::vector<found_out> found = cross_fitted(sets, options);
    std::vector<eval_report> reports;
    for (std::size_t i = 0; i < sets.size(); ++i)
        reports.push_back(report_of(sets[i], found[i], options));
    return reports;
}

eval_report evaluate(const std::filesystem::path& folder, const eval_options& options) {
    return evaluate(read_eval_set(folder, options.source), options);
}

calibration fit_calibration(std::span<const eval_set> sets) {
    std::vector<judged_query> asked;
    std::vector<double> weights;
    for (const eval_set& set : sets) {
        std::vector<judged_query> own = ask_all(set);
        constexpr std::size_t none_held_out = 1;
        (void)hear_own_log(own, deal(own.size(), 1, 0), none_held_out, 0);
        std::move(own.begin(), own.end(), std::back_inserter(asked));
        weights.insert(weights.end(), set.queries.size(), weight_of_each(set));
    }
    return fit_both(asked, weights);
}

calibration fit_calibration(std::span<const std::filesystem::path> folders) {
    std::vector<eval_set> sets;
    for (const std::filesystem::path& folder : folders)
        sets.push_back(read_eval_set(folder));
    return fit_calibration(sets);
}

std::string as_table(const calibration& model) {
    const std::array<const coefficients*, 6> all = {&model.order.chinese,   &model.order.other,
                                                    &model.order.practised, &model.certainty.chinese,
                                                    &model.certainty.other, &model.certainty.practised};
    const auto row = [&](std::string_view name, auto value_of) {
        std::string out = fmt::format("    {{{:<19}", fmt::format("\"{}\",", name));
        for (std::size_t i = 0; i < all.size(); ++i)
            out += fmt::format("{:>9.3f}{}", value_of(*all[i]), i + 1 < all.size() ? "," : "},\n");
        return out;
    };
    std::string out = row("intercept", [](const coefficients& c) { return c.intercept; });
    for (std::size_t i = 0; i < feature_count; ++i)
        out += row(feature_descriptions[i].name, [i](const coefficients& c) { return c.weights[i]; });
    return out;
}

std::string as_table(std::span<const eval_report> reports) {
    std::string out = fmt::format(
        "{:<22} {:>6} {:>5} {:>6} {:>6} {:>6} {:>5} {:>6} {:>6} {:>6} {:>7} {:>6} {:>6} {:>6}\n", "set", "answer",
        "none", "hit@1", "hit@3", "mrr@10", "t", "P", "R", "F1", "best F1", "auroc", "cov95", "false");
    for (const eval_report& report : reports) {
        const std::string how = report.folds == 0 ? "" : fmt::format(" {}-fold", report.folds);
        out += row_of(report.name + how, report.all);
        if (report.own_log)
            out += fmt::format("  own log: {} message{} for the bot, {} not{}\n", report.own_log->for_bot,
                               report.own_log->for_bot == 1 ? "" : "s", report.own_log->not_for_bot,
                               report.own_log->enough ? "" : "; too few to learn from");
        for (const eval_report::row& kind : report.kinds)
            out += row_of("  " + kind.kind, kind.numbers);
    }
    return out;
}

std::string as_json(const eval_report& report) {
    const metrics& m = report.all;
    nlohmann::ordered_json out;
    const auto put = [&](const char* key, const std::optional<double>& value) {
        out[key] = value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
    };
    out["n_answerable"] = m.n_answerable;
    out["n_none"] = m.n_none;
    put("hit1", m.hit1);
    put("hit3", m.hit3);
    put("mrr10", m.mrr10);
    out["threshold"] = m.threshold;
    out["precision"] = m.precision;
    out["recall"] = m.recall;
    out["f1"] = m.f1;
    out["best_f1"] = m.best_f1;
    put("auroc", m.auroc);
    out["cov95"] = m.cov95;
    put("false_answers", m.false_answers);
    if (report.own_log) {
        out["own_log"] = {{"for_bot", report.own_log->for_bot},
                          {"not_for_bot", report.own_log->not_for_bot},
                          {"enough", report.own_log->enough}};
    }
    return out.dump();
}

} // namespace knowledge::match
