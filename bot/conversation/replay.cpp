#include "bot/conversation/replay.hpp"

#include "bot/conversation/judgement.hpp"
#include "knowledge/match/trace.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace match = knowledge::match;

namespace {

using candidates = std::vector<store::logged_candidate>;
using questions_by_id = std::unordered_map<std::int64_t, const store::question*>;

// Where follow-ups are told from other questions: as turn::last_question() does.
using thread_of_member = std::tuple<std::string, std::string, std::string, std::string, std::string>;

thread_of_member thread_of(const store::question& asked) {
    return {asked.platform, asked.workspace, asked.group, asked.thread, asked.member};
}

candidates listed(const candidates& all, double suggest_at) {
    candidates some;
    for (const auto& one : all) {
        if (one.confidence < suggest_at || some.size() == most_choices) break;
        some.push_back(one);
    }
    return some;
}

ruling ruling_of(knowledge::decision said, const candidates& all, double suggest_at) {
    ruling made{.said = said, .confidence = all.empty() ? 0 : all.front().confidence};
    if (said == knowledge::decision::answer && !all.empty()) made.given = {all.front()};
    if (said == knowledge::decision::suggest) made.given = listed(all, suggest_at);
    return made;
}

// What the member asked before, as it was then: its answer, not what a moderator made of it later.
store::question as_it_was(store::question before) {
    if (before.state != store::question_state::answered)
        before.answered_with = before.decided == knowledge::decision::answer && !before.candidates.empty()
                                   ? before.candidates.front().id
                                   : knowledge::entry_id{};
    return before;
}

// The question and the entry that were leant on, by what was noted then. A message that was quoted is not kept.
std::optional<store::question> as_noted(const match::trace& why, const questions_by_id& said) {
    if (!why.leant) return std::nullopt;
    store::question before;
    if (const auto found = said.find(why.before.value); found != said.end()) before = *found->second;
    before.answered_with = why.recent;
    return before;
}

bool was_decided_by_us(const store::question& asked) {
    const bool picked = asked.candidates.empty() && asked.decided == knowledge::decision::answer;
    return !picked && !asked.text.empty();
}

match::judged judged_by(const label& known, const candidates& ranked) {
    match::judged one{.complete = static_cast<bool>(known.right), .weight = known.weight()};
    if (ranked.empty()) return one;
    one.confidence = ranked.front().confidence;
    one.right = known.right && ranked.front().id == known.right;
    for (std::size_t i = 0; i < ranked.size() && i < most_choices; ++i)
        if (known.right && ranked[i].id == known.right) one.right_at = ranked[i].confidence;
    return one;
}

} // namespace

std::vector<knowledge::entry_id> ruling::ids() const {
    std::vector<knowledge::entry_id> all;
    for (const auto& one : given)
        all.push_back(one.id);
    return all;
}

bool replayed::changed() const {
    if (then.said != now.said || was != is) return true;
    return then.said == knowledge::decision::answer && then.ids() != now.ids();
}

std::vector<replayed> replay(const log& said, const match::index& index, const replay_options& how) {
    const nods decided(said.proposals);
    std::map<thread_of_member, const store::question*> last;
    std::vector<replayed> all;
    questions_by_id by_id;
    for (const auto& one : said.questions)
        by_id.emplace(one.id.value, &one);
    std::size_t looked_at = 0;
    for (const auto& asked : said.questions) {
        const store::question* before = nullptr;
        if (!asked.member.empty()) {
            const auto* newest = std::exchange(last[thread_of(asked)], &asked);
            if (asked.thread != asked.message_id) before = newest; // what opens a thread has nothing before it
        }
        if (how.tell) how.tell(++looked_at);
        if (asked.asked_at < how.from || !was_decided_by_us(asked)) continue;
        const auto group = how.settings_of(asked);
        if (!group) continue;

        std::optional<store::question> leaned_on;
        const auto noted = said.traces.find(asked.id);
        const auto why = noted == said.traces.end() ? std::nullopt : match::trace_from_json(noted->second);
        if (why)
            leaned_on = as_noted(*why, by_id);
        else if (before != nullptr && before->asked_at >= asked.asked_at - group->context_expiry)
            leaned_on = as_it_was(*before);
        const double for_us = how.logs == nullptr ? 0 : how.logs->for_us(*group, asked.id, asked.text);
        const auto judged = judge(asked.text, leaned_on, index, *group, {.for_us = for_us});
        replayed one{.asked = &asked, .candidates = judged.candidates};
        const auto opinions = said.opinions.find(asked.id);
        one.known =
            label_of(asked, opinions == said.opinions.end() ? store::feedback_count{} : opinions->second, decided);
        // Of then the threshold is not known, but nothing below was ever picked.
        one.then = ruling_of(asked.decided, asked.candidates, 0);
        one.now = ruling_of(judged.decided, judged.candidates, group->at.suggest_at);
        one.was = verdict_of(one.known, one.then.said, one.then.ids());
        one.is = verdict_of(one.known, one.now.said, one.now.ids());
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<match::judged>
labels_of(const std::vector<replayed>& all,
          const std::function<bool(const store::question&, knowledge::entry_id)>& is_wording_of) {
    std::vector<match::judged> labels;
    for (const auto& one : all) {
        if (one.known.who == judge_of::nobody) continue;
        const auto learnt = std::ranges::any_of(
            one.candidates, [&](const auto& candidate) { return is_wording_of(*one.asked, candidate.id); });
        const auto& ranked = learnt ? one.asked->candidates : one.candidates;
        // Only known: that one entry is wrong. Where another one comes first now, nothing is known.
        if (!one.known.right && !ranked.empty() && ranked.front().id != one.known.wrong) continue;
        labels.push_back(judged_by(one.known, ranked));
    }
    return labels;
}

} // namespace bot::conversation
