// Measures the matcher on labelled questions, and fits its calibration to them. The numbers are in metrics.hpp, the
// files in eval_set.hpp.
#pragma once

#include "knowledge/match/calibration.hpp"
#include "knowledge/match/eval_set.hpp"
#include "knowledge/match/metrics.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace knowledge::match {

struct eval_options {
    eval_source source;
    std::optional<double> answer_at; // the shipped one when absent
    // 0: the shipped calibration. k >= 2: the questions are dealt into k folds (always the same ones), and each fold is
    // judged by a calibration fitted to the others. 1 is refused with std::invalid_argument.
    std::size_t folds = 0;
    std::uint64_t dealing = 0;        // another number deals the questions into other folds
    std::optional<calibration> model; // judged instead of the shipped one when folds is 0
    // Takes the questions for the log of a group, where each has turned out to have an answer or not: what is learnt
    // from the other folds (of five, when folds is 0) joins the confidence (own_log.hpp).
    bool own_log = false;
    std::size_t own_log_labels = 0; // learns from so many of them only; 0: from all
};

struct eval_report {
    std::string name;
    std::size_t folds = 0;
    struct labels {
        std::size_t for_bot = 0, not_for_bot = 0;
        bool enough = false;
    };
    std::optional<labels> own_log; // what was learnt from, the first time; absent without
    metrics all;
    struct row {
        std::string kind;
        metrics numbers;
    };
    std::vector<row> kinds; // per kind of question, where the file names kinds; in order of appearance
};

[[nodiscard]] eval_report evaluate(const eval_set& set, const eval_options& options = {});
// Throws input_error.
[[nodiscard]] eval_report evaluate(const std::filesystem::path& folder, const eval_options& options = {});

// Judges each fold by a calibration fitted, as fit_calibration() fits, to the other folds of all sets: what the shipped
// coefficients are worth on questions they have not seen. Sets of the same number of questions are dealt alike, so
// that the same questions asked of two knowledge bases are held out together. `options.folds` is at least 2,
// otherwise std::invalid_argument.
[[nodiscard]] std::vector<eval_report> evaluate_together(std::span<const eval_set> sets, const eval_options& options);

// Fits to all questions of the folders, each taken for a log of its own (own_log.hpp) as well. A folder counts by the
// root of its size, so that a big one does not drown the others and a small one is not taken for more than it is; one
// that is named twice counts twice. Throws input_error.
[[nodiscard]] calibration fit_calibration(std::span<const std::filesystem::path> folders);
[[nodiscard]] calibration fit_calibration(std::span<const eval_set> sets);

// The coefficients as the rows of the table in calibration.cpp.
[[nodiscard]] std::string as_table(const calibration& model);

// For people: one line a report, and one for each kind of question under it.
[[nodiscard]] std::string as_table(std::span<const eval_report> reports);

// {"n_answerable":…,"n_none":…,"hit1":…,"hit3":…,"mrr10":…,"threshold":…,"precision":…,"recall":…,"f1":…,"best_f1":…,
// "auroc":…,"cov95":…,"false_answers":…} of `report.all` as one JSON object; what means nothing is null. Where
// something was learnt from: also "own_log":{"for_bot":…,"not_for_bot":…,"enough":…}.
[[nodiscard]] std::string as_json(const eval_report& report);

} // namespace knowledge::match
