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
// root of its size, and what it would be with few entries half as much, but for Chinese ones (young.hpp). To refit
// after a change of the index or of a feature: run it again, put its output here, and look at the measures and both
// thresholds below. A coefficient is per unit of the feature and means little alone, because the features overlap.
constexpr std::array<row, feature_count + 1> table = {{
    // clang-format off
    {"intercept",           0.000,    0.000,    0.000,  -10.916,    2.893,    4.616},
    {"chinese",             0.000,    0.000,    0.000,    0.000,    0.000,    0.000},
    {"share",               4.316,   -4.367,   -0.344,    0.075,   -2.184,   -2.745},
    {"wording_cover",       3.430,   -0.652,    0.156,    0.085,   -0.210,    1.018},
    {"any_cover",           1.820,    2.530,    0.333,   -0.553,   -1.210,    1.104},
    {"reverse_cover",       3.464,    0.982,   -2.465,    0.722,    0.275,   -0.434},
    {"exact",               0.000,    0.000,    3.353,    0.000,    3.136,    2.265},
    {"lead",                6.817,    1.888,   -0.134,   -0.835,    1.638,    0.372},
    {"behind",             -2.761,   -6.074,   -2.416,   -3.910,   -1.148,   -0.927},
    {"crowd",               0.000,    0.000,    0.000,    0.666,   -0.556,   -1.607},
    {"agreement",           0.000,    0.000,    1.527,    0.000,   -0.102,   -0.259},
    {"wordings",            0.000,    0.000,   -0.789,    0.000,   -0.366,   -0.920},
    {"unseen_share",        0.000,    0.000,    0.000,   -1.664,    1.175,    0.845},
    {"unseen_words",        0.000,    0.000,    0.000,   -0.730,   -1.747,   -0.916},
    {"familiarity",         0.000,    0.000,    0.000,    2.485,   -1.536,   -0.685},
    {"common_ground",       0.000,    0.000,    0.000,    0.476,    0.650,    1.272},
    {"missing_words",      -0.090,   -0.613,   -1.471,    0.843,   -2.794,   -1.351},
    {"matched_words",      -0.534,    4.506,    0.848,    0.130,    1.310,    1.122},
    {"rarest_match",        2.360,    2.557,    2.082,   -0.687,    1.041,    2.704},
    {"evidence",            0.427,   -2.453,    0.456,    1.090,   -0.046,   -0.681},
    {"length",              0.000,    0.000,    0.000,    0.641,   -0.974,   -1.005},
    {"asks",                0.000,    0.000,    0.000,    0.006,   -0.380,   -0.492},
    {"trouble",             0.000,    0.000,    0.000,    0.628,   -0.212,   -0.122},
    {"chatting",            0.000,    0.000,    0.000,    1.035,    0.889,    1.193},
    {"small_talk",          0.000,    0.000,    0.000,   -5.468,    0.547,   -0.398},
    {"function_share",      0.000,    0.000,    0.000,    1.131,    1.521,    1.211},
    {"context_share",       1.472,    0.000,    0.000,    8.371,    0.000,    0.000},
    {"leaning",             0.000,    0.000,    0.000,    0.930,    0.000,    0.000},
    {"learnable",           0.000,    0.000,    0.000,    0.000,    0.190,    0.000},
    {"learnt",              0.000,    0.000,    1.094,    0.000,    0.684,    0.755},
    {"learnt_lead",         0.000,    0.000,    0.202,    0.000,   -0.284,    0.592},
    {"wording_share",       8.444,  -10.599,   -1.064,    0.984,   -3.060,   -2.660},
    {"answer_share",        5.221,    1.469,    4.205,    1.917,    1.288,   -7.547},
    {"answer_cover",        2.888,   -2.336,   -1.048,    0.082,   -1.138,    1.876},
    {"phrase_cover",       -2.203,    5.476,    0.116,   -0.467,    2.522,    0.455},
    {"meaning_cover",       0.898,    1.012,   -0.030,    0.131,    0.452,    0.192},
    {"heaviest_missing",   -2.053,   -0.033,    0.774,    0.085,   -0.327,    0.253},
    {"rare_missing",       -1.487,   -0.587,   -0.663,    0.602,   -1.096,   -1.087},
    {"names_missing",      -0.112,   -3.283,   -1.284,   -0.661,   -0.018,   -0.534},
    {"number_missing",     -0.269,   -1.229,   -0.879,   -0.685,    0.104,    0.625},
    {"alike",               9.636,    3.000,    3.745,    3.924,    2.484,    3.464},
    {"length_ratio",       -0.328,   -0.876,   -0.681,   -0.309,   -0.693,   -0.582},
    {"answer_length",      -0.137,   -1.088,   -0.710,    0.121,   -0.685,   -1.622},
    {"favoured",            0.000,    0.000,    0.000,    0.624,    0.681,    0.267},
    {"ahead",               0.000,    0.000,    0.000,    0.241,    0.395,    0.227},
    {"youth",               0.000,    0.000,    0.000,    0.000,   -0.338,    0.000},
    {"for_us",              0.000,    0.000,    0.000,    0.425,    0.425,    0.425},
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
