// What members thought of a reply: one opinion a member and question, the last one counts. Labelled material for
// tuning; nothing changes by itself because of it.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <map>
#include <string_view>

namespace knowledge::store {

class session;

enum class opinion { helpful, unhelpful };

std::string_view to_string(opinion what);

// A reaction can be taken away, and the opinion with it.
enum class given_by { button, reaction };

// `member` is the stable id with its platform and workspace ("slack:T1:U1"). False when this member thought so already.
bool give_feedback(session& db, question_id question, std::string_view member, opinion what, timestamp now,
                   given_by how = given_by::button);
// False when this member has no opinion that a reaction alone gave.
bool take_feedback_back(session& db, question_id question, std::string_view member);

struct feedback_count {
    std::int64_t helpful = 0, unhelpful = 0;

    bool operator==(const feedback_count&) const = default;
};
feedback_count count_feedback(session& db, question_id question);
// Of every question asked in [from, to) that somebody had an opinion on.
std::map<question_id, feedback_count> count_feedback_between(session& db, timestamp from, timestamp to);

} // namespace knowledge::store
