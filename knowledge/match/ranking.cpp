#include "knowledge/match/ranking.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>

namespace knowledge::match {

namespace {

// An entry with many wordings scores by the mean of its best few, the first counting most: one lucky wording in a
// hundred proves less than several good ones. Measured on the sets with many wordings: 0.84 to 0.89 right at the first
// place.
constexpr std::size_t pooled_wordings = 8;
constexpr double pool_decay = 0.7;

// Of this thread only; grows to the biggest index it has searched.
struct accumulators {
    std::vector<float> wordings, documents, pool;
};

accumulators& accumulators_of_this_thread() {
    thread_local accumulators mine;
    return mine;
}

void add(const field_postings& field, const query_term& term, float factor, std::vector<float>& to) {
    if (term.id == unknown_term) return;
    const float weight = term.weight * factor;
    for (const posting& p : field.of(term.id))
        to[p.unit] += weight * p.impact;
}

void accumulate(const inverted& index, const query_terms& own, const said_before* before, accumulators& into) {
    into.wordings.assign(index.document_of.size(), 0.0F);
    into.documents.assign(index.first_wording.size() - 1, 0.0F);
    for (const query_term& term : own.terms) {
        add(index.wordings, term, 1, into.wordings);
        add(index.answers, term, 1, into.documents);
        add(index.contexts, term, 1, into.documents);
    }
    if (before == nullptr) return;
    const auto factor = static_cast<float>(before->weight);
    for (const query_term& term : before->terms.terms) {
        add(index.wordings, term, factor * before_in_wording, into.wordings);
        add(index.answers, term, factor * before_in_answer, into.documents);
        add(index.contexts, term, factor * before_in_context, into.documents);
    }
}

ranked score_of(const inverted& index, std::uint32_t document, accumulators& scores) {
    const std::uint32_t from = index.first_wording[document];
    const std::uint32_t to = index.first_wording[document + 1];
    ranked result{document, from, static_cast<double>(scores.documents[document]), 0};
    if (to - from == 1) {
        result.score += static_cast<double>(scores.wordings[from]);
        return result;
    }
    std::vector<float>& pool = scores.pool;
    pool.assign(scores.wordings.begin() + from, scores.wordings.begin() + to);
    const auto best = std::max_element(pool.begin(), pool.end());
    result.wording = from + static_cast<std::uint32_t>(best - pool.begin());
    const auto highest = static_cast<double>(*best);
    if (highest <= 0) return result;
    const std::size_t pooled = std::min(pool.size(), pooled_wordings);
    std::partial_sort(pool.begin(), pool.begin() + static_cast<std::ptrdiff_t>(pooled), pool.end(), std::greater<>());
    double sum = 0, weights = 0, weight = 1;
    for (std::size_t i = 0; i < pooled; ++i, weight *= pool_decay) {
        sum += weight * static_cast<double>(pool[i]);
        weights += weight;
    }
    result.agreement = sum / weights / highest;
    result.score += sum / weights;
    return result;
}

// How many entries are passed over together when none of them comes near the best: more, and the best wording of one
// and the best answer of another promise what neither has.
constexpr std::uint32_t block_size = 16;

// The greatest of scores, which are never negative. Four at a time in what every 64-bit processor has, written out
// because -O2 makes nothing of the plain loop.
float highest(std::span<const float> scores) {
    using four = float __attribute__((vector_size(16)));
    four best{};
    std::size_t i = 0;
    for (; i + 4 <= scores.size(); i += 4) {
        four next;
        std::memcpy(&next, scores.data() + i, sizeof next);
        best = next > best ? next : best;
    }
    float result = std::max({best[0], best[1], best[2], best[3]});
    for (; i < scores.size(); ++i)
        result = std::max(result, scores[i]);
    return result;
}

// The mean of an entry's best wordings is at most the best one, but for rounding.
constexpr double rounding = 1 + 1e-9;

// No entry of [from, to) scores more.
double most_of(const inverted& index, std::uint32_t from, std::uint32_t to, const accumulators& scores) {
    const std::span documents(scores.documents.data() + from, scores.documents.data() + to);
    const std::span wordings(scores.wordings.data() + index.first_wording[from],
                             scores.wordings.data() + index.first_wording[to]);
    return (static_cast<double>(highest(documents)) + static_cast<double>(highest(wordings))) * rounding;
}

// This entry does not score more.
double most_of(const inverted& index, std::uint32_t document, const accumulators& scores) {
    float best = 0;
    for (std::uint32_t w = index.first_wording[document]; w < index.first_wording[document + 1]; ++w)
        best = scores.wordings[w] > best ? scores.wordings[w] : best;
    return (static_cast<double>(scores.documents[document]) + static_cast<double>(best)) * rounding;
}

bool better(const ranked& a, const ranked& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
}

} // namespace

std::vector<ranked> rank(const inverted& index, const query_terms& own, const said_before* before,
                         std::span<const bonus> bonuses, const std::vector<bool>& wanted, std::size_t limit) {
    if (limit == 0) return {};
    accumulators& scores = accumulators_of_this_thread();
    accumulate(index, own, before, scores);
    for (const bonus& b : bonuses)
        scores.documents[b.document] += b.score;

    std::vector<ranked> best; // a heap, the worst on top, once it is full
    best.reserve(limit);
    // Nearly every entry shares a common word with the question; few come near the best, and only those are scored.
    const auto hopeless = [&](double most) { return most <= 0 || (best.size() == limit && most < best.front().score); };
    const auto consider = [&](std::uint32_t d) {
        const ranked one = score_of(index, d, scores);
        if (one.score <= 0) return;
        if (best.size() < limit) {
            best.push_back(one);
            if (best.size() == limit) std::make_heap(best.begin(), best.end(), better);
        } else if (better(one, best.front())) {
            std::pop_heap(best.begin(), best.end(), better);
            best.back() = one;
            std::push_heap(best.begin(), best.end(), better);
        }
    };
    const auto documents = static_cast<std::uint32_t>(scores.documents.size());
    for (std::uint32_t from = 0; from < documents; from += block_size) {
        const std::uint32_t to = std::min(from + block_size, documents);
        if (hopeless(most_of(index, from, to, scores))) continue;
        for (std::uint32_t d = from; d < to; ++d)
            if ((wanted.empty() || wanted[d]) && !hopeless(most_of(index, d, scores))) consider(d);
    }
    std::sort(best.begin(), best.end(), better);
    return best;
}

} // namespace knowledge::match
