#include "bot/conversation/overheard.hpp"

#include "knowledge/text/cues.hpp"

#include <algorithm>
#include <variant>

namespace bot::conversation {

bool is_overheard(const adapters::chat::happening& what) {
    const auto* said = std::get_if<adapters::chat::incoming>(&what);
    return said != nullptr && said->overheard;
}

bool is_follow_up(const adapters::chat::happening& what) {
    const auto* said = std::get_if<adapters::chat::incoming>(&what);
    return said != nullptr && said->follows_up;
}

bool is_welcome(const adapters::chat::happening& what, const config::group_settings& group) {
    if (is_overheard(what)) return group.answer_unmentioned;
    return !is_follow_up(what) || group.answer_follow_ups;
}

bool worth_following(const preparation& prepared) {
    if (!prepared.understood) return false;
    if (std::holds_alternative<pick_number>(*prepared.understood)) return true;
    if (!std::holds_alternative<ask_question>(*prepared.understood)) return false;
    const auto cues = knowledge::text::read_cues(prepared.text);
    return (cues.asks || cues.trouble || cues.points_back) && !only_chat(prepared.text);
}

bool worth_answering(const preparation& prepared, const config::group_settings& group) {
    if (!prepared.alone || prepared.alone->decided != knowledge::decision::answer) return false;
    const auto least = std::max(group.unmentioned_at, group.at.answer_at);
    if (prepared.alone->candidates.front().confidence < least) return false;
    const auto cues = knowledge::text::read_cues(prepared.text);
    return cues.asks || cues.trouble;
}

} // namespace bot::conversation
