#include "bot/conversation/small_talk.hpp"

#include "bot/conversation/judgement.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::conversation {

namespace {

using namespace std::string_view_literals;

// Whole messages, as they look when they are normalised and without signs.
constexpr std::array greetings{
    "hi"sv,
    "hello"sv,
    "hey"sv,
    "hi there"sv,
    "hello there"sv,
    "hey there"sv,
    "hi bot"sv,
    "hello bot"sv,
    "anybody here"sv,
    "are you there"sv,
    "who are you"sv,
    "what are you"sv,
    "are you a bot"sv,
    "what do you do"sv,
    "what can you do"sv,
    "how do you work"sv,
    "how do i use you"sv,
    "how does this work"sv,
    "你好"sv,
    "你好啊"sv,
    "你好呀"sv,
    "您好"sv,
    "哈喽"sv,
    "嗨"sv,
    "在吗"sv,
    "在么"sv,
    "在不在"sv,
    "有人吗"sv,
    "你在吗"sv,
    "你是谁"sv,
    "你是什么"sv,
    "你是机器人吗"sv,
    "你是干什么的"sv,
    "你是做什么的"sv,
    "你会什么"sv,
    "你会做什么"sv,
    "你会干什么"sv,
    "你能做什么"sv,
    "你能干什么"sv,
    "你能干嘛"sv,
    "你有什么用"sv,
    "你有什么功能"sv,
    "怎么用你"sv,
    "怎么使用"sv,
    "你怎么用"sv,
};
constexpr std::array signs{"。"sv, "、"sv, "…"sv};

// Letters, digits and single spaces.
std::string words_of(std::string_view normalised) {
    std::string words;
    while (!normalised.empty()) {
        const auto sign = std::ranges::find_if(signs, [&](auto one) { return normalised.starts_with(one); });
        if (sign != signs.end()) {
            normalised.remove_prefix(sign->size());
            continue;
        }
        const char c = normalised.front();
        normalised.remove_prefix(1);
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
        const bool blank = c == ' ' && !words.empty() && words.back() != ' ';
        if (letter || blank) words += c;
    }
    while (words.ends_with(' '))
        words.pop_back();
    return words;
}

} // namespace

small_talk small_talk_of(std::string_view text) {
    const auto normalised = knowledge::text::normalise(text);
    const auto words = words_of(normalised);
    const bool puzzled = words.empty() && normalised.find('?') != std::string::npos;
    if (puzzled || std::ranges::find(greetings, words) != greetings.end()) return small_talk::greeting;
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!words.empty() && std::ranges::all_of(words, digit)) return small_talk::number;
    return only_chat(text) ? small_talk::courtesy : small_talk::none;
}

} // namespace bot::conversation
