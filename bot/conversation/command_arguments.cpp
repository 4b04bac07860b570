#include "bot/conversation/command_arguments.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bot::conversation {

std::string lower(std::string_view text) {
    std::string low(text);
    std::ranges::transform(low, low.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

std::optional<std::string_view> behind(std::string_view text, std::string_view low, std::string_view name) {
    if (!low.starts_with(name)) return std::nullopt;
    const auto rest = text.substr(name.size());
    const bool latin = static_cast<unsigned char>(name.front()) < 0x80;
    if (latin && !rest.empty() && std::isalnum(static_cast<unsigned char>(rest.front())) != 0) return std::nullopt;
    return rest;
}

std::optional<numbered> leading_number(std::string_view text) {
    text = adapters::chat::trimmed(text);
    const auto mark = std::string_view(text.starts_with("#") ? "#" : "＃");
    if (!text.starts_with(mark)) return std::nullopt;
    text = adapters::chat::trimmed(text.substr(mark.size()));
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc() || number <= 0) return std::nullopt;
    auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
    // "#1.5" is no question's number; "#1#2" are two.
    if (!rest.empty() && rest.front() != ':' && rest.front() != '#' &&
        std::ispunct(static_cast<unsigned char>(rest.front())) != 0)
        return std::nullopt;
    for (const auto colon : {std::string_view(":"), std::string_view("：")}) {
        if (rest.starts_with(colon)) {
            rest.remove_prefix(colon.size());
            break;
        }
    }
    return numbered{number, adapters::chat::trimmed(rest)};
}

std::optional<request> equation(std::string_view text) {
    const bool marked = text.starts_with('#') || text.starts_with("＃");
    const auto whole = marked ? std::string(text) : "#" + std::string(text); // what is found points into it
    const auto number = leading_number(whole);
    if (!number) return std::nullopt;
    auto rest = number->rest;
    const auto skip = [&rest](std::initializer_list<std::string_view> words) {
        for (const auto word : words) {
            if (!lower(rest).starts_with(word)) continue;
            rest = adapters::chat::trimmed(rest.substr(word.size()));
            return true;
        }
        return false;
    };
    if (!skip({"=", "＝"})) return std::nullopt;
    (void)skip({"条目", "條目", "entry "});
    const bool one_word = !rest.empty() && rest.find_first_of(" \t\n=") == std::string_view::npos;
    if (!one_word) return std::nullopt;
    return link_entry{number->number, std::string(rest)};
}

} // namespace bot::conversation
