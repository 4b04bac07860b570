#include "bot/conversation/label.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;

namespace {

constexpr double members_word = 0.5;

label by_member_or_nod(store::proposal_state nod) {
    switch (nod) {
    case store::proposal_state::proposed:
        return {.who = judge_of::member};
    case store::proposal_state::accepted:
        return {.who = judge_of::moderator};
    case store::proposal_state::refused:
        break;
    }
    return {};
}

} // namespace

std::string_view to_string(judge_of who) {
    switch (who) {
    case judge_of::nobody:
        return "nobody";
    case judge_of::member:
        return "member";
    case judge_of::moderator:
        return "moderator";
    }
    return "?";
}

double label::weight() const {
    if (who == judge_of::nobody) return 0;
    return who == judge_of::moderator ? 1 : members_word;
}

nods::nods(const std::vector<store::proposal>& all) {
    for (const auto& one : all)
        decided_[{one.community, one.kind, one.entry, one.text}] = one.state;
}

store::proposal_state nods::on(const store::question& asked, store::proposal_kind kind,
                               knowledge::entry_id entry) const {
    const auto found = decided_.find({asked.community, kind, entry, asked.text});
    return found == decided_.end() ? store::proposal_state::proposed : found->second;
}

label label_of(const store::question& asked, const store::feedback_count& opinions, const nods& decided) {
    const auto entry = asked.answered_with;
    if (!entry || asked.text.empty()) return {};
    if (asked.state == store::question_state::answered_by_person) return {.who = judge_of::moderator, .right = entry};
    if (asked.candidates.empty()) return {}; // picked from a list of follow-ups: nothing was guessed

    if (opinions.unhelpful > opinions.helpful) {
        auto known = by_member_or_nod(decided.on(asked, store::proposal_kind::negative, entry));
        if (known.who != judge_of::nobody) known.wrong = entry;
        return known;
    }
    if (asked.decided == knowledge::decision::suggest) {
        auto known = by_member_or_nod(decided.on(asked, store::proposal_kind::phrasing, entry));
        if (known.who != judge_of::nobody) known.right = entry;
        return known;
    }
    if (opinions.helpful > opinions.unhelpful) return {.who = judge_of::member, .right = entry};
    return {};
}

verdict verdict_of(const label& known, knowledge::decision said, const std::vector<knowledge::entry_id>& given) {
    if (known.right) return std::ranges::find(given, known.right) != given.end() ? verdict::right : verdict::wrong;
    if (!known.wrong || said == knowledge::decision::suggest) return verdict::unknown;
    // Nothing is better than what did not help; another answer may be right or wrong.
    if (said == knowledge::decision::silent) return verdict::right;
    return std::ranges::find(given, known.wrong) != given.end() ? verdict::wrong : verdict::unknown;
}

} // namespace bot::conversation
