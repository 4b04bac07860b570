// What was said without mentioning the bot, in a group that wants it to be answered there: at the top of a channel only
// when it is a question and the bot is very sure; below its own answer, by who was answered and is alone with it there,
// as if it had been mentioned, but for what it cannot answer. Pure.
#pragma once

#include "bot/conversation/preparation.hpp"

namespace bot::conversation {

[[nodiscard]] bool is_overheard(const adapters::chat::happening& what);
[[nodiscard]] bool is_follow_up(const adapters::chat::happening& what);
// Whether the group wants such a message at all.
[[nodiscard]] bool is_welcome(const adapters::chat::happening& what, const config::group_settings& group);
[[nodiscard]] bool worth_answering(const preparation& prepared, const config::group_settings& group);

// A question, or the number of one that was listed.
[[nodiscard]] bool worth_following(const preparation& prepared);

} // namespace bot::conversation
