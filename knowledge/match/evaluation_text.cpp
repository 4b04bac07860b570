// What an evaluation found and what was fitted, for people and for programs.
#include "knowledge/match/evaluation.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace knowledge::match {

namespace {

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string row_of(const std::string& name, const metrics& m) {
    return fmt::format(
        "{:<22} {:>6} {:>5} {:>6} {:>6} {:>6} {:>5.1f} {:>6.3f} {:>6.3f} {:>6.3f} {:>7.3f} {:>6} {:>6.3f} {:>6}\n",
        name, m.n_answerable, m.n_none, number(m.hit1), number(m.hit3), number(m.mrr10), m.threshold, m.precision,
        m.recall, m.f1, m.best_f1, number(m.auroc), m.cov95, number(m.false_answers));
}

} // namespace

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
