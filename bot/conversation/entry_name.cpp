#include "bot/conversation/entry_name.hpp"

#include "adapters/chat/text.hpp"

#include <algorithm>
#include <charconv>

namespace bot::conversation {

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "e17", "E17"
bool is_short_name(std::string_view text) {
    return text.size() > 1 && (text[0] == 'e' || text[0] == 'E') && text[1] != '0' && is_digits(text.substr(1));
}

// "2020-05-22#1", "2020-05-22#1#3"
bool is_turn(std::string_view text) {
    if (text.size() < 12 || text[4] != '-' || text[7] != '-' || text[10] != '#') return false;
    const auto place = text.substr(11);
    const auto mark = place.find('#');
    return is_digits(text.substr(0, 4)) && is_digits(text.substr(5, 2)) && is_digits(text.substr(8, 2)) &&
           is_digits(place.substr(0, mark)) && (mark == std::string_view::npos || is_digits(place.substr(mark + 1)));
}

// "faq.md#232f59063e5c", of a Markdown FAQ; "faq.md#232f59063e5c#2" where two ask the same
bool is_of_file(std::string_view text) {
    constexpr std::size_t digest = 12;
    const auto mark = text.find('#');
    if (mark == 0 || mark == std::string_view::npos || text.size() < mark + 1 + digest) return false;
    const auto rest = text.substr(mark + 1 + digest);
    return text.substr(mark + 1, digest).find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           (rest.empty() || (rest.front() == '#' && is_digits(rest.substr(1))));
}

// A word in front that says an entry follows; an English one ends there.
bool take_word(std::string_view& text) {
    for (const std::string_view word : {"条目", "條目", "entry", "Entry"}) {
        if (!text.starts_with(word)) continue;
        const auto rest = text.substr(word.size());
        const bool latin = static_cast<unsigned char>(word.front()) < 0x80;
        if (latin && (rest.empty() || !adapters::chat::is_blank(rest.front()))) continue;
        text = adapters::chat::trimmed(rest);
        return true;
    }
    return false;
}

std::string_view token_of(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && !adapters::chat::is_blank(text[end]))
        ++end;
    for (const std::string_view stop : {"：", "，", "。"})
        end = std::min(end, text.find(stop));
    return text.substr(0, std::min(end, text.size()));
}

} // namespace

std::optional<named_entry> leading_entry(std::string_view text) {
    text = adapters::chat::trimmed(text);
    const bool said = take_word(text);
    auto token = token_of(text);
    if (token.ends_with(':')) token.remove_suffix(1);
    // A number may touch Chinese that follows: "e17每个服务都要".
    if (token.size() > 1 && (said || token[0] == 'e' || token[0] == 'E')) {
        const std::size_t from = token[0] == 'e' || token[0] == 'E' ? 1 : 0;
        const auto digits = token.find_first_not_of("0123456789@", from);
        const bool touches =
            digits != std::string_view::npos && digits > from && static_cast<unsigned char>(token[digits]) >= 0x80;
        if (touches) token = token.substr(0, digits);
    }
    named_entry found;
    auto id = token;
    if (const auto at = token.rfind('@'); at != std::string_view::npos && is_digits(token.substr(at + 1))) {
        const auto number = token.substr(at + 1);
        const auto read = std::from_chars(number.data(), number.data() + number.size(), found.name.revision);
        if (read.ec != std::errc() || found.name.revision == 0) return std::nullopt;
        id = token.substr(0, at);
    }
    if (is_short_name(id))
        found.name.id = "e" + std::string(id.substr(1));
    else if (said && is_digits(id))
        found.name.id = "e" + std::string(id);
    else if (is_turn(id) || is_of_file(id) || (said && !id.empty()))
        found.name.id = id;
    else
        return std::nullopt;
    auto rest = text.substr(token.size());
    for (const std::string_view colon : {":", "："}) {
        if (!rest.starts_with(colon)) continue;
        rest.remove_prefix(colon.size());
        break;
    }
    found.rest = adapters::chat::trimmed(rest);
    return found;
}

std::string to_string(const entry_name& name) {
    return name.revision == 0 ? name.id : name.id + "@" + std::to_string(name.revision);
}

std::optional<entry_name> entry_name_from(std::string_view text) {
    entry_name found;
    const auto at = text.rfind('@');
    found.id = text.substr(0, at);
    if (at != std::string_view::npos) {
        const auto number = text.substr(at + 1);
        const auto read = std::from_chars(number.data(), number.data() + number.size(), found.revision);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size()) return std::nullopt;
    }
    if (found.id.empty() || to_string(found) != text) return std::nullopt;
    return found;
}

std::string said_as(const entry_name& name, std::string_view word) {
    auto text = to_string(name);
    const auto read = leading_entry(text);
    if (read && read->rest.empty() && read->name == name) return text;
    return std::string(word) + " " + text;
}

} // namespace bot::conversation
