#include "adapters/chat/incoming.hpp"

namespace adapters::chat {

std::string_view to_string(platform which) {
    switch (which) {
    case platform::dingtalk:
        return "dingtalk";
    case platform::slack:
        return "slack";
    case platform::simulator:
        return "simulator";
    }
    return "?";
}

std::optional<platform> platform_from(std::string_view word) {
    for (const auto one : {platform::dingtalk, platform::slack, platform::simulator}) {
        if (to_string(one) == word) return one;
    }
    return std::nullopt;
}

std::string_view to_string(action what) {
    switch (what) {
    case action::helpful:
        return "helpful";
    case action::unhelpful:
        return "unhelpful";
    case action::ask_moderator:
        return "ask_moderator";
    case action::pick:
        return "pick";
    case action::correct:
        return "correct";
    case action::take_back:
        return "take_back";
    case action::answer:
        return "answer";
    case action::link:
        return "link";
    case action::ignore:
        return "ignore";
    case action::merge:
        return "merge";
    case action::assign:
        return "assign";
    case action::solved:
        return "solved";
    case action::accept:
        return "accept";
    }
    return "?";
}

std::optional<action> action_from(std::string_view word) {
    for (const action one : {action::helpful, action::unhelpful, action::ask_moderator, action::pick, action::correct,
                             action::take_back, action::answer, action::link, action::ignore, action::merge,
                             action::assign, action::solved, action::accept}) {
        if (to_string(one) == word) return one;
    }
    return std::nullopt;
}

} // namespace adapters::chat
