#include "bot/conversation/companions.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace match = knowledge::match;

namespace {

// More open questions than this are not looked through: nobody reads so many, and memory is bounded.
constexpr std::size_t most_known = 50'000;
constexpr std::size_t most_looked_up = 24, most_similar = 2;
constexpr double similar_from = 0.5;

match::asked_question as_asked(knowledge::question_id id, std::string_view text,
                               const std::vector<store::logged_candidate>& candidates) {
    match::asked_question one{.id = id, .text = text, .best = {}, .confidence = 0};
    if (!candidates.empty()) {
        one.best = candidates.front().id;
        one.confidence = candidates.front().confidence;
    }
    return one;
}

} // namespace

companions::waiting& companions::waiting_in(store::session& db, const std::string& community,
                                            const std::shared_ptr<const match::index>& index) {
    auto& here = by_community_.try_emplace(community, waiting{match::open_questions(index), {}}).first->second;
    here.known.follow(index);
    if (here.known.size() >= most_known) return here;
    for (const auto& one : store::waiting_questions_after(db, community, here.last, most_known - here.known.size())) {
        here.last = one.id;
        if (!here.known.contains(one.id)) here.known.add(as_asked(one.id, one.text, one.candidates));
    }
    return here;
}

companions::found companions::of(store::session& db, const store::question& asked,
                                 const std::shared_ptr<const match::index>& index) {
    auto& here = waiting_in(db, asked.community, index);
    found result;
    for (const auto& near : here.known.nearest(as_asked(asked.id, asked.text, asked.candidates), most_looked_up)) {
        if (near.closeness < similar_from || result.similar.size() == most_similar) break;
        const auto other = store::find_question(db, near.id);
        if (!other || !store::is_waiting(other->state)) {
            here.known.remove(near.id);
            continue;
        }
        const auto cluster = other->cluster ? store::find_cluster(db, other->cluster) : std::nullopt;
        // What was asked in private stays apart from what others asked: its words are not shown to them.
        if (!cluster || cluster->state != store::cluster_state::open || other->direct != asked.direct) continue;
        if (near.closeness >= 1 && !result.home) {
            result.home = cluster;
            continue;
        }
        const auto same = [&](const store::cluster& one) { return one.id == cluster->id; };
        if ((result.home && same(*result.home)) || std::ranges::any_of(result.similar, same)) continue;
        result.similar.push_back(*cluster);
    }
    return result;
}

void companions::add(const store::question& asked) {
    const auto here = by_community_.find(asked.community);
    if (here != by_community_.end() && here->second.known.size() < most_known)
        here->second.known.add(as_asked(asked.id, asked.text, asked.candidates));
}

void companions::remove(const store::question& asked) {
    const auto here = by_community_.find(asked.community);
    if (here != by_community_.end()) here->second.known.remove(asked.id);
}

} // namespace bot::conversation
