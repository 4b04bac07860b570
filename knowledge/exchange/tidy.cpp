#include "knowledge/exchange/tidy.hpp"

#include "knowledge/exchange/characters.hpp"
#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/text_file.hpp"

#include <algorithm>
#include <utility>

namespace knowledge::exchange {
namespace {

constexpr std::string_view ideographic_space = "\xe3\x80\x80";

bool is_break(std::string_view tag) {
    // <br>, <br/>, <br />, </br>
    std::string letters;
    for (const char c : tag) {
        if (!is_space(c) && c != '/') letters += c;
    }
    return in_small_letters(letters) == "<br>";
}

} // namespace

std::string in_small_letters(std::string_view name) {
    std::string small(name);
    for (char& c : small) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return small;
}

std::string_view trim(std::string_view text) {
    for (;;) {
        if (!text.empty() && is_space(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(ideographic_space)) {
            text.remove_prefix(ideographic_space.size());
        } else {
            break;
        }
    }
    for (;;) {
        if (!text.empty() && is_space(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(ideographic_space)) {
            text.remove_suffix(ideographic_space.size());
        } else {
            return text;
        }
    }
}

std::string scrub(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
        const std::string_view rest = line.substr(at);
        if (rest.starts_with("\xc2\xa0")) { // no-break space
            out += ' ';
            at += 2;
        } else if (rest.starts_with("\xe2\x80\x8b") || rest.starts_with("\xe2\x81\xa0") ||
                   rest.starts_with("\xef\xbb\xbf")) { // zero-width space, word joiner, byte order mark
            at += 3;
        } else {
            const auto c = static_cast<unsigned char>(rest[0]);
            if ((c >= 0x20 && c != 0x7f) || c == '\t') out += rest[0];
            ++at;
        }
    }
    const std::string_view body = trim(out);
    if (body.empty()) return {};
    out.resize(static_cast<std::size_t>(body.data() + body.size() - out.data()));
    return out;
}

std::string_view without_breaks(std::string_view line) {
    // A tag is short: looking no further keeps a line full of brackets from being searched again and again.
    constexpr std::size_t longest_tag = 32;
    for (bool again = true; again;) {
        again = false;
        line = trim(line);
        if (line.starts_with('<')) {
            const std::size_t end = line.substr(0, longest_tag).find('>');
            if (end != std::string_view::npos && is_break(line.substr(0, end + 1))) {
                line.remove_prefix(end + 1);
                again = true;
            }
        }
        if (!line.ends_with('>')) continue;
        const std::size_t from = line.size() - std::min(line.size(), longest_tag);
        const std::size_t in_tail = line.substr(from).rfind('<');
        const std::size_t last = from + in_tail;
        if (in_tail != std::string_view::npos && (last == 0 || line[last - 1] != '\\') && is_break(line.substr(last))) {
            line.remove_suffix(line.size() - last);
            again = true;
        }
    }
    return line;
}

namespace {

std::vector<std::string> tidy_once(const std::vector<std::string>& lines, text_kind kind) {
    std::vector<std::string> scrubbed;
    scrubbed.reserve(lines.size());
    for (const std::string& line : lines)
        scrubbed.push_back(scrub(line));
    const auto code = lines_of_code(scrubbed);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < scrubbed.size(); ++i) {
        if (code[i]) {
            out.push_back(std::move(scrubbed[i]));
            continue;
        }
        std::string line = std::move(scrubbed[i]);
        if (kind == text_kind::markdown) {
            const std::string_view body = without_breaks(line);
            if (body.size() < trim(line).size()) line = body;
            line = scrub(without_broken_bold(line));
        }
        if (line.empty() && (out.empty() || out.back().empty())) continue;
        out.push_back(std::move(line));
    }
    while (!out.empty() && out.back().empty())
        out.pop_back();
    if (!out.empty()) out.front() = trim(out.front());
    return out;
}

} // namespace

std::vector<std::string> tidy_lines(const std::vector<std::string>& lines, text_kind kind) {
    // Taking one thing away can bring the next to light ("<br>" behind a broken bold mark); each round only shortens.
    std::vector<std::string> tidied = tidy_once(lines, kind);
    for (;;) {
        std::vector<std::string> again = tidy_once(tidied, kind);
        if (again == tidied) return tidied;
        tidied = std::move(again);
    }
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (const std::string_view line : split_lines(text))
        lines.emplace_back(line);
    return lines;
}

std::string join(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) {
        if (&line != &lines.front()) out += '\n';
        out += line;
    }
    return out;
}

} // namespace knowledge::exchange
