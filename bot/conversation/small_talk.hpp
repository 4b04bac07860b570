// What is said to the bot without asking anything: it is not logged for moderators. A hello and "who are you?" deserve
// a line about what the bot is for, thanks deserve silence. Pure.
#pragma once

#include <string_view>

namespace bot::conversation {

enum class small_talk {
    none,
    greeting, // "hi", "在吗", "what can you do?", "？？？"
    number,   // nothing else: meant for a list that is not there any more, if for anything
    courtesy  // thanks, agreement, a good morning (only_chat() of judgement.hpp)
};

[[nodiscard]] small_talk small_talk_of(std::string_view text);

} // namespace bot::conversation
