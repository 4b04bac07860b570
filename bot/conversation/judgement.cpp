#include "bot/conversation/judgement.hpp"

#include "knowledge/match/trace.hpp"
#include "knowledge/text/cues.hpp"

#include <string>

namespace bot::conversation {

judgement judge(std::string_view text, const std::optional<knowledge::store::question>& last,
                const knowledge::match::index& index, const config::group_settings& group, const judged_with& how) {
    knowledge::match::query query{
        .text = std::string(text), .context = {}, .recent = {}, .collections = group.collections, .for_us = how.for_us};
    if (last) {
        if (!last->text.empty()) query.context = {last->text};
        query.recent = last->answered_with;
    }
    knowledge::match::trace why{.revision = how.revision, .at = group.at, .leant = last.has_value()};
    const auto explained = index.explain(query, most_kept, &why.words);
    std::vector<knowledge::match::candidate> ranked;
    judgement judged;
    for (const auto& one : explained) {
        ranked.push_back(one.what);
        judged.candidates.push_back({one.what.id, std::string(one.what.external_id), one.what.confidence});
    }
    judged.decided = knowledge::match::decide(ranked, group.at);
    if (last) {
        why.before = last->id;
        why.recent = last->answered_with;
    }
    judged.trace = to_json(why, explained);
    return judged;
}

bool only_chat(std::string_view text) {
    // Nearly all of it: a question that begins with a greeting must not be lost.
    constexpr double nearly_all = 0.9;
    const auto cues = knowledge::text::read_cues(text);
    return cues.chatting >= nearly_all && !cues.asks && !cues.trouble;
}

std::vector<knowledge::entry_id> suggestions(const std::vector<knowledge::store::logged_candidate>& candidates,
                                             const knowledge::match::thresholds& at) {
    std::vector<knowledge::entry_id> offer;
    for (const auto& candidate : candidates) {
        if (candidate.confidence < at.suggest_at || offer.size() == most_choices) break;
        offer.push_back(candidate.id);
    }
    return offer;
}

std::vector<knowledge::entry_id> chain_behind(knowledge::entry_id entry, const knowledge::match::index& index) {
    std::vector<knowledge::entry_id> chain;
    for (auto next = index.follow_ups(entry); !next.empty() && chain.size() < most_choices;
         next = index.follow_ups(chain.back())) {
        chain.push_back(next.front());
    }
    return chain;
}

std::vector<knowledge::entry_id> offered(const knowledge::store::question& last, const knowledge::match::index& index,
                                         const knowledge::match::thresholds& at) {
    if (last.answered_with) return chain_behind(last.answered_with, index);
    if (last.decided == knowledge::decision::suggest) return suggestions(last.candidates, at);
    return {};
}

} // namespace bot::conversation
