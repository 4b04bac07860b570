#include "knowledge/match/calibration.hpp"

#include <array>
#include <cmath>
#include <string_view>

namespace knowledge::match {

namespace {

struct row {
    std::string_view name; // as in feature_descriptions, in that order, after the intercept
    double chinese, other;
};

// Fitted with
//   qunda eval EVAL/sofa EVAL/huixiangdou EVAL/datatalks-faq EVAL/clinc150 EVAL/banking77 --fit
// on 7,462 labelled questions: logistic regression with an L2 penalty (fit.hpp), every set counting the same. To refit
// after a change of the index or of a feature: run it again, put its output here, and look at the measures and both
// thresholds below. A coefficient is per unit of the feature and means little alone, because the features overlap.
constexpr std::array<row, feature_count + 1> table = {{
    // clang-format off
    {"intercept",        -10.078,   -6.984},
    {"chinese",            0.000,    0.000},
    {"share",              3.120,    0.962},
    {"wording_cover",     -1.494,   -3.152},
    {"any_cover",         -2.937,    2.360},
    {"reverse_cover",      6.451,    2.147},
    {"exact",              0.000,    5.579},
    {"lead",               2.421,    7.074},
    {"behind",           -14.881,   -9.419},
    {"crowd",              0.532,   -1.165},
    {"agreement",          0.000,    1.872},
    {"wordings",           0.000,   -0.012},
    {"unseen_share",      -1.896,    1.877},
    {"unseen_words",      -1.126,   -1.519},
    {"familiarity",        1.635,    0.526},
    {"common_ground",      0.482,   -0.001},
    {"missing_words",     -0.025,   -0.080},
    {"matched_words",      0.167,    1.375},
    {"rarest_match",      -0.468,    1.293},
    {"evidence",           1.965,    0.263},
    {"length",             0.452,   -0.108},
    {"asks",              -0.524,   -0.388},
    {"trouble",            1.031,   -0.241},
    {"chatting",           0.629,    0.998},
    {"small_talk",       -11.746,    0.387},
    {"function_share",     2.015,    2.663},
    {"context_share",      6.975,    0.000},
    {"leaning",            1.940,    0.000},
    // clang-format on
}};

// A message of nothing but thanks or greetings is never answered, whatever word it shares with an entry, unless an
// entry has exactly this wording. A rule and no weight: the sets hold too few such messages, and one answered "谢谢"
// annoys a whole group.
constexpr double only_courtesy = 0.99;

calibration from_table() {
    calibration model;
    model.chinese.intercept = table[0].chinese;
    model.other.intercept = table[0].other;
    for (std::size_t i = 0; i < feature_count; ++i) {
        model.chinese.weights[i] = table[i + 1].chinese;
        model.other.weights[i] = table[i + 1].other;
    }
    return model;
}

} // namespace

// answer_at: a little below an even chance, because that is where F1 is highest on questions the model was not fitted
// to; a group that would rather hear nothing than something wrong sets it to 70 or 80. suggest_at: below it fewer than
// one candidate in five is right, and a list of those is noise.
const thresholds shipped_thresholds = {.answer_at = 45, .suggest_at = 20};

const calibration shipped_calibration = from_table();

double confidence(const calibration& model, const feature_vector& features) {
    if (at(features, feature::chatting) >= only_courtesy && at(features, feature::exact) == 0) return 0;
    const coefficients& column = at(features, feature::chinese) > 0 ? model.chinese : model.other;
    double sum = column.intercept;
    for (std::size_t i = 0; i < feature_count; ++i)
        sum += column.weights[i] * features[i];
    return 100.0 / (1.0 + std::exp(-sum));
}

decision decide(std::span<const candidate> ranked, const thresholds& at) {
    if (ranked.empty()) return decision::silent;
    if (ranked.front().confidence >= at.answer_at) return decision::answer;
    return ranked.front().confidence >= at.suggest_at ? decision::suggest : decision::silent;
}

} // namespace knowledge::match
