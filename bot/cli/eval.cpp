#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "knowledge/match/evaluation.hpp"

#include <iostream>

namespace bot::cli {

namespace match = knowledge::match;

int eval(const common_arguments&, const eval_arguments& how) {
    try {
        match::eval_options options;
        if (how.kb) options.kb_file = how.kb->string();
        if (how.fit) {
            std::vector<match::eval_set> sets;
            for (const auto& folder : how.folders)
                sets.push_back(match::read_eval_set(folder, options.kb_file));
            std::cout << match::as_table(match::fit_calibration(sets));
            return ok;
        }
        options.answer_at = how.answer_at;
        options.folds = static_cast<std::size_t>(how.folds);
        std::vector<match::eval_report> reports;
        for (const auto& folder : how.folders) {
            reports.push_back(match::evaluate(folder, options));
            if (how.json) std::cout << match::as_json(reports.back().all) << '\n';
        }
        if (!how.json) std::cout << match::as_table(reports);
        return ok;
    } catch (const match::input_error& why) {
        throw stop(no_input, why.what());
    }
}

} // namespace bot::cli
