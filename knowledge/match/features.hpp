// The numbers the confidence is made of, for one candidate of one question. Where they come from is in examine.cpp and
// index.cpp, what they are worth in calibration.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace knowledge::match {

enum class feature : std::size_t {
    chinese,
    share,
    wording_cover,
    any_cover,
    reverse_cover,
    exact,
    lead,
    behind,
    crowd,
    agreement,
    wordings,
    unseen_share,
    unseen_words,
    familiarity,
    common_ground,
    missing_words,
    matched_words,
    rarest_match,
    evidence,
    length,
    asks,
    trouble,
    chatting,
    small_talk,
    function_share,
    context_share,
    leaning,
    learnable,
    learnt,
    learnt_lead,
    wording_share,
    answer_share,
    answer_cover,
    phrase_cover,
    meaning_cover,
    heaviest_missing,
    rare_missing,
    names_missing,
    number_missing,
    alike,
    length_ratio,
    answer_length,
    favoured,
    ahead,
    youth,
    for_us,
    count
};

inline constexpr std::size_t feature_count = static_cast<std::size_t>(feature::count);
using feature_vector = std::array<double, feature_count>;

struct feature_description {
    std::string_view name;
    std::string_view meaning;
};

// In the order of the enumeration.
extern const std::array<feature_description, feature_count> feature_descriptions;

inline double& at(feature_vector& values, feature which) {
    return values[static_cast<std::size_t>(which)];
}
inline double at(const feature_vector& values, feature which) {
    return values[static_cast<std::size_t>(which)];
}

} // namespace knowledge::match
