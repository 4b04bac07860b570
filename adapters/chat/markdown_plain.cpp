#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"

#include <algorithm>

namespace adapters::chat::markdown {
namespace {

void append_plain(const std::vector<span>& spans, std::string& out) {
    for (const span& one : spans) {
        out += one.kind == span_kind::line_break ? " " : one.text;
        append_plain(one.children, out);
    }
}

bool looks_like_entity(std::string_view from) {
    std::size_t at = 1;
    while (at < from.size() && at < 40 && (is_word(from[at]) || from[at] == '#'))
        ++at;
    return at > 1 && at < from.size() && from[at] == ';';
}

// How long the web address is that begins here, 0 when none does. Punctuation at its end belongs to the sentence.
std::size_t address_length(std::string_view text) {
    static constexpr std::string_view inside = "-._~:/?#@!$&'()*+,;=%", sentence = ".,:;!?'*)~&";
    const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (scheme == 0) return 0;
    std::size_t end = scheme;
    while (end < text.size() && (is_ascii_word(text[end]) || inside.find(text[end]) != std::string_view::npos) &&
           !(text[end] == '&' && looks_like_entity(text.substr(end))))
        ++end;
    while (end > scheme && sentence.find(text[end - 1]) != std::string_view::npos)
        --end;
    return end > scheme ? end : 0;
}

// What would make a block of the line: its length is returned, escaped into `out`.
std::size_t escape_start(std::string_view line, std::string& out) {
    static constexpr std::string_view opening = "#+-=";
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')')) {
        out += line.substr(0, digits); // "1." would start a list
        out += '\\';
        out += line[digits];
        return digits + 1;
    }
    if (line.empty() || opening.find(line[0]) == std::string_view::npos) return 0;
    out += '\\';
    out += line[0];
    return 1;
}

void escape_line(std::string_view line, std::string& out) {
    static constexpr std::string_view special = "\\`*[]<>~|";
    std::size_t at = escape_start(line, out);
    while (at < line.size()) {
        const std::string_view rest = line.substr(at);
        // In brackets an address is a link as it stands; loose in the text its marks would be in the way.
        if (const std::size_t length = address_length(rest); length > 0) {
            out += '<';
            out += rest.substr(0, length);
            out += '>';
            at += length;
            continue;
        }
        const char c = rest[0];
        const bool inside_word = at > 0 && rest.size() > 1 && is_ascii_word(line[at - 1]) && is_ascii_word(rest[1]);
        if (special.find(c) != std::string_view::npos || (c == '_' && !inside_word) || rest.starts_with("://") ||
            (c == '&' && looks_like_entity(rest))) {
            out += '\\';
        }
        out += c;
        ++at;
    }
}

} // namespace

std::string from_plain(std::string_view plain) {
    const std::string clean = repaired(plain);
    std::string out;
    std::string_view rest = trimmed(clean);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        while (!line.empty() && is_blank(line.front()))
            line.remove_prefix(1); // four of them would be code
        while (!line.empty() && is_blank(line.back()))
            line.remove_suffix(1);
        escape_line(line, out);
        if (end == rest.size()) break;
        out += '\n';
        rest.remove_prefix(end + 1);
    }
    return out;
}

std::string plain_text(const std::vector<span>& spans) {
    std::string out;
    append_plain(spans, out);
    return one_line(out);
}

} // namespace adapters::chat::markdown
