// What a moderator did to questions that waited, so that it can be taken back: which they were, and how they were
// before; and what he decided about a proposal. Entries' changes are entry_log.hpp's; what is newest over both is taken
// back first.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/questions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

// link: answered with an entry that was there. merge, unmerge: they wait with others, or by themselves. assign:
// somebody took them on. judge: yes or no to a proposal, which changed no entry. The last two touch no question: they
// stand in nobody's way.
enum class question_change_kind { link, ignore, merge, unmerge, assign, judge };

std::string_view to_string(question_change_kind kind);

struct question_change {
    std::int64_t id = 0; // made when it is noted; larger than that of any change before, of entries too
    std::string community, actor;
    question_change_kind kind = question_change_kind::ignore;
    std::int64_t number = 0;       // the question that was named; judge: the proposal
    entry_id entry;                // link: which
    std::int64_t entry_change = 0; // link: the change of the entry that came with it (entry_log.hpp), 0: none
    timestamp made_at;
    std::string assigned_to, assigned_name; // assign: whose they were

    struct before {
        question_id question;
        question_state state = question_state::open;
        cluster_id cluster;

        bool operator==(const before&) const = default;
    };
    std::vector<before> questions; // as they were

    bool operator==(const question_change&) const = default;
};

void note_change(session& db, const question_change& what);
// The newest one of this person in this community that was not taken back.
std::optional<question_change> last_question_change(session& db, std::string_view community, std::string_view actor);
// The newest one that touched this question, whoever made it.
std::optional<question_change> last_question_change(session& db, question_id question);
void mark_question_change_taken_back(session& db, std::int64_t id, timestamp now);

// Those of the questions that still are as the change left them, and that no newer change touched which stands, are as
// they were before: which.
std::vector<question> take_back(session& db, const question_change& what);

} // namespace knowledge::store
