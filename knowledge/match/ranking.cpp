#include "knowledge/match/ranking.hpp"

#include "knowledge/match/impact_table.hpp"
#include "knowledge/match/scan.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

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

struct pooled {
    std::size_t best = 0;
    double highest = 0, mean = 0; // the mean of the best few, the first counting most
};

template <class Value>
pooled pool(std::span<const Value> values) {
    std::array<Value, pooled_wordings> few{}; // descending
    std::size_t count = 0;
    pooled result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Value value = values[i];
        if (count == few.size() && value <= few.back()) continue;
        if (count == 0 || value > few.front()) result.best = i;
        std::size_t at = count < few.size() ? count++ : count - 1;
        for (; at > 0 && few[at - 1] < value; --at)
            few[at] = few[at - 1];
        few[at] = value;
    }
    double sum = 0, weights = 0, weight = 1;
    for (std::size_t i = 0; i < count; ++i, weight *= pool_decay) {
        sum += weight * static_cast<double>(few[i]);
        weights += weight;
    }
    result.highest = static_cast<double>(few.front());
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
    std::vector<float> exact_wordings;
    impact_table impacts;
    std::vector<std::uint32_t> waiting;
};

scratch& scratch_of_this_thread() {
    thread_local scratch mine;
    return mine;
}

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

class search {
  public:
    search(const inverted& index, const asked& question, std::span<const bonus> bonuses, const wanted_documents& wanted,
           std::size_t limit)
        : index_(index), question_(question), bonuses_(bonuses), wanted_(wanted), limit_(limit),
          weights_(question, bonuses), sums_(scratch_of_this_thread()),
          merged_(index.space.wordings == index.space.documents) {}

    ranking run() {
        add_all();
        find_blocks();
        const std::vector<std::uint32_t> first = highest_bounds();
        look_at(first);
        if (result_.best.size() == limit_) consider_the_rest(first);
        std::sort(result_.best.begin(), result_.best.end(), better);
        return std::move(result_);
    }

