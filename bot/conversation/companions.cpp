#include "bot/conversation/companions.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace match = knowledge::match;

namespace {

// More open questions than this are not looked through: nobody reads so many, and memory is bounded.
constexpr std::size_t most_known = 50'000;
constexpr std::size_t most_looked_up = 24, most_similar_shown = 2;
constexpr double home_from = 1, similar_from = 0.5;

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

companions::waiting& companions::waiting_in(store::session& db, const std::string& community, const matcher& index) {
    auto& here = by_community_.try_emplace(community, waiting{match::open_questions(index), {}, {}}).first->second;
    here.known.follow(index);
    if (here.known.size() >= most_known) return here;
    for (const auto& one : store::waiting_questions_after(db, community, here.last, most_known - here.known.size())) {
        here.last = one.id;
        here.cluster_of[one.id.value] = one.cluster;
        if (!here.known.contains(one.id)) here.known.add(as_asked(one.id, one.text, one.candidates));
    }
    return here;
}

std::optional<store::cluster> companions::home_of(store::session& db, const store::question& asked,
                                                  const matcher& index) {
    auto& here = read_up_to(db, asked, index);
    const auto wanted = as_asked(asked.id, asked.text, asked.candidates);
    auto home = look_up(db, asked, here, here.known.in_the_same_words(wanted, most_looked_up), 0).home;
    if (!home) home = look_up(db, asked, here, here.known.nearest(wanted, most_looked_up, home_from), 0).home;
    return home;
}

std::vector<store::cluster> companions::similar_to(store::session& db, const store::question& asked,
                                                   const matcher& index) {
    auto& here = read_up_to(db, asked, index);
    const auto wanted = as_asked(asked.id, asked.text, asked.candidates);
    const auto nearest = here.known.nearest(wanted, most_looked_up, similar_from);
    return look_up(db, asked, here, nearest, most_similar_shown).similar;
}

companions::waiting& companions::read_up_to(store::session& db, const store::question& asked, const matcher& index) {
    auto& here = waiting_in(db, asked.community, index);
    // All that was committed before this transaction is read now, and the caller adds this one itself.
    if (here.known.size() < most_known) here.last = std::max(here.last, asked.id);
    return here;
}

companions::found companions::look_up(store::session& db, const store::question& asked, waiting& here,
                                      const std::vector<match::kin>& nearest, std::size_t most_similar) {
    found result;
    const auto seen = [&result](knowledge::cluster_id id) {
        const auto same = [id](const store::cluster& one) { return one.id == id; };
        return (result.home && same(*result.home)) || std::ranges::any_of(result.similar, same);
    };
    for (const auto& near : nearest) {
        if (most_similar == 0 ? result.home.has_value() : result.similar.size() == most_similar) break;
        if (const auto told = here.cluster_of.find(near.id.value); told != here.cluster_of.end() && seen(told->second))
            continue;
        auto place = store::find_waiting_place(db, near.id);
        if (!place) {
            here.forget(near.id);
            continue;
        }
        here.cluster_of[near.id.value] = place->in.id;
        // What was asked in private stays apart from what others asked: its words are not shown to them.
        if (place->direct != asked.direct || seen(place->in.id)) continue;
        if (near.closeness >= home_from && !result.home)
            result.home = std::move(place->in);
        else
            result.similar.push_back(std::move(place->in));
    }
    return result;
}

void companions::add(const store::question& asked) {
    const auto here = by_community_.find(asked.community);
    if (here == by_community_.end() || here->second.known.size() >= most_known) return;
    here->second.known.add(as_asked(asked.id, asked.text, asked.candidates));
    here->second.cluster_of[asked.id.value] = asked.cluster;
}

void companions::remove(const store::question& asked) {
    const auto here = by_community_.find(asked.community);
    if (here != by_community_.end()) here->second.forget(asked.id);
}

void companions::regrouped(const std::string& community) {
    if (const auto here = by_community_.find(community); here != by_community_.end()) here->second.cluster_of.clear();
}

void companions::waiting::forget(knowledge::question_id id) {
    known.remove(id);
    cluster_of.erase(id.value);
}

} // namespace bot::conversation
