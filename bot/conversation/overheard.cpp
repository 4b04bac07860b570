#include "bot/conversation/overheard.hpp"

#include "knowledge/text/cues.hpp"

#include <algorithm>
#include <variant>

namespace bot::conversation {

bool is_overheard(const adapters::chat::happening& what) {
    const auto* said = std::get_if<adapters::chat::incoming>(&what);
    return said != nullptr && said->overheard;
}

bool worth_answering(const preparation& prepared, const config::group_settings& group) {
    if (!prepared.alone || prepared.alone->decided != knowledge::decision::answer) return false;
    const auto least = std::max(group.unmentioned_at, group.at.answer_at);
    if (prepared.alone->candidates.front().confidence < least) return false;
    const auto cues = knowledge::text::read_cues(prepared.text);
    return cues.asks || cues.trouble;
}

} // namespace bot::conversation
