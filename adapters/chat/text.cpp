#include "adapters/chat/text.hpp"

#include <algorithm>

namespace adapters::chat {
namespace {

constexpr std::string_view replacement = "\uFFFD";

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Length of the valid UTF-8 sequence at the start of `text`, 0 when there is none. The second byte's bounds exclude
// overlong forms, surrogates and what lies beyond U+10FFFF.
std::size_t sequence(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    }
    if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high) return 0;
    for (std::size_t at = 2; at < length; ++at) {
        if (!continues(text[at])) return 0;
    }
    return length;
}

bool is_space(std::string_view character) {
    static constexpr std::string_view wide[] = {"\u0085", "\u00a0", "\u00ad", "\u1680", "\u180e", "\u2000", "\u2001",
                                                "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                                "\u2009", "\u200a", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
                                                "\u2028", "\u2029", "\u202f", "\u205f", "\u2060", "\u3000", "\ufeff"};
    if (character.size() == 1) return is_blank(character[0]) || character[0] == '\v' || character[0] == '\f';
    // None of them begins as nearly all Han characters do (\xe4 … \xe9).
    const auto lead = static_cast<unsigned char>(character[0]);
    if (lead >= 0xE4 && lead <= 0xE9) return false;
    return std::find(std::begin(wide), std::end(wide), character) != std::end(wide);
}

std::size_t first_length(std::string_view text) {
    return std::max<std::size_t>(sequence(text), 1);
}

} // namespace

std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequence(text);
        if (length == 0) {
            out += replacement;
            text.remove_prefix(1);
            continue;
        }
        const auto first = static_cast<unsigned char>(text[0]);
        const bool control = length == 1 && (first < 0x20 || first == 0x7F) && first != '\n' && first != '\t';
        if (!control) out += text.substr(0, length);
        text.remove_prefix(length);
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = first_length(text);
        if (!is_space(text.substr(0, length))) break;
        text.remove_prefix(length);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && continues(text[start]))
            --start;
        if (!is_space(text.substr(start))) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size() && count > 0) {
        ++at;
        while (at < text.size() && continues(text[at]))
            ++at;
        --count;
    }
    return text.substr(0, at);
}

std::string one_line(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : trimmed(text)) {
        if (is_blank(c)) {
            gap = true;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

bool is_plain_id(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit && std::all_of(text.begin(), text.end(), is_ascii_word);
}

std::string html(std::string_view plain) {
    std::string out;
    for (const char c : plain) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace adapters::chat
