#include "knowledge/exchange/markdown.hpp"

#include "knowledge/exchange/characters.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace knowledge::exchange {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_wordy(char c) {
    return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}
bool is_punctuation(char c) {
    return c > ' ' && c < 0x7f && !is_digit(c) && !is_letter(c);
}

// Brackets inside brackets, beyond which they are text: no link a person wrote is that deep, and a hostile line must
// cost neither the stack nor more than this many looks at each character.
constexpr int deepest_nesting = 16;

// Length of the code span at the start of `text` with its marks; 0 when the marks are not closed on this line.
std::size_t code_span_length(std::string_view text) {
    const std::size_t marks = run_length(text, '`');
    for (std::size_t at = marks; at < text.size();) {
        if (text[at] != '`') {
            ++at;
            continue;
        }
        const std::size_t run = run_length(text.substr(at), '`');
        at += run;
        if (run == marks) return at;
    }
    return 0;
}

void append_utf8(std::string& out, char32_t c) {
    const auto byte = [&](char32_t bits) { out += static_cast<char>(bits); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | (c >> 6));
        byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3f));
        byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3f));
        byte(0x80 | ((c >> 6) & 0x3f));
        byte(0x80 | (c & 0x3f));
    }
}

// Appends what the entity at the start of `text` stands for and returns its length; 0 when it is none we know.
std::size_t read_entity(std::string_view text, std::string& out) {
    const std::size_t end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos) return 0;
    const std::string_view name = text.substr(1, end - 1);
    if (name.starts_with('#')) {
        unsigned value = 0;
        const auto [stop, error] = std::from_chars(name.data() + 1, name.data() + name.size(), value);
        const bool whole = error == std::errc{} && stop == name.data() + name.size();
        if (!whole || value < 0x20 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 0;
        append_utf8(out, value);
        return end + 1;
    }
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{
        {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"nbsp", " "}}};
    for (const auto& [entity, meaning] : known) {
        if (name == entity) {
            out += meaning;
            return end + 1;
        }
    }
    return 0;
}

// Calls visit(piece, is_mark) for the line cut into code spans and escapes, runs of two and more asterisks (is_mark),
// and everything else.
template <class Visit>
void cut_at_bold(std::string_view line, Visit visit) {
    std::size_t from = 0;
    const auto flush = [&](std::size_t to) {
        if (to > from) visit(line.substr(from, to - from), false);
    };
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == '\\' && at + 1 < line.size() && is_punctuation(line[at + 1])) {
            at += 2;
        } else if (line[at] == '`') {
            const std::size_t span = code_span_length(line.substr(at));
            at += span == 0 ? run_length(line.substr(at), '`') : span;
        } else if (line[at] == '*') {
            const std::size_t run = run_length(line.substr(at), '*');
            if (run >= 2) {
                flush(at);
                visit(line.substr(at, run), true);
                from = at + run;
            }
            at += run;
        } else {
            ++at;
        }
    }
    flush(line.size());
}

} // namespace

std::optional<inline_link> read_link(std::string_view at) {
    inline_link found;
    if (at.starts_with('<')) {
        const std::size_t end = at.find_first_of("> \t<", 1);
        if (end == std::string_view::npos || at[end] != '>') return std::nullopt;
        const std::string_view url = at.substr(1, end - 1);
        if (!url.starts_with("http://") && !url.starts_with("https://")) return std::nullopt;
        found.url = url;
        found.text = found.url;
        found.length = end + 1;
        return found;
    }
    std::size_t i = 0;
    if (at.starts_with('!')) {
        found.image = true;
        i = 1;
    }
    if (i >= at.size() || at[i] != '[') return std::nullopt;
    const std::size_t text_from = ++i;
    for (int depth = 1; i < at.size(); ++i) {
        if (at[i] == '\\') {
            ++i;
        } else if (at[i] == '[') {
            if (++depth > deepest_nesting) return std::nullopt;
        } else if (at[i] == ']' && --depth == 0) {
            break;
        }
    }
    if (i + 1 >= at.size() || at[i + 1] != '(') return std::nullopt;
    found.text = at.substr(text_from, i - text_from);
    const std::size_t url_from = i + 2;
    i = url_from;
    for (int depth = 1; i < at.size(); ++i) {
        if (at[i] == '(') {
            if (++depth > deepest_nesting) return std::nullopt;
        } else if (at[i] == ')' && --depth == 0) {
            break;
        }
    }
    if (i >= at.size()) return std::nullopt;
    std::string_view url = trim(at.substr(url_from, i - url_from));
    url = url.substr(0, url.find_first_of(" \t")); // what follows is a title
    if (url.starts_with('<') && url.ends_with('>') && url.size() >= 2) url = url.substr(1, url.size() - 2);
    // Some editors pasted "Name：https://…" as the address.
    if (const std::size_t scheme = url.find("http"); scheme != std::string_view::npos && scheme > 0 &&
                                                     url.substr(scheme).find("://") <= 5 && !url.starts_with('/')) {
        url.remove_prefix(scheme);
    }
    found.url = url;
    found.length = i + 1;
    return found;
}

