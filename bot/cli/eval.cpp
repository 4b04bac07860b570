#include "bot/cli/eval_file.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/tune.hpp"
#include "bot/cli/verbs.hpp"
#include "knowledge/match/evaluation.hpp"

#include <algorithm>
#include <iostream>

namespace bot::cli {

namespace match = knowledge::match;

namespace {

// One file of questions; folders are evaluation sets.
bool names_a_file(const eval_arguments& how) {
    std::error_code ignored;
    const auto is_file = [&ignored](const std::filesystem::path& path) {
        return std::filesystem::exists(path, ignored) && !std::filesystem::is_directory(path, ignored);
    };
    if (std::ranges::none_of(how.paths, is_file)) return false;
    if (how.paths.size() > 1) throw stop(bad_usage, "eval: one regression file at a time, and no folder with it");
    if (how.kb || !how.within.empty() || how.folds > 0 || how.own_log || how.fit || how.tune)
        throw stop(bad_usage, "eval: --kb, --within, --folds, --own-log, --fit and --tune are for folders");
    return true;
}

} // namespace

int eval(const common_arguments& common, const eval_arguments& how) {
    try {
        if (names_a_file(how)) return eval_file(common, how);
        if (how.tune) return tune(common, how);
        match::eval_options options;
        if (how.kb) options.source.kb_file = how.kb->string();
        options.source.within = how.within;
        std::vector<match::eval_set> sets;
        if (how.fit || how.together)
            for (const auto& folder : how.paths)
                sets.push_back(match::read_eval_set(folder, options.source));
        if (how.fit) {
            std::cout << match::as_table(match::fit_calibration(sets));
            return ok;
        }
        options.answer_at = how.answer_at;
        options.folds = static_cast<std::size_t>(how.folds);
        options.dealing = how.dealing;
        options.own_log = how.own_log;
        options.own_log_labels = how.labels;
        std::vector<match::eval_report> reports;
        if (how.together)
            reports = match::evaluate_together(sets, options);
        else
            for (const auto& folder : how.paths)
                reports.push_back(match::evaluate(folder, options));
        if (how.json)
            for (const match::eval_report& report : reports)
                std::cout << match::as_json(report) << '\n';
        if (!how.json) std::cout << match::as_table(reports);
        return ok;
    } catch (const match::input_error& why) {
        throw stop(no_input, why.what());
    }
}

} // namespace bot::cli
