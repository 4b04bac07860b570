#include "knowledge/match/bounds.hpp"

#include "knowledge/match/pool.hpp"
#include "knowledge/match/scan.hpp"

#include <cmath>
#include <functional>

namespace knowledge::match {

namespace {

// How much of the question's weight may be left out at most, and how much of the sum that the best have without it:
// more, and too many entries might reach the best with it. Measured at 100,000 and a million entries.
constexpr double most_left_out = 0.1, left_out_of_best = 0.25;
constexpr std::uint32_t dense_for_one = 16; // units of a dense list that are added in the time of one posting

// How long it takes to add a list, in postings.
std::uint32_t cost_of(const posting_list& list, const unit_space& space) {
    if (list.is_short()) return list.count();
    std::uint32_t cost = 0;
    for (std::uint32_t c = 0; c < space.chunk_count(); ++c) {
        const posting_list::block part = list.chunk(c);
        cost += part.ids == nullptr ? part.count / dense_for_one : part.count;
    }
    return cost;
}

} // namespace

bounds::scratch& bounds::of_this_thread() {
    thread_local scratch mine;
    return mine;
}

bounds::bounds(const inverted& index, const asked& question, std::span<const bonus> bonuses,
               const wanted_documents& wanted, std::size_t limit, std::uint64_t few_postings)
    : index_(index), question_(question), bonuses_(bonuses), wanted_(wanted), limit_(limit), sums_(of_this_thread()),
      merged_(index.space.wordings == index.space.documents) {
    choose_unit();
    add_all(few_postings);
}

// Weights in 16 bits. All that can be added to one sum stays below 65,536: every multiplier is rounded up, each posting
// (of up to three fields) adds up to 1 more, and the bytes of two fields may come to a hundredth more than a whole.
void bounds::choose_unit() {
    constexpr double room = 64500;
    const auto terms = static_cast<double>(question_.terms());
    double all = 1e-9;
    for (const query_term& term : question_.own.terms)
        all += static_cast<double>(term.weight);
    if (question_.before != nullptr)
        for (const query_term& term : question_.before->terms.terms)
            all += static_cast<double>(term.weight) * question_.before->weight *
                   static_cast<double>(std::max({before_in_wording, before_in_answer, before_in_context, 1.0F}));
    float highest_bonus = 0;
    for (const bonus& one : bonuses_)
        highest_bonus = std::max(highest_bonus, one.score);
    per_score_ = (room - 6 * terms - 2) / (all + static_cast<double>(highest_bonus)) * (1 - rounding);
}

bounds::multipliers bounds::multipliers_of(std::size_t term) const {
    const auto rounded_up = [this](double weight) {
        return static_cast<std::uint16_t>(std::ceil(weight * per_score_));
    };
    const std::size_t own = question_.own_lists.size();
    if (term < own) {
        const std::uint16_t all = rounded_up(static_cast<double>(question_.own.terms[term].weight));
        return {all, all, all};
    }
    const double weight = static_cast<double>(question_.before->terms.terms[term - own].weight) *
                          question_.before->weight * (1 + rounding);
    return {rounded_up(weight * static_cast<double>(before_in_wording)),
            rounded_up(weight * static_cast<double>(before_in_answer)),
            rounded_up(weight * static_cast<double>(before_in_context))};
}

void bounds::add_all(std::uint64_t few_postings) {
    sums_.documents.assign(index_.space.documents, 0);
    if (!merged_) sums_.wordings.assign(index_.space.wordings, 0);
    for (const bonus& one : bonuses_) {
        std::uint16_t& sum = sums_.documents[one.document];
        sum = static_cast<std::uint16_t>(sum + std::ceil(static_cast<double>(one.score) * per_score_));
    }
    std::vector<weighed_list> lists;
    lists.reserve(question_.terms());
    std::uint64_t cost = 0;
    for (std::size_t term = 0; term < question_.terms(); ++term) {
        const multipliers by = multipliers_of(term);
        lists.push_back({question_.list(term), by, *std::max_element(by.begin(), by.end()),
                         cost_of(question_.list(term), index_.space)});
        cost += lists.back().cost;
    }
    if (cost < few_postings) {
        for (const weighed_list& one : lists)
            add(one);
        reckon_blocks();
    } else {
        add_what_matters(std::move(lists));
    }
}

// The commonest words take most of the time and count least. Without them an entry's sum is less by no more than they
// could add; that is made up for where it may decide.
void bounds::add_what_matters(std::vector<weighed_list> lists) {
    std::sort(lists.begin(), lists.end(), [](const weighed_list& a, const weighed_list& b) {
        return std::uint64_t{a.cost} * b.most_added > std::uint64_t{b.cost} * a.most_added;
    });
    std::uint32_t all = 0, common = 0;
    for (const weighed_list& one : lists)
        all += one.most_added;
    auto rest = lists.begin();
    for (; rest != lists.end() && common + rest->most_added <= most_left_out * all; ++rest)
        common += rest->most_added;
    for (auto one = rest; one != lists.end(); ++one)
        add(*one);
    reckon_blocks();
    const double room = left_out_of_best * sum_of_best();
    for (auto one = lists.begin(); one != rest; ++one) {
        if (left_out_ + one->most_added > room) {
            add(*one);
        } else {
            left_out_ += one->most_added;
            waiting_.push_back(*one);
        }
    }
    if (waiting_.size() < static_cast<std::size_t>(rest - lists.begin())) reckon_blocks();
}

// As many wanted entries as are looked for have a sum of that or more; 0 where there are not so many, and then nothing
// may be left out.
std::uint32_t bounds::sum_of_best() {
    const auto best = most_promising();
    if (best.size() < limit_) return 0;
    std::uint32_t least = 0xFFFF;
    for (const std::uint32_t d : best)
        least = std::min(least, most_of(d, 0));
    return least;
}

std::vector<bounds::promise> bounds::that_may_reach(double least) {
    std::vector<promise> few;
    const std::uint32_t needed = units(least);
    find_blocks(needed);
    for (const std::uint32_t block : sums_.high_blocks)
        each_in_block(block, needed, [&](std::uint32_t d, std::uint32_t most) { few.push_back({d, most}); });
    for (const weighed_list& list : waiting_) {
        add_to(few, list);
        left_out_ -= list.most_added;
        const std::uint32_t now = units(least);
        for (promise& one : few)
            one.most = most_of(one.document, now);
        std::erase_if(few, [&](const promise& one) { return one.most < now; });
    }
    waiting_.clear();
    return few;
}

// Adds it to a few sums only.
void bounds::add_to(std::span<const promise> few, const weighed_list& list) {
    for (const field which : {field::wording, field::answer, field::context}) {
        const std::uint32_t first = index_.space.first_of(which);
        sums_.units.clear();
        sums_.places.clear();
        for (const promise& one : few) {
            const bool wording = which == field::wording;
            const std::uint32_t from = wording ? index_.first_wording[one.document] : one.document;
            const std::uint32_t to = wording ? index_.first_wording[one.document + 1] : one.document + 1;
            for (std::uint32_t unit = from; unit < to; ++unit) {
                sums_.units.add(first + unit);
                sums_.places.push_back(unit);
            }
        }
        std::uint16_t* const sums =
            which == field::wording && !merged_ ? sums_.wordings.data() : sums_.documents.data();
        const std::uint16_t multiplier = list.by[static_cast<std::size_t>(which)];
        list.postings.each_of(sums_.units, [&](std::uint32_t i, std::uint8_t impact) {
            std::uint16_t& sum = sums[sums_.places[i]];
            sum = static_cast<std::uint16_t>(sum + scan::added(multiplier, impact));
        });
    }
}

void bounds::add(const weighed_list& weighed) {
    const auto& [list, by, most_added, cost] = weighed;
    if (list.empty()) return;
    std::uint16_t* const documents = sums_.documents.data();
    std::uint16_t* const wordings = merged_ ? documents : sums_.wordings.data();
    const std::uint32_t answers = index_.space.first_of(field::answer);
    const std::uint32_t contexts = index_.space.first_of(field::context);
    if (list.is_short()) {
        for (std::uint32_t i = 0; i < list.count(); ++i) {
            const std::uint32_t value = list.short_value(i), unit = value >> 8U, impact = value & 0xFFU;
            std::uint16_t* const sum = unit < answers    ? wordings + unit
                                       : unit < contexts ? documents + (unit - answers)
                                                         : documents + (unit - contexts);
            const std::uint16_t multiplier = by[unit < answers ? 0 : unit < contexts ? 1 : 2];
            *sum = static_cast<std::uint16_t>(*sum + scan::added(multiplier, impact));
        }
        return;
    }
    for (std::uint32_t c = 0; c < index_.space.chunk_count(); ++c) {
        const posting_list::block part = list.chunk(c);
        if (part.count == 0) continue;
        const field which = index_.space.field_of(c);
        scan::add(part, by[static_cast<std::size_t>(which)],
                  (which == field::wording ? wordings : documents) +
                      ((c << chunk_bits) - index_.space.first_of(which)));
    }
}

void bounds::reckon_blocks() {
    sums_.blocks.resize((index_.space.documents + block_size - 1) / block_size);
    scan::highest_of_16(sums_.documents, sums_.blocks);
    if (!merged_) scan::add_highest_of_parts(sums_.wordings, index_.first_wording, sums_.blocks);
}

// So many blocks as entries are looked for come to that or more. With one wording each, so do as many entries.
std::uint32_t bounds::least_of_best_blocks() const {
    constexpr std::size_t few = 512; // sorting more takes longer than what a better bound saves
    std::vector<std::uint16_t> most = sums_.blocks;
    while (most.size() > few) {
        std::vector<std::uint16_t> of_16((most.size() + 15) / 16);
        scan::highest_of_16(most, of_16);
        most = std::move(of_16);
    }
    if (most.size() < limit_) return 1;
    const auto last = most.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
    std::nth_element(most.begin(), last, most.end(), std::greater<>());
    return std::max<std::uint32_t>(*last, 1);
}

// What its wordings come to together at most.
std::uint32_t bounds::pooled_of(std::uint32_t d) const {
    const std::uint32_t from = index_.first_wording[d], to = index_.first_wording[d + 1];
    const std::span<const std::uint16_t> wordings(sums_.wordings.data() + from, to - from);
    return static_cast<std::uint32_t>(pool(wordings).mean * (1 + rounding) + 1);
}

std::vector<std::uint32_t> bounds::most_promising() {
    const auto more = [](const promise& a, const promise& b) { return a.most > b.most; };
    std::vector<promise> heap; // the least on top, once it is full
    heap.reserve(limit_);
    std::uint32_t of_blocks = least_of_best_blocks();
    std::uint32_t least = merged_ ? of_blocks : 1;
    const auto take = [&](std::uint32_t d, std::uint32_t most) {
        if (heap.size() < limit_) {
            heap.push_back({d, most});
            if (heap.size() == limit_) std::make_heap(heap.begin(), heap.end(), more);
        } else {
            std::pop_heap(heap.begin(), heap.end(), more);
            heap.back() = {d, most};
            std::push_heap(heap.begin(), heap.end(), more);
        }
        if (heap.size() == limit_) least = std::max(least, heap.front().most + 1);
    };
    // The best blocks first: after them few others are worth a look.
    find_blocks(of_blocks);
    for (const std::uint32_t block : sums_.high_blocks)
        if (sums_.blocks[block] >= least) each_in_block(block, least, take);
    if (heap.size() < limit_) { // too many of theirs are not wanted
        heap.clear();
        least = 1;
        of_blocks = 0x10000;
    }
    find_blocks(least);
    for (const std::uint32_t block : sums_.high_blocks)
        if (sums_.blocks[block] < of_blocks && sums_.blocks[block] >= least) each_in_block(block, least, take);

    std::vector<std::uint32_t> documents;
    documents.reserve(heap.size());
    for (const promise& one : heap)
        documents.push_back(one.document);
    std::sort(documents.begin(), documents.end());
    return documents;
}

void bounds::find_blocks(std::uint32_t least) {
    sums_.high_blocks.clear();
    scan::at_least(sums_.blocks, static_cast<std::uint16_t>(std::min(least, 0xFFFFU)), sums_.high_blocks);
}

} // namespace knowledge::match
