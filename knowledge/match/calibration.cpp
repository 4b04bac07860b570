#include "knowledge/match/calibration.hpp"

#include <array>
#include <cmath>
#include <string_view>

namespace knowledge::match {

namespace {

struct row {
    std::string_view name; // as in feature_descriptions, in that order, after the intercept
    double order_chinese, order_other, order_practised;
    double chinese, other, practised;
};

// Fitted with
//   qunda eval EVAL/sofa EVAL/huixiangdou EVAL/datatalks-faq EVAL/clinc150 EVAL/banking77 --fit
// on 7,462 labelled questions: the first three columns by fit_order.hpp, the others by fit.hpp, every set by the root
// of its size. To refit after a change of the index or of a feature: run it again, put its output here, and look at the
// measures and both thresholds below. A coefficient is per unit of the feature and means little alone, because the
// features overlap.
constexpr std::array<row, feature_count + 1> table = {{
    // clang-format off
    {"intercept",           0.000,    0.000,    0.000,  -11.168,   -1.519,    2.915},
    {"chinese",             0.000,    0.000,    0.000,    0.000,    0.000,    0.000},
    {"share",               4.521,   -4.369,   -1.593,    0.290,   -1.098,   -0.228},
    {"wording_cover",       3.275,   -0.815,   -0.020,   -0.002,   -0.117,   -0.509},
    {"any_cover",           1.720,    2.013,   -0.571,   -0.498,   -1.425,   -0.628},
    {"reverse_cover",       3.061,    0.973,   -2.360,    0.394,   -0.117,   -0.607},
    {"exact",               0.000,    0.000,    3.366,    0.000,    2.170,    1.848},
    {"lead",                6.052,    1.449,   -0.808,   -0.733,    0.925,    0.367},
    {"behind",             -2.639,   -6.325,   -2.844,   -3.846,   -0.968,   -0.957},
    {"crowd",               0.000,    0.000,    0.000,    0.629,   -0.283,   -0.955},
    {"agreement",           0.000,    0.000,    1.072,    0.000,    0.030,   -0.197},
    {"wordings",            0.000,    0.000,   -0.634,    0.000,   -0.019,   -0.944},
    {"unseen_share",        0.000,    0.000,    0.000,   -1.435,    1.444,   -0.599},
    {"unseen_words",        0.000,    0.000,    0.000,   -0.843,   -2.556,   -0.035},
    {"familiarity",         0.000,    0.000,    0.000,    2.021,   -1.406,   -0.207},
    {"common_ground",       0.000,    0.000,    0.000,    0.494,    0.058,    0.075},
    {"missing_words",      -0.196,   -1.724,   -1.797,    0.868,   -1.308,   -0.895},
    {"matched_words",      -0.238,    4.568,    0.702,    0.134,    0.733,    0.590},
    {"rarest_match",        0.687,    2.488,    1.756,   -1.150,    0.598,    0.606},
    {"evidence",            0.464,   -2.340,    0.445,    1.047,    0.027,    0.085},
    {"length",              0.000,    0.000,    0.000,    0.737,    0.135,    0.085},
    {"asks",                0.000,    0.000,    0.000,    0.055,   -0.152,   -0.320},
    {"trouble",             0.000,    0.000,    0.000,    0.651,   -0.145,   -0.392},
    {"chatting",            0.000,    0.000,    0.000,    0.863,   -0.221,    0.517},
    {"small_talk",          0.000,    0.000,    0.000,   -5.607,    0.162,   -0.909},
    {"function_share",      0.000,    0.000,    0.000,    1.353,    1.299,    1.301},
    {"context_share",       1.725,    0.000,    0.000,    8.615,    0.000,    0.000},
    {"leaning",             0.000,    0.000,    0.000,    0.899,    0.000,    0.000},
    {"learnable",           0.000,    0.000,    0.000,    0.000,    0.179,    0.000},
    {"learnt",              0.000,    0.000,    1.170,    0.000,    0.559,    0.721},
    {"learnt_lead",         0.000,    0.000,    0.262,    0.000,    0.170,    0.459},
    {"wording_share",       8.711,  -10.266,   -2.290,    0.992,   -0.520,   -0.415},
    {"answer_share",        6.169,    1.288,    0.690,    2.042,   -1.024,    0.421},
    {"answer_cover",        2.772,   -2.159,    0.188,    0.173,    0.411,   -0.278},
    {"phrase_cover",       -2.220,    5.073,    0.685,   -0.582,    2.382,    0.598},
    {"meaning_cover",       1.128,    0.421,   -0.059,   -0.056,    0.321,    0.050},
    {"heaviest_missing",   -2.272,   -0.073,    0.771,    0.303,    0.043,    0.535},
    {"rare_missing",       -1.581,   -0.985,   -1.699,    0.542,    0.022,   -0.827},
    {"names_missing",      -0.129,   -2.597,   -1.174,   -0.609,   -1.404,   -0.477},
    {"number_missing",     -0.258,   -1.226,   -0.929,   -0.741,    0.226,    0.074},
    {"alike",               8.946,    3.063,    3.827,    4.585,    0.974,    1.321},
    {"length_ratio",       -0.518,   -0.875,   -0.575,   -0.296,   -0.479,   -0.003},
    {"answer_length",      -0.133,   -1.078,   -0.789,    0.140,   -0.418,   -0.395},
    {"favoured",            0.000,    0.000,    0.000,    0.816,    1.820,    1.657},
    {"ahead",               0.000,    0.000,    0.000,    0.243,    0.353,    0.271},
    // clang-format on
}};

// A message of nothing but thanks or greetings is never answered, whatever word it shares with an entry, unless an
// entry has exactly this wording. A rule and no weight: the sets hold too few such messages, and one answered "谢谢"
// annoys a whole group.
constexpr double only_courtesy = 0.99;

coefficients from_table(double row::*column) {
    coefficients model;
    model.intercept = table[0].*column;
    for (std::size_t i = 0; i < feature_count; ++i)
        model.weights[i] = table[i + 1].*column;
    return model;
}

} // namespace

// answer_at: a little below an even chance, because that is where F1 is highest on questions the model was not fitted
// to; a group that would rather hear nothing than something wrong sets it to 70 or 80. suggest_at: below it fewer than
// one candidate in five is right, and a list of those is noise.
const thresholds shipped_thresholds = {.answer_at = 45, .suggest_at = 20};

const calibration shipped_calibration = {
    .order = {from_table(&row::order_chinese), from_table(&row::order_other), from_table(&row::order_practised)},
    .certainty = {from_table(&row::chinese), from_table(&row::other), from_table(&row::practised)},
};

double sum_of(const coefficients& column, const feature_vector& features) {
    double sum = column.intercept;
    for (std::size_t i = 0; i < feature_count; ++i)
        sum += column.weights[i] * features[i];
    return sum;
}

const coefficients& column_of(const columns& model, const feature_vector& features) {
    if (at(features, feature::learnable) > 0) return model.practised;
    return at(features, feature::chinese) > 0 ? model.chinese : model.other;
}

double confidence(const calibration& model, const feature_vector& features) {
    if (at(features, feature::chatting) >= only_courtesy && at(features, feature::exact) == 0) return 0;
    return 100.0 / (1.0 + std::exp(-sum_of(column_of(model.certainty, features), features)));
}

decision decide(std::span<const candidate> ranked, const thresholds& at) {
    if (ranked.empty()) return decision::silent;
    if (ranked.front().confidence >= at.answer_at) return decision::answer;
    return ranked.front().confidence >= at.suggest_at ? decision::suggest : decision::silent;
}

} // namespace knowledge::match
