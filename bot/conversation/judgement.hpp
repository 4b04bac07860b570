// The heart: what is to be done with a question, decided from the question, the knowledge and what was said before.
// Pure.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/questions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::conversation {

// Lists people pick from are short: more than three choices are not read.
constexpr std::size_t most_choices = 3;

// Candidates kept with a question: what was near it, for who reads the log.
constexpr std::size_t most_kept = 10;

struct judgement {
    knowledge::decision decided = knowledge::decision::silent;
    std::vector<knowledge::store::logged_candidate> candidates; // best first, at most most_kept
    std::string trace; // why, as it is kept with the question (match/trace.hpp)
};

// `last` is what this member asked before in this place, if it has not expired, or what he quotes (then it has no id):
// an elliptical question leans on it.
struct judged_with {
    std::int64_t revision = 0; // the knowledge's that the index was built from
    double for_us = 0;         // what the group's own log says of the text (group_logs.hpp)
};
[[nodiscard]] judgement judge(std::string_view text, const std::optional<knowledge::store::question>& last,
                              const knowledge::match::index& index, const config::group_settings& group,
                              const judged_with& how = {});

// Thanks, greetings, agreement and nothing else: no question, so it is neither logged nor answered.
[[nodiscard]] bool only_chat(std::string_view text);

// What a "did you mean" of these candidates offers.
[[nodiscard]] std::vector<knowledge::entry_id>
suggestions(const std::vector<knowledge::store::logged_candidate>& candidates, const knowledge::match::thresholds& at);

// The next questions of the chain behind an entry, in order.
[[nodiscard]] std::vector<knowledge::entry_id> chain_behind(knowledge::entry_id entry,
                                                            const knowledge::match::index& index);

// What was offered with the reply to `last`: a member may answer with its place in the list.
[[nodiscard]] std::vector<knowledge::entry_id> offered(const knowledge::store::question& last,
                                                       const knowledge::match::index& index,
                                                       const knowledge::match::thresholds& at);

} // namespace bot::conversation
