#include "knowledge/match/evaluation.hpp"

#include "knowledge/match/fit.hpp"
#include "knowledge/match/fit_order.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>

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

void add_examples(const judged_query& q, double weight, std::vector<example>& to) {
    const bool names_entry = !q.label->gold.empty();
    const std::size_t learnt = names_entry ? candidates_learnt : 1;
    for (std::size_t i = 0; i < q.candidates.size() && i < learnt; ++i)
        to.push_back({q.candidates[i].features, q.label->any || q.right(i),
                      weight * (i == 0 ? 1.0 : weight_of_lower_candidates)});
}

// First the order, then the certainty, which looks at the order.
calibration fit_both(std::vector<judged_query>& asked, const std::vector<double>& weights) {
    calibration model;
    std::vector<contest> contests;
    for (std::size_t i = 0; i < asked.size(); ++i)
        if (weights[i] > 0) add_contest(asked[i], weights[i], contests);
    model.order = fit_order_columns(contests);
    std::vector<example> examples;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        arrange(model, asked[i].candidates);
        if (weights[i] > 0) add_examples(asked[i], weights[i], examples);
    }
    model.certainty = fit_columns(examples);
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
std::vector<std::size_t> deal(std::size_t questions, std::size_t folds, std::uint64_t dealing) {
    std::vector<std::size_t> order(questions);
    for (std::size_t i = 0; i < questions; ++i)
        order[i] = i;
    const std::uint64_t turned = dealing == 0 ? 0 : mixed(dealing);
    std::sort(order.begin(), order.end(),
              [turned](std::size_t a, std::size_t b) { return mixed(a ^ turned) < mixed(b ^ turned); });
    std::vector<std::size_t> fold(questions);
    for (std::size_t i = 0; i < questions; ++i)
        fold[order[i]] = i % folds;
    return fold;
}

double weight_of_each(const eval_set& set) {
    return 1 / std::sqrt(static_cast<double>(set.queries.size()));
}

// Of sets that are fitted to together, what is found for each question; one row of outcomes a set.
std::vector<std::vector<outcome>> cross_fitted(std::span<const eval_set> sets, std::size_t folds,
                                               std::uint64_t dealing) {
    if (folds < 2) throw std::invalid_argument("one fold leaves nothing to fit to: use 2 and more");
    std::vector<judged_query> asked;
    std::vector<std::size_t> fold;
    std::vector<double> weight;
    for (const eval_set& set : sets) {
        for (judged_query& q : ask_all(set))
            asked.push_back(std::move(q));
        const std::vector<std::size_t> dealt = deal(set.queries.size(), folds, dealing);
        fold.insert(fold.end(), dealt.begin(), dealt.end());
        weight.insert(weight.end(), set.queries.size(), weight_of_each(set));
    }
    std::vector<outcome> outcomes(asked.size());
    for (std::size_t held_out = 0; held_out < folds; ++held_out) {
        std::vector<double> weights = weight;
        for (std::size_t i = 0; i < asked.size(); ++i)
            if (fold[i] == held_out) weights[i] = 0;
        const calibration model = fit_both(asked, weights);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (fold[i] != held_out) continue;
            arrange(model, asked[i].candidates);
            outcomes[i] = outcome_of(asked[i]);
        }
    }
    std::vector<std::vector<outcome>> result;
    auto from = outcomes.begin();
    for (const eval_set& set : sets) {
        const auto to = from + static_cast<std::ptrdiff_t>(set.queries.size());
        result.emplace_back(from, to);
        from = to;
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

eval_report report_of(const eval_set& set, std::span<const outcome> outcomes, const eval_options& options) {
    const double threshold = options.answer_at.value_or(shipped_thresholds.answer_at);
    eval_report report{set.name, options.folds, measure(outcomes, threshold), {}};
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
    std::vector<outcome> outcomes;
    for (judged_query& q : ask_all(set)) {
        arrange(model, q.candidates);
        outcomes.push_back(outcome_of(q));
    }
    return report_of(set, outcomes, options);
}

std::vector<eval_report> evaluate_together(std::span<const eval_set> sets, const eval_options& options) {
    const auto outcomes = cross_fitted(sets, options.folds, options.dealing);
    std::vector<eval_report> reports;
    for (std::size_t i = 0; i < sets.size(); ++i)
        reports.push_back(report_of(sets[i], outcomes[i], options));
    return reports;
}

eval_report evaluate(const std::filesystem::path& folder, const eval_options& options) {
    return evaluate(read_eval_set(folder, options.source), options);
}

calibration fit_calibration(std::span<const eval_set> sets) {
    std::vector<judged_query> asked;
    std::vector<double> weights;
    for (const eval_set& set : sets)
        for (judged_query& q : ask_all(set)) {
            asked.push_back(std::move(q));
            weights.push_back(weight_of_each(set));
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
        for (const eval_report::row& kind : report.kinds)
            out += row_of("  " + kind.kind, kind.numbers);
    }
    return out;
}

std::string as_json(const metrics& m) {
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
    return out.dump();
}

} // namespace knowledge::match
