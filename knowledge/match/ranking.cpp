#include "knowledge/match/ranking.hpp"

#include "knowledge/match/scan.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace knowledge::match {

namespace {

// An entry with many wordings scores by the mean of its best few, the first counting most: one lucky wording in a
// hundred proves less than several good ones. Measured on the sets with many wordings: 0.84 to 0.89 right at the first
// place.
constexpr std::size_t pooled_wordings = 8;
constexpr double pool_decay = 0.7;

// How many entries are passed over together when none of them comes near the best: more, and the best wording of one
// and the best answer of another promise what neither has.
constexpr std::uint32_t block_size = 16;

constexpr double rounding = 1e-6; // of sums of floats, in shares

template <class Value>
struct pooled {
    std::size_t best;
    double highest, mean; // the mean of the best few, the first counting most
};

// Overwrites `values`.
template <class Value>
pooled<Value> pool(std::vector<Value>& values) {
    const auto best = std::max_element(values.begin(), values.end());
    pooled<Value> result{static_cast<std::size_t>(best - values.begin()), static_cast<double>(*best), 0};
    const std::size_t few = std::min(values.size(), pooled_wordings);
    std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(few), values.end(),
                      std::greater<>());
    double sum = 0, weights = 0, weight = 1;
    for (std::size_t i = 0; i < few; ++i, weight *= pool_decay) {
        sum += weight * static_cast<double>(values[i]);
        weights += weight;
    }
    result.mean = sum / weights;
    return result;
}

bool better(const ranked& a, const ranked& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
}

// Weights in 16 bits. All that can be added to one sum stays below 65,536: every multiplier is rounded up, each posting
// (of up to three fields) adds up to 1 more, and the bytes of two fields may come to a hundredth more than a whole.
struct multipliers {
    double per_weight = 0; // of the score

    multipliers(const asked& question, std::span<const bonus> bonuses) {
        constexpr double room = 64500;
        const double terms = static_cast<double>(question.own_lists.size() + question.before_lists.size());
        double all = 1e-9;
        for (const query_term& term : question.own.terms)
            all += static_cast<double>(term.weight);
        if (question.before != nullptr)
            for (const query_term& term : question.before->terms.terms)
                all += static_cast<double>(term.weight) * question.before->weight *
                       static_cast<double>(std::max({before_in_wording, before_in_answer, before_in_context, 1.0F}));
        float highest_bonus = 0;
        for (const bonus& one : bonuses)
            highest_bonus = std::max(highest_bonus, one.score);
        per_weight = (room - 6 * terms - 2) / (all + static_cast<double>(highest_bonus)) * (1 - rounding);
    }

    [[nodiscard]] std::uint16_t of(double weight) const {
        return static_cast<std::uint16_t>(std::ceil(weight * per_weight));
    }
};

// Of this thread only; grows to the biggest index it has searched.
struct scratch {
    std::vector<std::uint16_t> wordings, documents;       // bounds from above, by unit
    std::vector<std::uint16_t> of_wordings, of_documents; // the greatest of 16
    std::vector<std::uint16_t> pool;
    std::vector<float> exact_wordings;
};

scratch& scratch_of_this_thread() {
    thread_local scratch mine;
    return mine;
}

class search {
  public:
    search(const inverted& index, const asked& question, std::span<const bonus> bonuses, const wanted_documents& wanted,
           std::size_t limit)
        : index_(index), question_(question), bonuses_(bonuses), wanted_(wanted), limit_(limit),
          weights_(question, bonuses), sums_(scratch_of_this_thread()) {}

    ranking run() {
        add_all();
        find_blocks();
        const std::vector<std::uint32_t> first = highest_bounds();
        for (const std::uint32_t d : first)
            consider(d);
        if (result_.best.size() == limit_) consider_the_rest(first);
        std::sort(result_.best.begin(), result_.best.end(), better);
        return std::move(result_);
    }

  private:
    void add_all() {
        sums_.wordings.assign(index_.space.wordings, 0);
        sums_.documents.assign(index_.space.documents, 0);
        for (std::size_t i = 0; i < question_.own_lists.size(); ++i) {
            const auto weight = static_cast<double>(question_.own.terms[i].weight);
            add(question_.own_lists[i], {weight, weight, weight});
        }
        for (std::size_t i = 0; i < question_.before_lists.size(); ++i) {
            const double weight = static_cast<double>(question_.before->terms.terms[i].weight) *
                                  question_.before->weight * (1 + rounding);
            add(question_.before_lists[i],
                {weight * static_cast<double>(before_in_wording), weight * static_cast<double>(before_in_answer),
                 weight * static_cast<double>(before_in_context)});
        }
        for (const bonus& one : bonuses_) {
            std::uint16_t& sum = sums_.documents[one.document];
            sum = static_cast<std::uint16_t>(sum + weights_.of(static_cast<double>(one.score)));
        }
    }

