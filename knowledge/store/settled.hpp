// Messages of which people have shown whether they were for the bot, so that a group's log can be learnt from
// (match/own_log.hpp).
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {

class session;

struct settled_question {
    question_id id;
    std::string platform, workspace, group;
    std::string text; // its first 1,000 characters
    bool for_us = false;

    bool operator==(const settled_question&) const = default;
};

// Of a community, what was asked in one-to-one conversations left out; the newest `most`, oldest first.
// For the bot: what a person answered, and where more members found the answer helpful than not; a pick from
// suggestions decides where they are as many. Not for the bot: what a moderator ignored and did not take back; members'
// opinions never count against a message.
[[nodiscard]] std::vector<settled_question> settled_questions(session& db, std::string_view community,
                                                              std::size_t most);

} // namespace knowledge::store
