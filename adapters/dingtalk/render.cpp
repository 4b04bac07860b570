#include "adapters/dingtalk/render.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/markdown_writer.hpp"
#include "adapters/chat/text.hpp"

#include <algorithm>
#include <vector>

namespace adapters::dingtalk {

namespace md = chat::markdown;
using chat::zero_width_space;
using md::block_kind;
using md::span_kind;

namespace {

constexpr std::string_view note = "…";
constexpr std::string_view line_break = "  \n"; // two blanks, or the clients join the lines
constexpr std::size_t title_limit = 60;         // of characters; lists show fewer

bool opens_tag(std::string_view behind) {
    return !behind.empty() && (chat::is_word(behind[0]) || behind[0] == '/' || behind[0] == '!' || behind[0] == '?');
}

bool looks_like_entity(std::string_view from) {
    std::size_t at = 1;
    while (at < from.size() && at < 12 && (chat::is_word(from[at]) || from[at] == '#'))
        ++at;
    return at > 1 && at < from.size() && from[at] == ';';
}

// A tag would be rendered on desktops and blank the message on phones, in code as well; entities are decoded in both.
void append_html_safe(std::string_view text, std::size_t at, std::string& out) {
    if (text[at] == '<' && opens_tag(text.substr(at + 1))) {
        out += "&lt;";
    } else if (text[at] == '&' && looks_like_entity(text.substr(at))) {
        out += "&amp;";
    } else {
        out += text[at];
    }
}

bool in_mail_address(std::string_view text, std::size_t at) {
    const auto word = [&](std::size_t where) { return where < text.size() && chat::is_ascii_word(text[where]); };
    return at > 0 && word(at - 1) && word(at + 1);
}

enum class place { text, line_start, span_start, code };

// What would begin something there, or go on with the mark in front.
std::string_view marks_at(place where) {
    switch (where) {
    case place::text:
        return {};
    case place::span_start:
        return "*";
    case place::line_start:
    case place::code:
        break;
    }
    return "#>+-=|*";
}

// Text whose own marks must not count: a backslash before what could open one, nothing where none can.
std::string guarded(std::string_view text, place where) {
    static constexpr std::string_view punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    const auto at_or_blank = [&](std::size_t at) { return at < text.size() ? text[at] : ' '; };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at], next = at_or_blank(at + 1), last = at > 0 ? text[at - 1] : ' ';
        const bool lone = chat::is_blank(last) && chat::is_blank(next); // "2 * 3"
        const bool inside_word = chat::is_word(last) && chat::is_word(next);
        const bool mark = c == '`' || (c == '*' && !lone) || (c == '_' && !lone && !inside_word) ||
                          (c == '\\' && punctuation.find(next) != std::string_view::npos);
        const bool begins_block = at == 0 && marks_at(where).find(c) != std::string_view::npos;
        if (mark || begins_block) out += '\\';
        append_html_safe(text, at, out);
        const bool mentions = c == '@' && where != place::code && !in_mail_address(text, at);
        const bool links = c == ']' && std::string_view("([:").find(next) != std::string_view::npos;
        if (mentions || links) out += zero_width_space;
    }
    return out;
}

// Not every client takes a backtick for code, and there a link in it would be one.
std::string code_text(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        append_html_safe(text, at, out);
        if (text.substr(at).starts_with("](")) out += zero_width_space;
    }
    return out;
}