    void add(const posting_list& list, const std::array<double, field_count>& weights) {
        if (list.empty()) return;
        std::array<std::uint16_t, field_count> multipliers{};
        for (std::size_t f = 0; f < field_count; ++f)
            multipliers[f] = weights_.of(weights[f]);
        const std::uint32_t answers = index_.space.first_of(field::answer);
        const std::uint32_t contexts = index_.space.first_of(field::context);
        if (!list.is_short()) {
            for (std::uint32_t c = 0; c < index_.space.chunk_count(); ++c) {
                const posting_list::block part = list.chunk(c);
                if (part.count == 0) continue;
                const field which = index_.space.field_of(c);
                std::uint16_t* const sums = which == field::wording ? sums_.wordings.data() : sums_.documents.data();
                scan::add(part, multipliers[static_cast<std::size_t>(which)],
                          sums + ((c << chunk_bits) - index_.space.first_of(which)));
            }
            return;
        }
        for (std::uint32_t i = 0; i < list.count(); ++i) {
            const std::uint32_t value = list.short_value(i), unit = value >> 8U, impact = value & 0xFFU;
            std::uint16_t* const sum = unit < answers    ? &sums_.wordings[unit]
                                       : unit < contexts ? &sums_.documents[unit - answers]
                                                         : &sums_.documents[unit - contexts];
            const std::uint16_t multiplier = multipliers[unit < answers ? 0 : unit < contexts ? 1 : 2];
            *sum = static_cast<std::uint16_t>(*sum + scan::added(multiplier, impact));
        }
    }

    void find_blocks() {
        const std::uint32_t documents = index_.space.documents;
        blocks_ = (documents + block_size - 1) / block_size;
        sums_.of_documents.resize(blocks_);
        sums_.of_wordings.resize(blocks_);
        scan::highest_of_16(sums_.documents, sums_.of_documents);
        if (index_.space.wordings == documents) {
            scan::highest_of_16(sums_.wordings, sums_.of_wordings);
            return;
        }
        for (std::uint32_t b = 0; b < blocks_; ++b) {
            const std::uint32_t from = index_.first_wording[b * block_size];
            const std::uint32_t to = index_.first_wording[std::min((b + 1) * block_size, documents)];
            sums_.of_wordings[b] = scan::highest(std::span(sums_.wordings).subspan(from, to - from));
        }
    }

    // No entry of the block scores more, in the units of the sums.
    [[nodiscard]] std::uint32_t most_of_block(std::uint32_t block) const {
        return std::uint32_t{sums_.of_documents[block]} + sums_.of_wordings[block];
    }

    // The entry does not score more.
    double most_of(std::uint32_t d) {
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        const double own = sums_.documents[d];
        if (to - from == 1) return own + sums_.wordings[from];
        sums_.pool.assign(sums_.wordings.begin() + from, sums_.wordings.begin() + to);
        return own + pool(sums_.pool).mean * (1 + rounding);
    }

    template <class Take>
    void each_with_most(double least, Take take) {
        for (std::uint32_t b = 0; b < blocks_; ++b) {
            if (most_of_block(b) == 0 || most_of_block(b) < least) continue;
            const std::uint32_t to = std::min((b + 1) * block_size, index_.space.documents);
            for (std::uint32_t d = b * block_size; d < to; ++d) {
                if (!wanted_.has(d)) continue;
                const double most = most_of(d);
                if (most > 0 && most >= least) least = std::max(least, take(d, most));
            }
        }
    }

    // The documents that promise most, ascending.
    std::vector<std::uint32_t> highest_bounds() {
        struct promise {
            double most;
            std::uint32_t document;
        };
        const auto more = [](const promise& a, const promise& b) {
            return a.most != b.most ? a.most > b.most : a.document < b.document;
        };
        std::vector<promise> heap; // the least on top, once it is full
        heap.reserve(limit_);
        each_with_most(0, [&](std::uint32_t d, double most) {
            if (heap.size() < limit_) {
                heap.push_back({most, d});
                if (heap.size() == limit_) std::make_heap(heap.begin(), heap.end(), more);
            } else if (more({most, d}, heap.front())) {
                std::pop_heap(heap.begin(), heap.end(), more);
                heap.back() = {most, d};
                std::push_heap(heap.begin(), heap.end(), more);
            }
            return heap.size() < limit_ ? 0.0 : heap.front().most;
        });
        std::vector<std::uint32_t> documents;
        documents.reserve(heap.size());
        for (const promise& one : heap)
            documents.push_back(one.document);
        std::sort(documents.begin(), documents.end());
        return documents;
    }

    // Whoever may still be among the best.
    void consider_the_rest(const std::vector<std::uint32_t>& done) {
        const auto least = [&] { return result_.best.front().score * weights_.per_weight * (1 - rounding); };
        std::make_heap(result_.best.begin(), result_.best.end(), better);
        each_with_most(least(), [&](std::uint32_t d, double) {
            if (!std::binary_search(done.begin(), done.end(), d)) consider(d);
            return least();
        });
    }

