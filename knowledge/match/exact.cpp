#include "knowledge/match/exact.hpp"

#include "knowledge/match/pool.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

struct decoded {
    float x, share;
};

// The x of a posting, and its share beside `others`.
decoded decode(std::uint8_t byte, float others, float saturated_others, float worth) {
    decoded result{worth, saturated(others + worth) - saturated_others};
    for (std::uint32_t times = 1; times < most_counted && as_byte(result.share) < byte;) {
        result.x = worth * static_cast<float>(++times);
        result.share = saturated(others + result.x) - saturated_others;
    }
    return result;
}

// What a term counts in a field of one unit when nothing is beside it. Most occur once: that is reckoned beforehand.
struct alone {
    float worth = 0, share_of_one = 0;
    std::uint8_t byte_of_one = 0;

    explicit alone(float worth_of_one) : worth(worth_of_one), share_of_one(decode(0, 0, 0, worth_of_one).share) {
        byte_of_one = as_byte(share_of_one);
    }
    alone() = default;
    [[nodiscard]] decoded of(std::uint8_t byte) const {
        return byte <= byte_of_one ? decoded{worth, share_of_one} : decode(byte, 0, 0, worth);
    }
};

struct worths {
    alone answer;
    float context = 0;
};

struct document_shares {
    float x = 0; // of answer and context together
    float answer = 0, context = 0;
};

document_shares shares_of(const impacts_of_term& of, const worths& worth) {
    document_shares result;
    if (const std::uint8_t byte = of.bytes[static_cast<std::size_t>(field::answer)]; byte != 0) {
        const decoded answer = worth.answer.of(byte);
        result = {answer.x, answer.share, 0};
    }
    if (const std::uint8_t byte = of.bytes[static_cast<std::size_t>(field::context)]; byte != 0) {
        const decoded context = decode(byte, result.x, saturated(result.x), worth.context);
        result.x += context.x;
        result.context = context.share;
    }
    return result;
}

// Beside answer and context.
float share_in_wording(std::uint8_t byte, float others, const alone& worth) {
    return others == 0 ? worth.of(byte).share : decode(byte, others, saturated(others), worth.worth).share;
}

} // namespace

// Grows to what the biggest question needed.
struct exact_scores::scratch {
    impact_table impacts;
    std::vector<term_weights> weights; // by term
    // Of the documents with several wordings in the table: each wording's score and worth, one document after the
    // other.
    std::vector<float> wordings;
    std::vector<alone> worth_of_wording;
    std::array<std::uint32_t, impact_table::most_rows> first_wording{}; // by row: its part of the last two
    std::array<worths, impact_table::most_rows> worth{};
    std::array<pooled, impact_table::most_rows> best{};
};

exact_scores::scratch& exact_scores::of_this_thread() {
    thread_local scratch mine;
    return mine;
}

exact_scores::exact_scores(const inverted& index, const asked& question, std::span<const bonus> bonuses)
    : index_(index), question_(question), bonuses_(bonuses), mine_(of_this_thread()) {
    mine_.weights.clear();
    for (const query_term& term : question.own.terms)
        mine_.weights.push_back({term.weight, term.weight, term.weight});
    if (question.before == nullptr) return;
    const auto factor = static_cast<float>(question.before->weight);
    for (const query_term& term : question.before->terms.terms)
        mine_.weights.push_back({term.weight * (factor * before_in_wording), term.weight * (factor * before_in_answer),
                                 term.weight * (factor * before_in_context)});
}

void exact_scores::score(std::span<const std::uint32_t> documents, std::vector<ranked>& scores,
                         std::vector<found_term>& found) {
    if (documents.empty()) return;
    // What will be read of them next, here and in examine.cpp: it comes while the lists are searched.
    for (const std::uint32_t d : documents) {
        __builtin_prefetch(&index_.answer_tokens[d]);
        __builtin_prefetch(&index_.context_tokens[d]);
        __builtin_prefetch(&index_.wording_letters[index_.first_wording[d]]);
        __builtin_prefetch(&index_.wording_weight[index_.first_wording[d]]);
    }
    mine_.impacts.fill(index_, question_, documents);
    for (std::size_t row = 0; row < documents.size(); ++row)
        mine_.worth[row] = {alone(index_.worth(field::answer, documents[row])),
                            index_.context_tokens[documents[row]] == 0 ? 0
                                                                       : index_.worth(field::context, documents[row])};
    score_wordings(documents);
    for (std::size_t row = 0; row < documents.size(); ++row)
        scores.push_back(score(documents[row], row, found));
}

