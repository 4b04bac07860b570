// What is kept of one member, and forgetting it: their questions stay, under a pseudonym that leads back to nobody.
#pragma once

#include "knowledge/store/manners.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

struct kept_of_member {
    std::int64_t questions = 0;
    timestamp first_asked; // of the oldest question
    std::int64_t opinions = 0;
    std::int64_t proposals = 0; // that came from their picks and opinions
};
kept_of_member count_kept(session& db, const member_key& who);
// Newest first.
std::vector<question> questions_of_member(session& db, const member_key& who, std::size_t limit);

struct forgotten {
    std::int64_t questions = 0, opinions = 0, proposals = 0, audit_rows = 0;
};
// Puts `pseudonym` in the place of the member's id, and nothing in that of the name, wherever a row is about what they
// did as a member. What somebody did with a moderator's power stays in the audit and in revisions under their id: those
// exist so that power can be answered for. Their wish not to be named goes as well.
forgotten forget_member(session& db, const member_key& who, std::string_view pseudonym);

// Rows of the outbox, in whatever state, whose payload has this text in it ("_" and "%" fit more than themselves).
// Looks through all of them.
// The newest cards of that community that name this member: as who asked, proposed an answer or took a question.
std::vector<outbox_id> cards_naming(session& db, std::string_view community, const member_key& who, std::size_t limit);
std::vector<outbox_row> outbox_with(session& db, std::string_view platform, std::string_view text);
void update_payload(session& db, outbox_id id, std::string_view payload);

} // namespace knowledge::store