    // Keeps it if it is among the best so far.
    void consider(std::uint32_t d) {
        const bool full = result_.best.size() == limit_;
        const std::size_t terms = question_.own_lists.size() + question_.before_lists.size();
        const std::size_t place = full ? spare_ : result_.best.size() * terms;
        if (result_.shares.size() < place + terms) result_.shares.resize(place + terms);
        ranked one = score(d, std::span(result_.shares).subspan(place, terms));
        one.place = place;
        if (one.score <= 0) return;
        if (!full) {
            result_.best.push_back(one);
            spare_ = place + terms;
        } else if (better(one, result_.best.front())) {
            std::pop_heap(result_.best.begin(), result_.best.end(), better);
            spare_ = result_.best.back().place;
            result_.best.back() = one;
            std::push_heap(result_.best.begin(), result_.best.end(), better);
        }
    }

    struct unit_worth {
        float answer, context;
        bool has_context;
    };

    // The exact score, and what each term counts in it.
    ranked score(std::uint32_t d, std::span<term_shares> shares) {
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        const unit_worth worth{index_.worth(field::answer, d), index_.worth(field::context, d),
                               index_.context_tokens[d] > 0};
        std::vector<float>& wordings = sums_.exact_wordings;
        wordings.assign(to - from, 0.0F);
        float document = 0;
        const std::size_t own = question_.own_lists.size();
        for (std::size_t i = 0; i < own; ++i) {
            const float weight = question_.own.terms[i].weight;
            score(question_.own_lists[i], d, worth, {weight, weight, weight}, shares[i], document);
        }
        for (std::size_t i = 0; i < question_.before_lists.size(); ++i) {
            const auto factor = static_cast<float>(question_.before->weight);
            const float weight = question_.before->terms.terms[i].weight;
            score(question_.before_lists[i], d, worth,
                  {weight * (factor * before_in_wording), weight * (factor * before_in_answer),
                   weight * (factor * before_in_context)},
                  shares[own + i], document);
        }
        document += bonus_of(d);

        ranked result{d, from, static_cast<double>(document), 0, 0};
        if (to - from == 1) {
            result.score += static_cast<double>(wordings.front());
            return result;
        }
        const auto best = pool(wordings);
        result.wording = from + static_cast<std::uint32_t>(best.best);
        if (best.highest > 0) {
            result.agreement = best.mean / best.highest;
            result.score += best.mean;
        }
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const posting_list& list = i < own ? question_.own_lists[i] : question_.before_lists[i - own];
            shares[i].wording = wording_share(list.at(result.wording), result.wording, others_of(list, d, worth).x);
        }
        return result;
    }

    struct others {
        float x = 0; // of answer and context together
        float answer = 0, context = 0;
    };

    others others_of(const posting_list& list, std::uint32_t d, const unit_worth& worth) const {
        others result;
        if (const std::uint8_t byte = list.at(index_.space.first_of(field::answer) + d); byte != 0) {
            result.x = x_of_byte(byte, 0, worth.answer);
            result.answer = saturated(result.x);
        }
        if (!worth.has_context) return result;
        if (const std::uint8_t byte = list.at(index_.space.first_of(field::context) + d); byte != 0) {
            const float x = x_of_byte(byte, result.x, worth.context);
            result.context = share_beside(result.x, x);
            result.x += x;
        }
        return result;
    }

    float wording_share(std::uint8_t byte, std::uint32_t wording, float beside) const {
        if (byte == 0) return 0;
        return share_beside(beside, x_of_byte(byte, beside, index_.worth(field::wording, wording)));
    }

    // Adds what the term counts to the scores of the wordings and of the document.
    void score(const posting_list& list, std::uint32_t d, const unit_worth& worth,
               const std::array<float, field_count>& weights, term_shares& shares, float& document) {
        shares = {};
        if (list.empty()) return;
        const others found = others_of(list, d, worth);
        shares.answer = found.answer;
        shares.context = found.context;
        if (found.answer > 0) document += weights[1] * found.answer;
        if (found.context > 0) document += weights[2] * found.context;
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        if (to - from == 1) {
            shares.wording = wording_share(list.at(from), from, found.x);
            sums_.exact_wordings.front() += weights[0] * shares.wording;
            return;
        }
        list.each(from, to, [&](std::uint32_t unit, std::uint8_t byte) {
            sums_.exact_wordings[unit - from] += weights[0] * wording_share(byte, unit, found.x);
        });
    }

    [[nodiscard]] float bonus_of(std::uint32_t d) const {
        const auto at = std::lower_bound(bonuses_.begin(), bonuses_.end(), d,
                                         [](const bonus& one, std::uint32_t wanted) { return one.document < wanted; });
        return at != bonuses_.end() && at->document == d ? at->score : 0.0F;
    }

    const inverted& index_;
    const asked& question_;
    std::span<const bonus> bonuses_;
    const wanted_documents& wanted_;
    std::size_t limit_;
    multipliers weights_;
    scratch& sums_;
    std::uint32_t blocks_ = 0;
    std::size_t spare_ = 0; // where the shares of the next one go, once there are enough
    ranking result_;
};

} // namespace

ranking rank(const inverted& index, const asked& question, std::span<const bonus> bonuses,
             const wanted_documents& wanted, std::size_t limit) {
    if (limit == 0 || index.documents() == 0) return {};
    return search(index, question, bonuses, wanted, limit).run();
}

} // namespace knowledge::match
