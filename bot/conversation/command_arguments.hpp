// How what stands behind a command's name is read. A row of the table names one of these; what it does not accept makes
// the message a question, so each is as strict as it can be: "why #12 is open" asks something.
#pragma once

#include "adapters/chat/text.hpp"
#include "bot/conversation/command.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

// ASCII letters made small.
[[nodiscard]] std::string lower(std::string_view text);

// What follows `name` at the start of `text`; `low` is lower(text). A name of letters must end there, a Chinese one may
// touch what follows.
[[nodiscard]] std::optional<std::string_view> behind(std::string_view text, std::string_view low,
                                                     std::string_view name);

// "#12 …", "＃12：…": a number and, trimmed, what follows it. The mark is needed: "answer 3 questions" is a question.
struct numbered {
    std::int64_t number;
    std::string_view rest;
};
[[nodiscard]] std::optional<numbered> leading_number(std::string_view text);

// "help": Request{}.
template <class Request>
std::optional<request> nothing(std::string_view rest) {
    if (!adapters::chat::trimmed(rest).empty()) return std::nullopt;
    return Request{};
}

// "retire #12": Request{12}.
template <class Request>
std::optional<request> number(std::string_view rest) {
    const auto found = leading_number(rest);
    if (!found || !found->rest.empty()) return std::nullopt;
    return Request{found->number};
}

// "why", "why #12": Request{}, Request{12}.
template <class Request>
std::optional<request> number_or_nothing(std::string_view rest) {
    if (adapters::chat::trimmed(rest).empty()) return Request{};
    return number<Request>(rest);
}

// "merge #12 #13", "关联 #12＃13": Request{12, 13}.
template <class Request>
std::optional<request> two_numbers(std::string_view rest) {
    const auto first = leading_number(rest);
    const auto second = first ? leading_number(first->rest) : std::nullopt;
    if (!second || !second->rest.empty()) return std::nullopt;
    return Request{first->number, second->number};
}

// "answer #12 set it once": Request{12, "set it once"}; the text may be empty, the handler then explains itself.
template <class Request>
std::optional<request> number_and_text(std::string_view rest) {
    const auto found = leading_number(rest);
    if (!found) return std::nullopt;
    return Request{found->number, std::string(found->rest)};
}

// "12 = e17", "#12＝条目 17": that question is answered by that entry. nullopt for anything else.
[[nodiscard]] std::optional<request> equation(std::string_view text);

} // namespace bot::conversation
