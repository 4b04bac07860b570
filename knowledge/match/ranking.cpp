#include "knowledge/match/ranking.hpp"

#include "knowledge/match/bounds.hpp"
#include "knowledge/match/exact.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

struct better {
    bool operator()(const ranked& a, const ranked& b) const {
        return a.score != b.score ? a.score > b.score : a.document < b.document;
    }
};

// The best so far.
class podium {
  public:
    podium(exact_scores& exact, std::size_t limit) : exact_(exact), limit_(limit) {
        constexpr std::size_t usual_terms = 16; // that one has
        scored_.reserve(impact_table::most_rows);
        result_.best.reserve(limit);
        result_.found.reserve(2 * limit * usual_terms);
    }

    // Documents ascend.
    void consider(std::span<const std::uint32_t> documents) {
        while (!documents.empty()) {
            const auto few = documents.first(std::min(documents.size(), impact_table::most_rows));
            scored_.clear();
            exact_.score(few, scored_, result_.found);
            for (const ranked& one : scored_)
                keep(one);
            documents = documents.subspan(few.size());
        }
    }

    [[nodiscard]] bool is_full() const { return result_.best.size() == limit_; }
    // Whoever scores less is not among the best. Only of a full one.
    [[nodiscard]] double least() const { return result_.best.front().score; }

    ranking result() {
        std::sort(result_.best.begin(), result_.best.end(), better());
        return std::move(result_);
    }

  private:
    void keep(const ranked& one) {
        auto& best = result_.best;
        if (one.score <= 0) return;
        if (best.size() < limit_) {
            best.push_back(one);
            if (is_full()) std::make_heap(best.begin(), best.end(), better());
        } else if (better()(one, best.front())) {
            std::pop_heap(best.begin(), best.end(), better());
            best.back() = one;
            std::push_heap(best.begin(), best.end(), better());
        }
    }

    exact_scores& exact_;
    std::size_t limit_;
    ranking result_; // a heap of the best, the last of them on top, once there are enough
    std::vector<ranked> scored_;
};

} // namespace

ranking rank(const inverted& index, const asked& question, std::span<const bonus> bonuses,
             const wanted_documents& wanted, std::size_t limit, std::uint64_t few_postings) {
    if (limit == 0 || index.documents() == 0) return {};
    bounds most(index, question, bonuses, wanted, limit, few_postings);
    exact_scores exact(index, question, bonuses);
    podium best(exact, limit);
    const std::vector<std::uint32_t> first = most.most_promising();
    best.consider(first);
    if (!best.is_full()) return best.result();

    // Whoever may still be among them.
    std::vector<std::uint32_t> waiting;
    for (const bounds::promise& one : most.that_may_reach(best.least())) {
        if (!most.may_reach(one, best.least()) || std::binary_search(first.begin(), first.end(), one.document))
            continue;
        waiting.push_back(one.document);
        if (waiting.size() < impact_table::most_rows) continue;
        best.consider(waiting);
        waiting.clear();
    }
    best.consider(waiting);
    return best.result();
}

} // namespace knowledge::match
