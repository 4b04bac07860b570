#include "knowledge/match/evaluation.hpp"

#include "knowledge/match/dealing.hpp"
#include "knowledge/match/fit.hpp"
#include "knowledge/match/fit_order.hpp"
#include "knowledge/match/own_log.hpp"
#include "knowledge/match/young.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
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

// First the order, of the first `contested` alone: among few entries there is little to put in order. Then the
// certainty, which looks at the order, and last what a log of the group's own adds to it.
calibration fit_both(std::vector<judged_query>& asked, const std::vector<double>& weights, std::size_t contested) {
    calibration model;
    std::vector<contest> contests;
    for (std::size_t i = 0; i < contested; ++i)
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

// How much all young forms of a set count, beside the set itself: a quarter mends less, more costs the sets themselves.
// Chinese ones do not count: the level of their confidence is right with few entries, too.
constexpr double weight_of_young = 0.5;

// The sets and their young forms, to be fitted to together.
struct lessons {
    struct part {
        std::size_t set = 0;     // whose questions
        std::size_t entries = 0; // 0: the set itself, all it knows
        std::size_t from = 0, count = 0;
        std::vector<std::size_t> in_set; // where each question is in the set
    };
    std::vector<young_set> young; // what is asked points into them
    std::vector<part> parts;      // first the sets themselves, in their order
    std::vector<judged_query> asked;
    std::vector<double> weights;
    std::size_t whole = 0; // so many of what is asked, the first, are of the sets themselves

    explicit lessons(std::span<const eval_set> sets) {
        for (std::size_t s = 0; s < sets.size(); ++s) {
            std::vector<std::size_t> all(sets[s].queries.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            add(sets[s], {.set = s, .in_set = std::move(all)}, weight_of_each(sets[s]));
        }
        whole = asked.size();
        std::vector<std::size_t> whose, of_whom(sets.size(), 0);
        for (std::size_t s = 0; s < sets.size(); ++s)
            for (young_set& one : young_sets(sets[s])) {
                young.push_back(std::move(one));
                whose.push_back(s);
                ++of_whom[s];
            }
        for (std::size_t i = 0; i < young.size(); ++i) {
            const std::size_t s = whose[i];
            const double of_set = weight_of_each(sets[s]) * static_cast<double>(sets[s].queries.size());
            const auto among = static_cast<double>(of_whom[s] * young[i].set.queries.size());
            add(young[i].set, {.set = s, .entries = young[i].entries, .in_set = young[i].of_whole},
                weight_of_young * of_set / among);
        }
    }

  private:
    static bool is_chinese(const judged_query& q) {
        return !q.candidates.empty() && at(q.candidates.front().features, feature::chinese) > 0;
    }

    void add(const eval_set& set, part one, double weight) {
        one.from = asked.size();
        one.count = set.queries.size();
        for (judged_query& q : ask_all(set))
            asked.push_back(std::move(q));
        for (std::size_t i = 0; i < one.count; ++i)
            weights.push_back(one.entries > 0 && is_chinese(asked[one.from + i]) ? 0 : weight);
        parts.push_back(std::move(one));
    }
};

// Of sets that are fitted to together; one row a part.
std::vector<found_out> cross_fitted(std::span<const eval_set> sets, const eval_options& options, lessons& work) {
    const std::size_t folds = options.folds;
    if (folds < 2) throw std::invalid_argument("one fold leaves nothing to fit to: use 2 and more");
    std::vector<dealt> dealings;
    for (const eval_set& set : sets)
        dealings.push_back(deal(set.queries.size(), folds, options.dealing));
    std::vector<found_out> result;
    for (const auto& part : work.parts)
        result.push_back({std::vector<outcome>(part.count), {}});
    for (std::size_t held_out = 0; held_out < folds; ++held_out) {
        std::vector<double> weights = work.weights;
        const auto is_held_out = [&](const lessons::part& part, std::size_t i) {
            return dealings[part.set].fold[part.in_set[i]] == held_out;
        };
        for (std::size_t p = 0; p < work.parts.size(); ++p) {
            const auto& part = work.parts[p];
            for (std::size_t i = 0; i < part.count; ++i)
                if (is_held_out(part, i)) weights[part.from + i] = 0;
            if (!options.own_log || part.entries > 0) continue;
            const auto labels = hear_own_log(std::span(work.asked).subspan(part.from, part.count), dealings[part.set],
                                             held_out, options.own_log_labels);
            if (held_out == 0) result[p].own_log = labels;
        }
        const calibration model = fit_both(work.asked, weights, work.whole);
        for (std::size_t p = 0; p < work.parts.size(); ++p) {
            const auto& part = work.parts[p];
            for (std::size_t i = 0; i < part.count; ++i) {
                if (!is_held_out(part, i)) continue;
                arrange(model, work.asked[part.from + i].candidates);
                result[p].outcomes[i] = outcome_of(work.asked[part.from + i]);
            }
        }
    }
    return result;
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

void append(const found_out& some, found_out& to) {
    to.outcomes.insert(to.outcomes.end(), some.outcomes.begin(), some.outcomes.end());
}

eval_set named_young(const eval_set& whole, std::size_t entries) {
    return {.name = fmt::format("{}, {}", whole.name, entries), .documents = {}, .queries = {}};
}

} // namespace

std::vector<eval_report> evaluate_young(const eval_set& whole, const eval_options& options) {
    const calibration& model = options.model ? *options.model : shipped_calibration;
    std::map<std::size_t, found_out> by_entries;
    for (const young_set& one : young_sets(whole))
        append(asked_once(one.set, model, {}), by_entries[one.entries]);
    std::vector<eval_report> reports;
    for (const auto& [entries, found] : by_entries)
        reports.push_back(report_of(named_young(whole, entries), found, options));
    for (eval_report& report : reports)
        report.folds = 0;
    return reports;
}

eval_report evaluate(const eval_set& set, const eval_options& options) {
    if (options.folds > 0) return evaluate_together(std::span(&set, 1), options).front();
    const calibration& model = options.model ? *options.model : shipped_calibration;
    return report_of(set, asked_once(set, model, options), options);
}

std::vector<eval_report> evaluate_together(std::span<const eval_set> sets, const eval_options& options) {
    lessons work(sets);
    const std::vector<found_out> found = cross_fitted(sets, options, work);
    std::vector<eval_report> reports;
    for (std::size_t i = 0; i < sets.size(); ++i)
        reports.push_back(report_of(sets[i], found[i], options));
    if (!options.young) return reports;
    for (std::size_t i = 0; i < sets.size(); ++i)
        for (const std::size_t entries : young_sizes) {
            found_out all;
            for (std::size_t p = 0; p < work.parts.size(); ++p)
                if (work.parts[p].set == i && work.parts[p].entries == entries) append(found[p], all);
            if (!all.outcomes.empty()) reports.push_back(report_of(named_young(sets[i], entries), all, options));
        }
    return reports;
}

eval_report evaluate(const std::filesystem::path& folder, const eval_options& options) {
    return evaluate(read_eval_set(folder, options.source), options);
}

calibration fit_calibration(std::span<const eval_set> sets) {
    lessons work(sets);
    constexpr std::size_t none_held_out = 1;
    for (const auto& part : work.parts)
        if (part.entries == 0)
            (void)hear_own_log(std::span(work.asked).subspan(part.from, part.count), deal(part.count, 1, 0),
                               none_held_out, 0);
    return fit_both(work.asked, work.weights, work.whole);
}

calibration fit_calibration(std::span<const std::filesystem::path> folders) {
    std::vector<eval_set> sets;
    for (const std::filesystem::path& folder : folders)
        sets.push_back(read_eval_set(folder));
    return fit_calibration(sets);
}

} // namespace knowledge::match
