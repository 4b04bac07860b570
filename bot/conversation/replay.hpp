// Decides logged questions anew, with the knowledge and the settings of today, and says what would be different. Pure:
// nothing is said, nothing stored.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/conversation/group_logs.hpp"
#include "bot/conversation/label.hpp"
#include "knowledge/match/index.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace bot::conversation {

// What was said in a group, oldest first, with what is known about it.
struct log {
    std::vector<knowledge::store::question> questions;
    std::map<knowledge::question_id, knowledge::store::feedback_count> opinions;
    std::vector<knowledge::store::proposal> proposals;
    std::map<knowledge::question_id, std::string> traces; // what each question leant on; without one it is worked out
};

struct ruling {
    knowledge::decision said = knowledge::decision::silent;
    double confidence = 0;
    std::vector<knowledge::store::logged_candidate> given; // of an answer one, of a suggestion those listed

    [[nodiscard]] std::vector<knowledge::entry_id> ids() const;
};

struct replayed {
    const knowledge::store::question* asked = nullptr; // of the log
    label known;
    ruling then, now;
    verdict was = verdict::unknown, is = verdict::unknown;
    std::vector<knowledge::store::logged_candidate> candidates; // now, best first

    // The decision, what was answered, or whether it was right.
    [[nodiscard]] bool changed() const;
};

struct replay_options {
    knowledge::timestamp from{}; // earlier questions are only what later ones lean on
    // Which settings a question is decided by; nullopt leaves it out.
    std::function<std::optional<config::group_settings>(const knowledge::store::question&)> settings_of;
    std::function<void(std::size_t)> tell{}; // questions looked at so far
    // What is learnt from the groups' logs today, made with wanted::unseen: each question is judged as if it had not
    // been learnt from. nullptr: nothing is learnt.
    const group_logs* logs = nullptr;
};

// In the order of the log. Left out is what the matcher did not decide: picks from lists, and what was deleted.
[[nodiscard]] std::vector<replayed> replay(const log& said, const knowledge::match::index& index,
                                           const replay_options& how);

// Labelled questions as `qunda eval --tune` wants them. Where the knowledge has learnt the very words since, the
// ranking of then counts: nothing is proved by finding a question again that was put in.
[[nodiscard]] std::vector<knowledge::match::judged>
labels_of(const std::vector<replayed>& all,
          const std::function<bool(const knowledge::store::question&, knowledge::entry_id)>& is_wording_of);

} // namespace bot::conversation
