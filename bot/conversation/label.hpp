// What people have said about a decision of the bot, as a label to measure by: members by their opinion or by what they
// picked, moderators by an answer of their own or by a nod to what a member said. Pure.
#pragma once

#include "knowledge/match/tune.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/questions.hpp"

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace bot::conversation {

enum class judge_of { nobody, member, moderator };

std::string_view to_string(judge_of who);

struct label {
    judge_of who = judge_of::nobody;
    knowledge::entry_id right; // what should have been answered; none: not known
    knowledge::entry_id wrong; // what should not have been; only where `right` is none

    // A member alone may have missed the button or meant something else: half of a moderator's word.
    [[nodiscard]] double weight() const;

    bool operator==(const label&) const = default;
};

// What became of proposals, by what they say.
class nods {
  public:
    explicit nods(const std::vector<knowledge::store::proposal>& all);
    [[nodiscard]] knowledge::store::proposal_state on(const knowledge::store::question& asked,
                                                      knowledge::store::proposal_kind kind,
                                                      knowledge::entry_id entry) const; // proposed when there is none

  private:
    using key = std::tuple<std::string, knowledge::store::proposal_kind, knowledge::entry_id, std::string>;
    std::map<key, knowledge::store::proposal_state> decided_;
};

[[nodiscard]] label label_of(const knowledge::store::question& asked, const knowledge::store::feedback_count& opinions,
                             const nods& decided);

enum class verdict { right, wrong, unknown };

// Of what was or would be said: `given` is the entry of an answer, those listed of a suggestion, empty for silence.
[[nodiscard]] verdict verdict_of(const label& known, knowledge::decision said,
                                 const std::vector<knowledge::entry_id>& given);

} // namespace bot::conversation
