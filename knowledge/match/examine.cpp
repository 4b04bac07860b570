#include "knowledge/match/examine.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

namespace {

constexpr double same = 0.98; // of the weight: the same words but for a particle
constexpr double not_zero = 1e-6;

bool is_latin(text::token_kind kind) {
    return kind == text::token_kind::word || kind == text::token_kind::compound || kind == text::token_kind::number;
}

bool is_name(text::token_kind kind) {
    return kind == text::token_kind::word || kind == text::token_kind::compound;
}

// What of the question the candidate has, in weight.
struct overlap {
    double score = 0, wording_score = 0, answer_score = 0;
    double in_wording = 0, in_answer = 0, anywhere = 0;
    double latin = 0, latin_missing = 0;
    double phrases = 0, phrases_found = 0, meanings = 0, meanings_found = 0;
    double heaviest = 0, heaviest_missing = 0;
    double rare = 0, rare_missing = 0, names = 0, names_missing = 0; // weight x rarity, of terms the index knows
    double rarest = 0;
    int latin_found = 0;
    bool number_missing = false;

    void add_kind(text::token_kind kind, double weight, bool found) {
        if (kind == text::token_kind::pair || kind == text::token_kind::han_pair) {
            phrases += weight;
            if (found) phrases_found += weight;
        } else if (kind == text::token_kind::meaning) {
            meanings += weight;
            if (found) meanings_found += weight;
        }
        if (!is_latin(kind)) return;
        latin += weight;
        if (found)
            ++latin_found;
        else
            latin_missing += weight;
    }

    void add_missing(const query_term& term, double weight, double rarity) {
        const double rare_weight = weight * rarity;
        rare += rare_weight;
        rare_missing += rare_weight;
        heaviest_missing = std::max(heaviest_missing, weight);
        if (term.kind == text::token_kind::number) number_missing = true;
        if (!is_name(term.kind)) return;
        names += rare_weight;
        names_missing += rare_weight;
    }
};

double share_of(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

overlap overlap_of(const query_terms& own, std::span<const term_shares> shares) {
    overlap sum;
    for (std::size_t i = 0; i < own.terms.size(); ++i) {
        const query_term& term = own.terms[i];
        const term_shares& found = shares[i];
        const auto weight = static_cast<double>(term.weight);
        const auto in_wording = static_cast<double>(found.wording), in_answer = static_cast<double>(found.answer);
        sum.score += weight * (in_wording + in_answer + static_cast<double>(found.context));
        sum.wording_score += weight * in_wording;
        sum.answer_score += weight * in_answer;
        sum.heaviest = std::max(sum.heaviest, weight);
        if (found.wording > 0) sum.in_wording += weight;
        if (found.answer > 0) sum.in_answer += weight;
        sum.add_kind(term.kind, weight, found.anywhere());
        if (!term.known) continue;
        const auto rarity = static_cast<double>(term.rarity);
        if (!found.anywhere()) {
            sum.add_missing(term, weight, rarity);
            continue;
        }
        sum.anywhere += weight;
        sum.rare += weight * rarity;
        if (is_name(term.kind)) sum.names += weight * rarity;
        if (term.kind != text::token_kind::function) sum.rarest = std::max(sum.rarest, rarity);
    }
    return sum;
}

double share_of_context(const query_terms& before, std::span<const term_shares> shares) {
    double score = 0;
    for (std::size_t i = 0; i < before.terms.size(); ++i) {
        const term_shares& found = shares[i];
        score += static_cast<double>(before.terms[i].weight) *
                 (static_cast<double>(found.wording) * static_cast<double>(before_in_wording) +
                  static_cast<double>(found.answer) * static_cast<double>(before_in_answer) +
                  static_cast<double>(found.context) * static_cast<double>(before_in_context));
    }
    return score / std::max(static_cast<double>(before.weight), not_zero);
}

} // namespace

feature_vector examine(const inverted& index, const query_terms& own, const said_before* before,
                       const ranked& candidate, const shares_found& shares) {
    const overlap found = overlap_of(own, shares.own);
    const double total = std::max(static_cast<double>(own.weight), not_zero);
    const auto wording_weight = static_cast<double>(index.wording_weight[candidate.wording]);
    const auto wordings =
        static_cast<double>(index.first_wording[candidate.document + 1] - index.first_wording[candidate.document]);
    const auto greatest_rarity = static_cast<double>(index.unseen_rarity);

    feature_vector values{};
    at(values, feature::chinese) = own.in_han || index.in_han(candidate.wording) ? 1 : 0;
    at(values, feature::share) = found.score / total;
    at(values, feature::wording_cover) = found.in_wording / total;
    at(values, feature::any_cover) = found.anywhere / total;
    at(values, feature::reverse_cover) = wording_weight > 0 ? std::min(1.0, found.in_wording / wording_weight) : 0;
    at(values, feature::exact) =
        at(values, feature::reverse_cover) > same && at(values, feature::wording_cover) > same ? 1 : 0;
    at(values, feature::agreement) = candidate.agreement;
    at(values, feature::wordings) = std::log(wordings);
    at(values, feature::unseen_share) = static_cast<double>(own.unseen_weight) / total;
    at(values, feature::unseen_words) = std::log1p(own.unseen_words);
    at(values, feature::familiarity) =
        own.content_weight > 0 ? static_cast<double>(own.familiarity / own.content_weight) / greatest_rarity : 0;
    at(values, feature::common_ground) = std::log1p(static_cast<double>(own.familiarity));
    at(values, feature::missing_words) = share_of(found.latin_missing, found.latin);
    at(values, feature::matched_words) = std::log1p(found.latin_found);
    at(values, feature::rarest_match) = found.rarest / greatest_rarity;
    at(values, feature::evidence) = std::log1p(found.anywhere);
    at(values, feature::length) = std::log1p(total);
    at(values, feature::wording_share) = found.wording_score / total;
    at(values, feature::answer_share) = found.answer_score / total;
    at(values, feature::answer_cover) = found.in_answer / total;
    at(values, feature::phrase_cover) = share_of(found.phrases_found, found.phrases);
    at(values, feature::meaning_cover) = share_of(found.meanings_found, found.meanings);
    at(values, feature::heaviest_missing) = share_of(found.heaviest_missing, found.heaviest);
    at(values, feature::rare_missing) = share_of(found.rare_missing, found.rare);
    at(values, feature::names_missing) = share_of(found.names_missing, found.names);
    at(values, feature::number_missing) = found.number_missing ? 1 : 0;
    at(values, feature::alike) = alike(own.letters, index.wording_letters[candidate.wording]);
    at(values, feature::length_ratio) = std::log((1 + wording_weight) / (1 + total));
    at(values, feature::answer_length) = std::log1p(static_cast<double>(index.answer_tokens[candidate.document]));
    if (before != nullptr) at(values, feature::context_share) = share_of_context(before->terms, shares.before);
    return values;
}

} // namespace knowledge::match
