#include "bot/conversation/pointing.hpp"

#include "adapters/chat/text.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::conversation {

namespace {

// As normalise() leaves them.
constexpr std::array<std::string_view, 41> phrases{
    "同问",          "同求",        "求助",     "求解",          "求解答",      "求教",           "请教",
    "请问",          "请教一下",    "这个",     "这个呢",        "这个问题",    "这个怎么办",     "这个怎么弄",
    "这个怎么解决",  "怎么办",      "怎么弄",   "怎么解决",      "怎么回事",    "这是怎么回事",   "看看",
    "看下",          "看一下",      "帮忙看看", "帮忙看下",      "帮看看",      "帮看下",         "帮我看看",
    "回答一下",      "解答一下",    "same",     "same question", "same here",   "this",           "this one",
    "this question", "answer this", "any idea", "any ideas",     "please help", "what about this"};

constexpr std::array<std::string_view, 8> marks{"?", "^", "↑", "👆", "☝", "⬆", "\ufe0f", " "};
constexpr std::array<std::string_view, 9> ends{"?", "!", ".", ",", "。", "、", "~", "…", " "};

// How much of the text one of them takes at the end, 0 for none.
template <std::size_t N>
std::size_t ends_with_any(std::string_view text, const std::array<std::string_view, N>& of) {
    const auto found = std::ranges::find_if(of, [text](std::string_view one) { return text.ends_with(one); });
    return found == of.end() ? 0 : found->size();
}

template <std::size_t N>
std::string_view without_end(std::string_view text, const std::array<std::string_view, N>& of) {
    while (const auto length = ends_with_any(text, of))
        text.remove_suffix(length);
    return text;
}

} // namespace

bool only_points(std::string_view text) {
    constexpr std::size_t longest = 64; // bytes; whoever writes more has more to say
    if (text.size() > longest) return false;
    const std::string normalised = knowledge::text::normalise(text);
    const auto plain = adapters::chat::trimmed(normalised);
    if (without_end(plain, marks).empty()) return !plain.empty();
    return std::ranges::find(phrases, without_end(plain, ends)) != phrases.end();
}

} // namespace bot::conversation
