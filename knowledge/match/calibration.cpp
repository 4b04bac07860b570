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
//   qunda eval EVAL/sofa EVAL/huixiangdou EVAL/datatalks-faq EVAL/clinc150 EVAL/banking77 EVAL/banking77-50 --fit
// on 8,232 labelled questions (the last is banking77 with its kb_50of77.jsonl as kb.jsonl: questions close to what is
// known, and not known). The first three columns are by fit_order.hpp, the others by fit.hpp; every set counts by the
// root of its size. To refit after a change of the index or of a feature: run it again, put its output here, and look
// at the measures and both thresholds below. A coefficient is per unit of the feature and means little alone, because
// the features overlap.
constexpr std::array<row, feature_count + 1> table = {{
    // clang-format off
    {"intercept",           0.000,    0.000,    0.000,  -10.922,   -0.765,    4.148},
    {"chinese",             0.000,    0.000,    0.000,    0.000,    0.000,    0.000},
    {"share",               4.316,   -4.374,   -0.345,    0.078,   -1.659,   -1.486},
    {"wording_cover",       3.430,   -0.653,    0.152,    0.084,    0.016,    0.521},
    {"any_cover",           1.820,    2.571,    0.331,   -0.541,   -0.737,   -0.081},
    {"reverse_cover",       3.464,    0.981,   -2.464,    0.725,   -0.086,   -0.467},
    {"exact",               0.000,    0.000,    3.352,    0.000,    2.714,    1.823},
    {"lead",                6.817,    1.890,   -0.130,   -0.838,    0.849,    0.600},
    {"behind",             -2.761,   -6.078,   -2.416,   -3.910,   -0.939,   -0.844},
    {"crowd",               0.000,    0.000,    0.000,    0.663,   -0.557,   -1.216},
    {"agreement",           0.000,    0.000,    1.530,    0.000,   -0.235,   -0.306},
    {"wordings",            0.000,    0.000,   -0.788,    0.000,   -0.241,   -0.941},
    {"unseen_share",        0.000,    0.000,    0.000,   -1.659,    2.333,    0.930},
    {"unseen_words",        0.000,    0.000,    0.000,   -0.729,   -2.226,   -0.244},
    {"familiarity",         0.000,    0.000,    0.000,    2.494,   -1.546,   -0.386},
    {"common_ground",       0.000,    0.000,    0.000,    0.476,    0.202,    0.438},
    {"missing_words",      -0.090,   -0.672,   -1.469,    0.840,   -1.558,   -1.314},
    {"matched_words",      -0.534,    4.458,    0.851,    0.133,    0.831,    0.933},
    {"rarest_match",        2.360,    2.556,    2.086,   -0.670,    1.314,    2.476},
    {"evidence",            0.427,   -2.439,    0.457,    1.078,   -0.122,   -0.370},
    {"length",              0.000,    0.000,    0.000,    0.647,   -0.106,   -0.240},
    {"asks",                0.000,    0.000,    0.000,    0.005,   -0.357,   -0.529},
    {"trouble",             0.000,    0.000,    0.000,    0.628,   -0.114,   -0.108},
    {"chatting",            0.000,    0.000,    0.000,    1.015,    1.057,    1.392},
    {"small_talk",          0.000,    0.000,    0.000,   -5.478,    0.895,   -0.643},
    {"function_share",      0.000,    0.000,    0.000,    1.129,    1.216,    1.561},
    {"context_share",       1.472,    0.000,    0.000,    8.371,    0.000,    0.000},
    {"leaning",             0.000,    0.000,    0.000,    0.928,    0.000,    0.000},
    {"learnable",           0.000,    0.000,    0.000,    0.000,    0.266,    0.000},
    {"learnt",              0.000,    0.000,    1.095,    0.000,    0.545,    0.676},
    {"learnt_lead",         0.000,    0.000,    0.200,    0.000,    0.029,    0.521},
    {"wording_share",       8.444,  -10.593,   -1.065,    0.986,   -1.305,   -1.315},
    {"answer_share",        5.221,    1.469,    4.199,    1.915,   -0.587,   -4.161},
    {"answer_cover",        2.888,   -2.332,   -1.047,    0.083,    0.200,    1.487},
    {"phrase_cover",       -2.203,    5.446,    0.120,   -0.465,    2.500,    0.790},
    {"meaning_cover",       0.898,    1.009,   -0.029,    0.133,    0.348,    0.126},
    {"heaviest_missing",   -2.053,   -0.026,    0.767,    0.088,    0.032,    0.390},
    {"rare_missing",       -1.487,   -0.572,   -0.654,    0.604,    0.538,   -0.297},
    {"names_missing",      -0.112,   -3.254,   -1.283,   -0.658,   -1.633,   -0.866},
    {"number_missing",     -0.269,   -1.238,   -0.878,   -0.684,    0.235,    0.196},
    {"alike",               9.636,    2.999,    3.747,    3.928,    1.464,    2.439},
    {"length_ratio",       -0.328,   -0.876,   -0.680,   -0.309,   -0.553,   -0.321},
    {"answer_length",      -0.137,   -1.088,   -0.711,    0.122,   -0.511,   -1.642},
    {"favoured",            0.000,    0.000,    0.000,    0.621,    1.402,    0.689},
    {"ahead",               0.000,    0.000,    0.000,    0.241,    0.374,    0.243},
    {"for_us",              0.000,    0.000,    0.000,    0.484,    0.484,    0.484},
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
    // Four sums, so that none waits for the one before.
    constexpr std::size_t in_fours = feature_count / 4 * 4;
    std::array<double, 4> sums{column.intercept, 0, 0, 0};
    for (std::size_t i = 0; i < in_fours; i += 4)
        for (std::size_t j = 0; j < 4; ++j)
            sums[j] += column.weights[i + j] * features[i + j];
    for (std::size_t i = in_fours; i < feature_count; ++i)
        sums[i - in_fours] += column.weights[i] * features[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
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