std::string plain_from_markdown(std::string_view line, int& images) {
    std::string out;
    bool after_link = false; // an asterisk right behind a link closes the emphasis around it
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        const std::string_view rest = line.substr(at);
        const bool behind_link = std::exchange(after_link, false);
        if (c == '\\' && rest.size() > 1 && is_punctuation(rest[1])) {
            out += rest[1];
            at += 2;
        } else if (c == '`') {
            const std::size_t span = code_span_length(rest);
            const std::size_t length = span == 0 ? run_length(rest, '`') : span;
            out += rest.substr(0, length);
            at += length;
        } else if (c == '*') {
            const std::size_t run = run_length(rest, '*');
            const bool around_link = run == 1 && (behind_link || read_link(rest.substr(1)));
            if (run == 1 && !around_link) out += c;
            at += run;
        } else if (c == '&') {
            const std::size_t length = read_entity(rest, out);
            if (length == 0) out += c;
            at += std::max<std::size_t>(length, 1);
        } else if (c == '[' || c == '<' || (c == '!' && rest.starts_with("!["))) {
            const auto link = read_link(rest);
            if (!link) {
                out += c;
                ++at;
                continue;
            }
            at += link->length;
            if (link->image) {
                ++images;
                continue;
            }
            int inner = 0;
            const bool address = link->text.starts_with("http");
            const std::string text = address ? link->text : plain_from_markdown(link->text, inner);
            images += inner;
            out += text.empty() ? link->url : address ? text : text + " " + link->url;
            after_link = true;
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

std::string markdown_from_plain(std::string_view line) {
    std::string out;
    const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
    const std::string_view body = line.substr(start);
    // What would make the line a heading, a quote, a rule or the underline of a heading.
    const bool rule = body.find_first_not_of("-=_ ") == std::string_view::npos;
    const bool structural = !body.empty() && (body[0] == '#' || body[0] == '>' || rule);
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        const char next = at + 1 < line.size() ? line[at + 1] : ' ';
        const char before = at > 0 ? line[at - 1] : ' ';
        if (c == '`') {
            const std::size_t span = code_span_length(line.substr(at));
            if (span > 0) {
                out += line.substr(at, span);
                at += span;
                continue;
            }
            for (std::size_t marks = run_length(line.substr(at), '`'); marks > 0; --marks, ++at)
                out += "\\`";
            continue;
        }
        const bool entity = c == '&' && (next == '#' || is_letter(next));
        const bool emphasis = c == '_' && !(is_wordy(before) && is_wordy(next));
        const bool special = c == '\\' || c == '*' || c == '[' || c == '<' || c == '~';
        if (special || entity || emphasis || (at == start && structural)) out += '\\';
        out += c;
        ++at;
    }
    return out;
}

bool starts_with_entity(std::string_view line) {
    const std::string_view body = trim(line);
    return body.size() > 2 && body.starts_with("&#") && is_digit(body[2]);
}

std::string with_first_as_entity(std::string_view line) {
    const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
    const std::string_view body = line.substr(start);
    if (body.empty()) return std::string(line);
    std::size_t length = 1;
    while (length < body.size() && (static_cast<unsigned char>(body[length]) & 0xc0) == 0x80)
        ++length;
    char32_t c = static_cast<unsigned char>(body[0]);
    if (length > 1) c &= 0xffU >> (length + 1);
    for (std::size_t i = 1; i < length; ++i)
        c = (c << 6) | (static_cast<unsigned char>(body[i]) & 0x3fU);
    return std::string(line.substr(0, start)) + "&#" + std::to_string(static_cast<unsigned>(c)) + ";" +
           std::string(body.substr(length));
}

std::string literal_line(std::string_view line) {
    const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
    const std::string_view body = line.substr(start);
    std::string meaning;
    const std::size_t length = starts_with_entity(body) ? read_entity(body, meaning) : 0;
    return std::string(line.substr(0, start)) + meaning + std::string(body.substr(length));
}

std::string without_bold(std::string_view line) {
    std::string out;
    cut_at_bold(line, [&](std::string_view piece, bool mark) {
        if (!mark) out += piece;
    });
    return out;
}

std::string without_broken_bold(std::string_view line) {
    struct piece {
        std::string_view text;
        bool mark;
        bool kept;
    };
    std::vector<piece> pieces;
    cut_at_bold(line, [&](std::string_view text, bool mark) { pieces.push_back({text, mark, !mark}); });
    constexpr std::size_t none = std::string_view::npos;
    std::size_t open = none;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].mark || pieces[i].text.size() != 2) continue;
        const bool text_before = i > 0 && !is_space(pieces[i - 1].text.back());
        const bool text_after = i + 1 < pieces.size() && !is_space(pieces[i + 1].text.front());
        if (open != none && text_before) {
            pieces[open].kept = pieces[i].kept = true;
            open = none;
        } else if (open == none && text_after) {
            open = i;
        }
    }
    std::string out;
    for (const piece& p : pieces) {
        if (p.kept) out += p.text;
    }
    return out;
}

int count_images(std::string_view line) {
    int images = 0;
    (void)plain_from_markdown(line, images);
    return images;
}

} // namespace knowledge::exchange