bool may_link(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

// Parentheses and blanks would end the link's target.
std::string link_address(std::string_view url) {
    static constexpr char digits[] = "0123456789ABCDEF";
    static constexpr std::string_view ending = "()<>\"\\*`[]|@";
    std::string out;
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F || (ending.find(c) != std::string_view::npos)) {
            out += '%', out += digits[byte >> 4], out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out;
}

// A link to anything else (dtmd:, javascript:, a path) is shown, not linked.
std::string words_of_unlinked(const md::span& span) {
    const std::string words = md::plain_text(span.children);
    const bool bare = span.url.empty() || words == span.url || "mailto:" + words == span.url;
    return bare ? words : words + " (" + span.url + ')';
}

std::string link(const md::span& span) {
    const std::string words = md::plain_text(span.children);
    std::string label = words.empty() ? span.url : words;
    std::replace(label.begin(), label.end(), '[', '('); // some clients end the label at the first bracket
    std::replace(label.begin(), label.end(), ']', ')');
    return '[' + guarded(label, place::text) + "](" + link_address(span.url) + ')';
}

std::string inline_code(std::string_view code) {
    std::string clean;
    for (const char c : code)
        clean += c == '`' ? "\u02cb" : std::string(1, c);
    return chat::trimmed(clean).empty() ? clean : '`' + code_text(clean) + '`';
}

struct marks {
    bool bold = false, italic = false;
};

bool reaches_over_lines(const md::span& one) {
    return one.kind == span_kind::line_break || one.text.find('\n') != std::string::npos ||
           std::any_of(one.children.begin(), one.children.end(), reaches_over_lines);
}

// Without the marks that would not count, and neighbouring text in one piece: what a '<' or ']' does hangs on what
// follows it, also from beyond a mark that falls away.
std::vector<md::span> effective(const std::vector<md::span>& spans, marks around) {
    std::vector<md::span> out;
    const auto append = [&](md::span one) {
        if (one.kind == span_kind::text && !out.empty() && out.back().kind == span_kind::text) {
            out.back().text += one.text;
        } else {
            out.push_back(std::move(one));
        }
    };
    for (const md::span& one : spans) {
        marks inner = around;
        if (one.kind == span_kind::bold) inner.bold = true;
        if (one.kind == span_kind::italic) inner.italic = true;
        const bool pair = one.kind == span_kind::bold || one.kind == span_kind::italic;
        // Pairs reach over no line end, and an empty one would show.
        const bool counts = (inner.bold != around.bold || inner.italic != around.italic) && !reaches_over_lines(one) &&
                            !chat::trimmed(md::plain_text(one.children)).empty();
        if (one.kind == span_kind::strike || (pair && !counts)) {
            for (md::span& child : effective(one.children, around))
                append(std::move(child));
        } else if (pair) {
            md::span kept = one;
            kept.children = effective(one.children, inner);
            append(std::move(kept));
        } else if (one.kind == span_kind::link && !may_link(one.url)) {
            append({.text = words_of_unlinked(one)});
        } else {
            append(one);
        }
    }
    return out;
}

std::string written(const std::vector<md::span>& spans, place begins = place::line_start) {
    std::string out;
    for (const md::span& one : spans) {
        switch (one.kind) {
        case span_kind::text:
            out += guarded(one.text, out.empty() ? begins : out.ends_with('\n') ? place::line_start : place::text);
            break;
        case span_kind::line_break:
            out += line_break;
            break;
        case span_kind::code:
            out += inline_code(one.text);
            break;
        case span_kind::link:
            out += link(one);
            break;
        case span_kind::bold:
            out += "**" + written(one.children, place::span_start) + "**";
            break;
        case span_kind::italic:
            out += '*' + written(one.children, place::span_start) + '*';
            break;
        case span_kind::strike: // no such mark here
            out += written(one.children);
            break;
        }
    }
    return out;
}

std::string render_spans(const std::vector<md::span>& spans, marks around) {
    return written(effective(spans, around));
}

// Quoted, line for line; blanks in front would be lost.
std::string render_code(std::string_view code) {
    std::string out;
    while (true) {
        const std::size_t end = std::min(code.find('\n'), code.size());
        std::string_view line = code.substr(0, end);
        for (; !line.empty() && (line[0] == ' ' || line[0] == '\t'); line.remove_prefix(1)) {
            out += line[0] == ' ' ? "&nbsp;" : "&nbsp;&nbsp;&nbsp;&nbsp;";
        }
        out += guarded(line, place::code);
        if (end == code.size()) return md::prefixed(out, "> ", "> ");
        out += line_break;
        code.remove_prefix(end + 1);
    }
}

class subset final : public md::dialect {
  public:
    std::string paragraph(const std::vector<md::span>& spans) const override { return render_spans(spans, {}); }
    std::string heading(const md::block& heading) const override {
        return std::string(static_cast<std::size_t>(heading.number), '#') + ' ' + render_spans(heading.spans, {});
    }
    std::string code(const md::block& code) const override { return render_code(code.code); }
    std::string head_row(const std::vector<md::block>& cells) const override {
        std::vector<std::string> texts;
        for (const md::block& cell : cells)
            texts.push_back(render_spans(cell.spans, {.bold = true}));
        const std::string line = md::joined(texts);
        return chat::trimmed(line).empty() ? line : "**" + line + "**";
    }
    std::string bullet() const override { return "- "; }
    std::string inset(std::string_view bullet) const override { return std::string(bullet.size(), ' '); }
    std::string line_break() const override { return std::string(dingtalk::line_break); }
};

} // namespace

std::string render(std::string_view markdown, const std::function<bool(std::string_view)>& fits) {
    const auto text = [](const md::document& whole) { return md::write(whole, subset()); };
    return text(
        md::fitted(md::parse(markdown), note, [&](const md::document& candidate) { return fits(text(candidate)); }));
}

std::string render_title(std::string_view title) {
    const std::string clean = chat::one_line(chat::repaired(title));
    return std::string(chat::first_characters(clean, title_limit));
}

} // namespace adapters::dingtalk
