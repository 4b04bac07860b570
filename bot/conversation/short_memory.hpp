// What a conversation remembers besides the database. Only the writer's thread touches it.
#pragma once

#include "bot/conversation/rate.hpp"
#include "bot/conversation/recent_answers.hpp"

namespace bot::conversation {

struct short_memory {
    rate asked;
    recent_answers given;
    bool warm = false; // what was answered before this start has been looked up
};

} // namespace bot::conversation
