#include "knowledge/match/examine.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>

namespace knowledge::match {

namespace {

constexpr double same = 0.98; // of the weight: the same words but for a particle
constexpr double not_zero = 1e-6;
// The rarity of what none of a thousand entries has. From there on more entries change little, and no evaluation set
// has many more: a confidence must not grow with what it was never measured on.
constexpr double grown_up = 7.6;

// log(1 + n), from a table where n is as small as numbers of words are.
double log_of_one_more(std::size_t n) {
    static const auto small = [] {
        std::array<double, 512> logs{};
        for (std::size_t i = 0; i < logs.size(); ++i)
            logs[i] = std::log1p(static_cast<double>(i));
        return logs;
    }();
    return n < small.size() ? small[n] : std::log1p(static_cast<double>(n));
}

bool is_name(text::token_kind kind) {
    return kind == text::token_kind::word || kind == text::token_kind::compound;
}

double share_of(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

bool is_phrase(text::token_kind kind) {
    return kind == text::token_kind::pair || kind == text::token_kind::han_pair;
}

double share_of_context(const query_terms& before, std::span<const found_term> found) {
    double score = 0;
    for (const found_term& one : found)
        score += static_cast<double>(before.terms[one.term].weight) *
                 (static_cast<double>(one.wording) * static_cast<double>(before_in_wording) +
                  static_cast<double>(one.answer) * static_cast<double>(before_in_answer) +
                  static_cast<double>(one.context) * static_cast<double>(before_in_context));
    return score / std::max(static_cast<double>(before.weight), not_zero);
}

} // namespace

// What of the question the candidate has, in weight.
struct examiner::overlap {
    double score = 0, wording_score = 0, answer_score = 0;
    double in_wording = 0, in_answer = 0;
    parts anywhere;
    double rarest = 0, heaviest_missing = 0;
    std::size_t latin_words = 0;
    int numbers = 0;
};

examiner::examiner(const query_terms& own, const said_before* before, float greatest_rarity)
    : own_(own), before_(before), greatest_rarity_(static_cast<double>(greatest_rarity)),
      is_found_(own.terms.size(), 0) {
    terms_.reserve(own.terms.size());
    heaviest_.reserve(own.terms.size());
    for (std::uint32_t i = 0; i < own.terms.size(); ++i) {
        const query_term& term = own.terms[i];
        const auto weight = static_cast<double>(term.weight);
        const auto rarity = static_cast<double>(term.rarity);
        what_it_is one;
        one.in.weight = weight;
        one.latin = is_latin(term.kind) ? 1 : 0;
        one.number = term.kind == text::token_kind::number ? 1 : 0;
        if (one.latin != 0) one.in.latin = weight;
        if (is_phrase(term.kind)) one.in.phrases = weight;
        if (term.kind == text::token_kind::meaning) one.in.meanings = weight;
        one.in.rare = weight * rarity;
        if (is_name(term.kind)) one.in.names = weight * rarity;
        if (term.kind != text::token_kind::function) one.rarity = rarity;
        terms_.push_back(one);

        all_.heaviest = std::max(all_.heaviest, weight);
        all_.phrases += one.in.phrases;
        all_.meanings += one.in.meanings;
        all_.latin += one.in.latin;
        if (!term.known) continue;
        all_.rare += one.in.rare;
        all_.names += one.in.names;
        all_.numbers += one.number;
        // Weights are not negative: their bits are in the same order.
        heaviest_.push_back(std::uint64_t{std::bit_cast<std::uint32_t>(term.weight)} << 32U | i);
    }
    std::sort(heaviest_.begin(), heaviest_.end(), std::greater<>());

    const double total = std::max(static_cast<double>(own.weight), not_zero);
    at(same_, feature::unseen_share) = static_cast<double>(own.unseen_weight) / total;
    at(same_, feature::unseen_words) = std::log1p(own.unseen_words);
    at(same_, feature::familiarity) =
        own.content_weight > 0 ? static_cast<double>(own.familiarity / own.content_weight) / greatest_rarity_ : 0;
    at(same_, feature::common_ground) = std::log1p(static_cast<double>(own.familiarity));
    at(same_, feature::length) = std::log1p(total);
    at(same_, feature::youth) = std::max(0.0, grown_up - greatest_rarity_);
}

examiner::overlap examiner::overlap_with(std::span<const found_term> found) {
    overlap sum;
    for (const found_term& one : found) {
        const what_it_is& term = terms_[one.term];
        const auto in_wording = static_cast<double>(one.wording), in_answer = static_cast<double>(one.answer);
        sum.score += term.in.weight * (in_wording + in_answer + static_cast<double>(one.context));
        sum.wording_score += term.in.weight * in_wording;
        sum.answer_score += term.in.weight * in_answer;
        sum.in_wording += one.wording > 0 ? term.in.weight : 0;
        sum.in_answer += one.answer > 0 ? term.in.weight : 0;
        sum.anywhere.add(term.in);
        sum.latin_words += term.latin;
        sum.numbers += term.number;
        sum.rarest = std::max(sum.rarest, term.rarity);
        is_found_[one.term] = 1;
    }
    for (const std::uint64_t one : heaviest_) {
        const auto i = static_cast<std::uint32_t>(one);
        if (is_found_[i] != 0) continue;
        sum.heaviest_missing = static_cast<double>(own_.terms[i].weight);
        break;
    }
    for (const found_term& one : found)
        is_found_[one.term] = 0;
    return sum;
}

feature_vector examiner::examine(const inverted& index, const ranking& all, const ranked& candidate) {
    const overlap found = overlap_with(all.found_in(candidate));
    const double total = std::max(static_cast<double>(own_.weight), not_zero);
    const auto wording_weight = static_cast<double>(index.wording_weight[candidate.wording]);
    const std::uint32_t wordings =
        index.first_wording[candidate.document + 1] - index.first_wording[candidate.document];
    // Sums of what is missing are differences: nothing but rounding must not be taken for something.
    const auto missing = [](double part, double whole) { return whole > 0 ? std::max(0.0, 1 - part / whole) : 0.0; };

    feature_vector values = same_;
    at(values, feature::chinese) = own_.in_han || index.in_han(candidate.wording) ? 1 : 0;
    at(values, feature::share) = found.score / total;
    at(values, feature::wording_cover) = found.in_wording / total;
    at(values, feature::any_cover) = found.anywhere.weight / total;
    at(values, feature::reverse_cover) = wording_weight > 0 ? std::min(1.0, found.in_wording / wording_weight) : 0;
    at(values, feature::exact) =
        at(values, feature::reverse_cover) > same && at(values, feature::wording_cover) > same ? 1 : 0;
    at(values, feature::agreement) = candidate.agreement;
    at(values, feature::wordings) = wordings == 1 ? 0 : std::log(static_cast<double>(wordings));
    at(values, feature::missing_words) = missing(found.anywhere.latin, all_.latin);
    at(values, feature::matched_words) = log_of_one_more(found.latin_words);
    at(values, feature::rarest_match) = found.rarest / greatest_rarity_;
    at(values, feature::evidence) = std::log1p(found.anywhere.weight);
    at(values, feature::wording_share) = found.wording_score / total;
    at(values, feature::answer_share) = found.answer_score / total;
    at(values, feature::answer_cover) = found.in_answer / total;
    at(values, feature::phrase_cover) = share_of(found.anywhere.phrases, all_.phrases);
    at(values, feature::meaning_cover) = share_of(found.anywhere.meanings, all_.meanings);
    at(values, feature::heaviest_missing) = share_of(found.heaviest_missing, all_.heaviest);
    at(values, feature::rare_missing) = missing(found.anywhere.rare, all_.rare);
    at(values, feature::names_missing) = missing(found.anywhere.names, all_.names);
    at(values, feature::number_missing) = found.numbers < all_.numbers ? 1 : 0;
    at(values, feature::alike) = alike(own_.letters, index.wording_letters[candidate.wording]);
    at(values, feature::length_ratio) = std::log((1 + wording_weight) / (1 + total));
    at(values, feature::answer_length) = log_of_one_more(index.answer_tokens[candidate.document]);
    if (before_ != nullptr)
        at(values, feature::context_share) = share_of_context(before_->terms, all.found_before_in(candidate));
    return values;
}

} // namespace knowledge::match
