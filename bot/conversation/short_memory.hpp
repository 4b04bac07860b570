// What a conversation remembers besides the database. Only the writer's thread touches it.
#pragma once

#include "bot/conversation/rate.hpp"
#include "bot/conversation/recent_answers.hpp"

#include <set>
#include <string>

namespace bot::conversation {

struct short_memory {
    rate asked;
    recent_answers given;
    std::set<std::string> told_how; // in which thread who was told how to ask on
    bool warm = false;              // what was answered before this start has been looked up
};

} // namespace bot::conversation