  private:
    void add_all() {
        sums_.documents.assign(index_.space.documents, 0);
        if (!merged_) sums_.wordings.assign(index_.space.wordings, 0);
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
                std::uint16_t* const sums = which == field::wording ? of_wordings() : sums_.documents.data();
                scan::add(part, multipliers[static_cast<std::size_t>(which)],
                          sums + ((c << chunk_bits) - index_.space.first_of(which)));
            }
            return;
        }
        for (std::uint32_t i = 0; i < list.count(); ++i) {
            const std::uint32_t value = list.short_value(i), unit = value >> 8U, impact = value & 0xFFU;
            std::uint16_t* const sum = unit < answers    ? of_wordings() + unit
                                       : unit < contexts ? &sums_.documents[unit - answers]
                                                         : &sums_.documents[unit - contexts];
            const std::uint16_t multiplier = multipliers[unit < answers ? 0 : unit < contexts ? 1 : 2];
            *sum = static_cast<std::uint16_t>(*sum + scan::added(multiplier, impact));
        }
    }

    // Where every entry has one wording, one sum an entry is enough.
    std::uint16_t* of_wordings() { return merged_ ? sums_.documents.data() : sums_.wordings.data(); }

    void find_blocks() {
        const std::uint32_t documents = index_.space.documents;
        blocks_ = (documents + block_size - 1) / block_size;
        sums_.of_documents.resize(blocks_);
        scan::highest_of_16(sums_.documents, sums_.of_documents);
        if (merged_) return;
        sums_.of_wordings.resize(blocks_);
        for (std::uint32_t b = 0; b < blocks_; ++b) {
            const std::uint32_t from = index_.first_wording[b * block_size];
            const std::uint32_t to = index_.first_wording[std::min((b + 1) * block_size, documents)];
            sums_.of_wordings[b] = scan::highest(std::span(sums_.wordings).subspan(from, to - from));
        }
    }

    // No entry of the block scores more, in the units of the sums.
    [[nodiscard]] std::uint32_t most_of_block(std::uint32_t block) const {
        return merged_ ? sums_.of_documents[block]
                       : std::uint32_t{sums_.of_documents[block]} + sums_.of_wordings[block];
    }

    // The entry does not score more; where it does not reach `least`, any number below that will do.
    [[nodiscard]] std::uint32_t most_of(std::uint32_t d, std::uint32_t least) const {
        const std::uint32_t own = sums_.documents[d];
        if (merged_) return own;
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        const std::span<const std::uint16_t> wordings(sums_.wordings.data() + from, to - from);
        if (wordings.size() == 1) return own + wordings.front();
        const std::uint32_t most = own + scan::highest(wordings);
        if (most < least) return most;
        return own + static_cast<std::uint32_t>(pool(wordings).mean * (1 + rounding) + 1);
    }

    // Calls `take(document, bound)` for each that may reach `least`, which take() returns anew.
    template <class Take>
    void each_with_most(std::uint32_t least, Take take) {
        least = std::max(least, 1U);
        for (std::uint32_t b = 0; b < blocks_; ++b) {
            if (most_of_block(b) < least) continue;
            const std::uint32_t to = std::min((b + 1) * block_size, index_.space.documents);
            for (std::uint32_t d = b * block_size; d < to; ++d) {
                const std::uint32_t most = most_of(d, least);
                if (most >= least && wanted_.has(d)) least = std::max(least, take(d, most));
            }
        }
    }

    // The documents that promise most, ascending.
    std::vector<std::uint32_t> highest_bounds() {
        struct promise {
            std::uint32_t most, document;
        };
        const auto more = [](const promise& a, const promise& b) {
            return a.most != b.most ? a.most > b.most : a.document < b.document;
        };
        std::vector<promise> heap; // the least on top, once it is full
        heap.reserve(limit_);
        each_with_most(1, [&](std::uint32_t d, std::uint32_t most) {
            if (heap.size() < limit_) {
                heap.push_back({most, d});
                if (heap.size() == limit_) std::make_heap(heap.begin(), heap.end(), more);
            } else {
                std::pop_heap(heap.begin(), heap.end(), more);
                heap.back() = {most, d};
                std::push_heap(heap.begin(), heap.end(), more);
            }
            return heap.size() < limit_ ? 0 : heap.front().most + 1; // documents ascend: of equal ones the first stays
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
        const auto least = [&] {
            return static_cast<std::uint32_t>(result_.best.front().score * weights_.per_weight * (1 - rounding));
        };
        std::make_heap(result_.best.begin(), result_.best.end(), better);
        std::vector<std::uint32_t>& waiting = sums_.waiting;
        waiting.clear();
        each_with_most(least(), [&](std::uint32_t d, double) {
            if (std::binary_search(done.begin(), done.end(), d)) return 0U;
            waiting.push_back(d);
            if (waiting.size() < impact_table::most_rows) return 0U;
            look_at(waiting);
            waiting.clear();
            return least();
        });
        look_at(waiting);
    }

    // Scores documents, ascending, exactly, and keeps those that are among the best so far.
    void look_at(std::span<const std::uint32_t> documents) {
        for (; documents.size() > impact_table::most_rows; documents = documents.subspan(impact_table::most_rows))
            look_at_few(documents.first(impact_table::most_rows));
        look_at_few(documents);
    }

    void look_at_few(std::span<const std::uint32_t> documents) {
        if (documents.empty()) return;
        sums_.impacts.fill(index_, question_, documents);
        for (std::size_t row = 0; row < documents.size(); ++row)
            keep(score(documents[row], sums_.impacts.row(row)));
    }

    void keep(const ranked& one) {
        if (one.score <= 0) return;
        if (result_.best.size() < limit_) {
            result_.best.push_back(one);
        } else if (better(one, result_.best.front())) {
            std::pop_heap(result_.best.begin(), result_.best.end(), better);
            result_.best.back() = one;
            std::push_heap(result_.best.begin(), result_.best.end(), better);
        }
    }

    // The exact score, and what each term counts in it.
    ranked score(std::uint32_t d, std::span<impacts_of_term> cells) {
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        const std::size_t own = question_.own_lists.size();
        ranked result{d, from, 0, 0, result_.found.size(), 0, 0};
        const bool one_wording = index_.has_one_wording(d);
        std::vector<float>& wordings = sums_.exact_wordings;
        wordings.assign(to - from, 0.0F);
        if (!one_wording) score_wordings(d, cells);
        pooled best;
        if (!one_wording) {
            best = pool(std::span<const float>(wordings));
            result.wording = from + static_cast<std::uint32_t>(best.best);
            for (std::size_t i = 0; i < cells.size(); ++i)
                cells[i].bytes[0] = question_.list(i).at(result.wording);
        }
        const worths worth = worths_of(d);
        const float worth_in_wording = index_.worth(field::wording, result.wording);
        float document = 0, wording = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i == own) result.found_before = result_.found.size();
            if (cells[i].empty()) continue;
            const term_weights weight = weights_of(i);
            const auto found = shares_of(cells[i], worth);
            found_term one{static_cast<std::uint32_t>(i < own ? i : i - own), 0, found.answer, found.context};
            if (cells[i].bytes[0] != 0)
                one.wording = decode(cells[i].bytes[0], found.x, saturated(found.x), worth_in_wording).share;
            if (one.answer > 0) document += weight.answer * one.answer;
            if (one.context > 0) document += weight.context * one.context;
            wording += weight.wording * one.wording;
            result_.found.push_back(one);
        }
        result.found_end = result_.found.size();
        if (cells.size() == own) result.found_before = result.found_end;
        document += bonus_of(d);
        result.score = static_cast<double>(document) + (one_wording ? static_cast<double>(wording) : best.mean);
        if (best.highest > 0) result.agreement = best.mean / best.highest;
        return result;
    }

    struct term_weights {
        float wording, answer, context;
    };

    [[nodiscard]] term_weights weights_of(std::size_t term) const {
        const std::size_t own = question_.own_lists.size();
        if (term < own) {
            const float weight = question_.own.terms[term].weight;
            return {weight, weight, weight};
        }
        const float weight = question_.before->terms.terms[term - own].weight;
        const auto factor = static_cast<float>(question_.before->weight);
        return {weight * (factor * before_in_wording), weight * (factor * before_in_answer),
                weight * (factor * before_in_context)};
    }

    struct worths {
        float answer, context;
    };
    [[nodiscard]] worths worths_of(std::uint32_t d) const {
        return {index_.worth(field::answer, d), index_.context_tokens[d] == 0 ? 0 : index_.worth(field::context, d)};
    }

    struct document_shares {
        float x = 0; // of answer and context together
        float answer = 0, context = 0;
    };
    static document_shares shares_of(const impacts_of_term& of, const worths& worth) {
        document_shares result;
        if (of.bytes[1] != 0) {
            const decoded answer = decode(of.bytes[1], 0, 0, worth.answer);
            result = {answer.x, answer.share, 0};
        }
        if (of.bytes[2] != 0) {
            const decoded context = decode(of.bytes[2], result.x, saturated(result.x), worth.context);
            result.x += context.x;
            result.context = context.share;
        }
        return result;
    }

    // The exact score of each of many wordings.
    void score_wordings(std::uint32_t d, std::span<const impacts_of_term> cells) {
        const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
        const worths worth = worths_of(d);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const float weight = weights_of(i).wording;
            const float others = shares_of(cells[i], worth).x;
            const float saturated_others = saturated(others);
            question_.list(i).each(from, to, [&](std::uint32_t unit, std::uint8_t byte) {
                sums_.exact_wordings[unit - from] +=
                    weight * decode(byte, others, saturated_others, index_.worth(field::wording, unit)).share;
            });
        }
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
    bool merged_;
    std::uint32_t blocks_ = 0;
    ranking result_;
};

} // namespace

ranking rank(const inverted& index, const asked& question, std::span<const bonus> bonuses,
             const wanted_documents& wanted, std::size_t limit) {
    if (limit == 0 || index.documents() == 0) return {};
    return search(index, question, bonuses, wanted, limit).run();
}

} // namespace knowledge::match
