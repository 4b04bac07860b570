#include "bot/conversation/argument_slip.hpp"

#include "adapters/chat/text.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Of which arguments are made, the longer of two with one beginning first.
constexpr std::array<std::string_view, 37> pieces{
    "＃", "，", "、",    "条目",     "條目", "问题",    "問題", "小时",   "小時", "分钟", "分鐘", "号", "號",
    "第", "个", "個",    "和",       "与",   "到",      "天",   "半",     "一",   "两",   "兩",   "二", "三",
    "四", "五", "entry", "question", "hour", "minutes", "mins", "minute", "min",  "days", "day"};

std::size_t piece_at(std::string_view text) {
    if (is_digit(text[0]) || chat::is_blank(text[0]) || text[0] == '#' || text[0] == '@' || text[0] == ',') return 1;
    const auto known = std::ranges::find_if(pieces, [&](std::string_view one) { return text.starts_with(one); });
    if (known != pieces.end()) return known->size();
    // "e17", "2h", "hours"
    constexpr std::string_view letters = "ehmds";
    const bool alone = text.size() < 2 || text[1] < 'a' || text[1] > 'z';
    return alone && letters.find(text[0]) != std::string_view::npos ? 1 : 0;
}

bool only_arguments(std::string_view rest) {
    constexpr std::size_t longest = 40;
    auto text = lower(rest);
    if (text.size() > longest) return false;
    for (std::string_view left = text; !left.empty();) {
        const auto size = piece_at(left);
        if (size == 0) return false;
        left.remove_prefix(size);
    }
    return std::ranges::any_of(text, is_digit) || text.find("小时") != std::string::npos;
}

constexpr std::string_view number_word = "号";

// With a # before the first number that stands by itself, or before all of them; a 号 behind it goes.
std::string marked(std::string_view rest, bool all) {
    std::string made;
    bool more = true;
    for (std::size_t at = 0; at < rest.size();) {
        const bool begins = is_digit(rest[at]) && (at == 0 || chat::is_blank(rest[at - 1]));
        if (begins && more) made += '#';
        if (!is_digit(rest[at])) {
            made += rest[at++];
            continue;
        }
        while (at < rest.size() && is_digit(rest[at]))
            made += rest[at++];
        if (const auto behind = chat::trimmed(rest.substr(at)); begins && more && behind.starts_with(number_word))
            at = rest.size() - behind.size() + number_word.size();
        more = more && (all || !begins);
    }
    return made;
}

// "12 your answer"; the number.
std::int64_t number_before_words(std::string_view rest) {
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto behind = rest.substr(static_cast<std::size_t>(end - rest.data()));
    const bool stops = behind.starts_with(" ") || behind.starts_with(":") || behind.starts_with("：");
    return trouble == std::errc() && stops ? number : 0;
}

} // namespace

std::optional<mistyped> argument_slip(const command& meant, std::string_view name, std::string_view rest) {
    rest = chat::trimmed(rest);
    if (rest.empty() || meant.who != audience::moderators) return std::nullopt;
    if (!only_arguments(rest)) {
        const auto number = number_before_words(rest);
        const auto read = number > 0 ? meant.read("#" + std::string(rest)) : std::nullopt;
        if (!read || !std::holds_alternative<give_answer>(*read)) return std::nullopt;
        return mistyped{
            .meant = &meant, .name = name, .arguments = "#" + std::to_string(number) + " …", .number = number};
    }
    for (const bool all : {false, true}) {
        auto written = marked(rest, all);
        if (meant.read(written)) return mistyped{.meant = &meant, .name = name, .arguments = std::move(written)};
    }
    if (meant.arguments.en.empty()) return std::nullopt;
    return mistyped{.meant = &meant, .name = name, .unfinished = true};
}

} // namespace bot::conversation