// Where a document has several wordings: the score of each, what they come to together, and which is the best.
void exact_scores::score_wordings(std::span<const std::uint32_t> documents) {
    mine_.wordings.clear();
    mine_.worth_of_wording.clear();
    for (std::size_t row = 0; row < documents.size(); ++row) {
        const std::uint32_t d = documents[row];
        mine_.first_wording[row] = static_cast<std::uint32_t>(mine_.worth_of_wording.size());
        if (index_.has_one_wording(d)) continue;
        for (std::uint32_t unit = index_.first_wording[d]; unit < index_.first_wording[d + 1]; ++unit)
            mine_.worth_of_wording.emplace_back(index_.worth(field::wording, unit));
    }
    mine_.wordings.assign(mine_.worth_of_wording.size(), 0.0F);
    if (mine_.wordings.empty()) return;

    const auto all = mine_.impacts.in_wordings();
    for (std::size_t i = 0; i < all.size();) {
        const std::uint32_t term = all[i].term;
        const std::uint8_t row = all[i].row;
        const float weight = mine_.weights[term].wording;
        const float others = shares_of(mine_.impacts.of(row, term), mine_.worth[row]).x;
        const std::uint32_t from = index_.first_wording[documents[row]], first = mine_.first_wording[row];
        for (; i < all.size() && all[i].row == row && all[i].term == term; ++i) {
            const std::uint32_t place = first + (all[i].unit - from);
            mine_.wordings[place] += weight * share_in_wording(all[i].impact, others, mine_.worth_of_wording[place]);
        }
    }
    std::array<std::uint32_t, impact_table::most_rows> best{};
    for (std::size_t row = 0; row < documents.size(); ++row) {
        const std::uint32_t d = documents[row];
        if (index_.has_one_wording(d)) continue;
        const std::uint32_t count = index_.first_wording[d + 1] - index_.first_wording[d];
        mine_.best[row] = pool(std::span<const float>(mine_.wordings).subspan(mine_.first_wording[row], count));
        best[row] = index_.first_wording[d] + static_cast<std::uint32_t>(mine_.best[row].best);
    }
    for (const auto& one : all)
        if (one.unit == best[one.row]) mine_.impacts.choose(one);
}

ranked exact_scores::score(std::uint32_t d, std::size_t row, std::vector<found_term>& found) {
    const auto own = static_cast<std::uint32_t>(question_.own_lists.size());
    const bool one_wording = index_.has_one_wording(d);
    ranked result{d, index_.first_wording[d], 0, 0, found.size(), 0, 0};
    if (!one_wording) result.wording += static_cast<std::uint32_t>(mine_.best[row].best);
    const alone in_wording(index_.worth(field::wording, result.wording));
    float document = 0, wording = 0;
    std::size_t found_own = 0;
    mine_.impacts.each(row, [&](std::size_t term, const impacts_of_term& impacts) {
        const auto i = static_cast<std::uint32_t>(term);
        const term_weights& weight = mine_.weights[i];
        const document_shares shares = shares_of(impacts, mine_.worth[row]);
        found_term one{i < own ? i : i - own, 0, shares.answer, shares.context};
        if (const std::uint8_t byte = impacts.bytes[static_cast<std::size_t>(field::wording)]; byte != 0)
            one.wording = share_in_wording(byte, shares.x, in_wording);
        if (one.answer > 0) document += weight.answer * one.answer;
        if (one.context > 0) document += weight.context * one.context;
        wording += weight.wording * one.wording;
        if (i < own) ++found_own;
        found.push_back(one);
    });
    result.found_before = result.found + found_own;
    result.found_end = found.size();
    document += bonus_of(d);
    result.score = static_cast<double>(document) + (one_wording ? static_cast<double>(wording) : mine_.best[row].mean);
    if (!one_wording && mine_.best[row].highest > 0) result.agreement = mine_.best[row].mean / mine_.best[row].highest;
    return result;
}

float exact_scores::bonus_of(std::uint32_t d) const {
    const auto at = std::lower_bound(bonuses_.begin(), bonuses_.end(), d,
                                     [](const bonus& one, std::uint32_t wanted) { return one.document < wanted; });
    return at != bonuses_.end() && at->document == d ? at->score : 0.0F;
}

} // namespace knowledge::match
