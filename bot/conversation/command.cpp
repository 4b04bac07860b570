#include "bot/conversation/command.hpp"

#include "adapters/chat/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <initializer_list>
#include <optional>

namespace bot::conversation {

namespace {

constexpr int most_options = 9; // a pick is one digit: lists of ours are never longer

std::string lower(std::string_view text) {
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

// The rest of `text` behind a command word. An English word must end there; a Chinese one may touch what follows.
std::optional<std::string_view> behind(std::string_view text, std::initializer_list<std::string_view> words) {
    const auto low = lower(text);
    for (const auto word : words) {
        if (!low.starts_with(word)) continue;
        const auto rest = text.substr(word.size());
        const bool latin = static_cast<unsigned char>(word.front()) < 0x80;
        if (latin && !rest.empty() && std::isalnum(static_cast<unsigned char>(rest.front())) != 0) continue;
        return rest;
    }
    return std::nullopt;
}

struct numbered {
    std::int64_t number;
    std::string_view rest;
};

// "#12 …", "＃12…": a question's number and what follows it. The mark is needed: "answer 3 questions" is a question.
std::optional<numbered> leading_number(std::string_view text) {
    text = adapters::chat::trimmed(text);
    const auto mark = std::string_view(text.starts_with("#") ? "#" : "＃");
    if (!text.starts_with(mark)) return std::nullopt;
    text = adapters::chat::trimmed(text.substr(mark.size()));
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc() || number <= 0) return std::nullopt;
    auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
    // "#1.5" is no question's number.
    if (!rest.empty() && rest.front() != ':' && std::ispunct(static_cast<unsigned char>(rest.front())) != 0)
        return std::nullopt;
    for (const auto colon : {std::string_view(":"), std::string_view("：")}) {
        if (rest.starts_with(colon)) {
            rest.remove_prefix(colon.size());
            break;
        }
    }
    return numbered{number, adapters::chat::trimmed(rest)};
}

bool nothing_behind(std::string_view rest) {
    return adapters::chat::trimmed(rest).empty();
}

// What a button says for the member who taps it. Alone or with a reference it is one; "选哪个版本" is a question.
std::optional<press_button> press_in(std::string_view text) {
    using adapters::chat::action;
    struct word {
        action what;
        std::initializer_list<std::string_view> words;
    };
    const std::initializer_list<std::string_view> helpful{"有用", "helpful"},
        unhelpful{"没用", "not helpful", "unhelpful"}, moderator{"找管理员", "ask a moderator"}, pick{"选", "pick"};
    for (const auto& [what, words] : {word{action::helpful, helpful}, word{action::unhelpful, unhelpful},
                                      word{action::ask_moderator, moderator}, word{action::pick, pick}}) {
        const auto rest = behind(text, words);
        if (!rest) continue;
        const auto name = adapters::chat::trimmed(*rest);
        if (name.empty() && what != action::pick) return press_button{what, std::nullopt};
        const auto about = reference_from(name);
        if (about && (about->place > 0) == (what == action::pick)) return press_button{what, about};
    }
    return std::nullopt;
}

// What moderators ask of what is learnt. A number stands alone: "why #12 is open" is a question.
std::optional<request> learning_in(std::string_view text) {
    if (const auto rest = behind(text, {"proposals", "建议"}); rest && nothing_behind(*rest)) return list_proposals{};
    for (const bool accept : {true, false}) {
        const auto rest = accept ? behind(text, {"accept", "采纳"}) : behind(text, {"refuse", "拒绝"});
        const auto target = rest ? leading_number(*rest) : std::nullopt;
        if (target && target->rest.empty()) return judge_proposal{target->number, accept};
    }
    if (const auto rest = behind(text, {"why", "为什么"})) {
        if (nothing_behind(*rest)) return ask_why{};
        if (const auto target = leading_number(*rest); target && target->rest.empty()) return ask_why{target->number};
    }
    return std::nullopt;
}

} // namespace

request understand(std::string_view text) {
    text = adapters::chat::trimmed(text);
    if (text.empty()) return ask_help{};
    if (text.size() == 1 && text[0] >= '1' && text[0] <= '0' + most_options) return pick_number{text[0] - '0'};

    if (const auto rest = behind(text, {"help", "帮助", "怎么用", "?", "？"}); rest && nothing_behind(*rest))
        return ask_help{};
    if (const auto rest = behind(text, {"open", "待答"}); rest && nothing_behind(*rest)) return list_open{};
    if (const auto rest = behind(text, {"answer", "回答", "答"})) {
        // Only with a number: "answer me please" and "回答得真好" are no commands.
        if (const auto target = leading_number(*rest)) return give_answer{target->number, std::string(target->rest)};
    }
    if (const auto learning = learning_in(text)) return *learning;
    if (const auto pressed = press_in(text)) return *pressed;
    return ask_question{};
}

} // namespace bot::conversation
