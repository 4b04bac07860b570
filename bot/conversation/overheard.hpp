// What was said in a group that opted in, without mentioning the bot: answered only when it is a question and the bot
// is very sure. Pure.
#pragma once

#include "bot/conversation/preparation.hpp"

namespace bot::conversation {

[[nodiscard]] bool is_overheard(const adapters::chat::happening& what);
[[nodiscard]] bool worth_answering(const preparation& prepared, const config::group_settings& group);

} // namespace bot::conversation
