#include "adapters/slack/render.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/markdown_writer.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"

#include <algorithm>
#include <vector>

namespace adapters::slack {

namespace md = chat::markdown;
using chat::zero_width_space;
using md::block_kind;
using md::span_kind;

namespace {

constexpr std::string_view note = "…";

void append_escaped(std::string& out, char c) {
    if (c == '&') {
        out += "&amp;";
    } else if (c == '<') {
        out += "&lt;";
    } else if (c == '>') {
        out += "&gt;";
    } else {
        out += c;
    }
}

bool is_mark(char c) {
    return c == '*' || c == '_' || c == '~' || c == '`';
}

// A mark counts for Slack only at the border of a word, and Chinese has no blanks: a zero-width space makes the border.
bool needs_border(char neighbour) {
    static constexpr std::string_view borders = ".,;:!?()[]{}\"'-/";
    return !chat::is_blank(neighbour) && borders.find(neighbour) == std::string_view::npos;
}

// Puts spans one after the other, with a border where a mark would touch a word.
class line_writer {
  public:
    void plain(std::string_view text) {
        if (text.empty()) return;
        if (after_mark_ && needs_border(text.front())) out_ += zero_width_space;
        after_mark_ = false;
        out_ += text;
    }
    void marked(std::string_view text) {
        if (text.empty()) return;
        if (!out_.empty() && needs_border(out_.back())) out_ += zero_width_space;
        out_ += text;
        after_mark_ = true;
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
    bool after_mark_ = false;
};

// Text whose own * _ ~ ` must not become marks: mrkdwn has no escape for them, so one that could open a pair gets a
// zero-width space behind it.
std::string guarded(std::string_view plain) {
    std::string out;
    out.reserve(plain.size());
    for (std::size_t at = 0; at < plain.size(); ++at) {
        const char c = plain[at];
        append_escaped(out, c);
        if (!is_mark(c)) continue;
        const bool behind_word = at > 0 && chat::is_word(plain[at - 1]) && c != '`';
        const bool before_text = at + 1 < plain.size() && !chat::is_blank(plain[at + 1]);
        if (!behind_word && before_text) out += zero_width_space;
    }
    return out;
}

// Marks do not reach over line ends.
std::string wrapped(std::string_view inner, char mark) {
    std::string out;
    while (true) {
        const std::size_t end = std::min(inner.find('\n'), inner.size());
        const std::string_view line = inner.substr(0, end);
        if (chat::trimmed(line).empty()) {
            out += line;
        } else {
            out += mark;
            out += line;
            out += mark;
        }
        if (end == inner.size()) return out;
        out += '\n';
        inner.remove_prefix(end + 1);
    }
}

std::string inline_code(std::string_view code) {
    std::string clean;
    for (const char c : code)
        clean += c == '`' ? "\u02cb" : escaped(std::string_view(&c, 1));
    return chat::trimmed(clean).empty() ? clean : '`' + clean + '`';
}

bool may_link(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
}

std::string link_address(std::string_view url) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F || c == '<' || c == '>' || c == '|' || c == '"') {
            out += '%', out += digits[byte >> 4], out += digits[byte & 15];
        } else if (c == '&') {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return out;
}

// "<@U123>", "<#C123>"; "" for what is neither.
std::string name_at(std::string_view address) {
    constexpr std::string_view member = "member:", group = "group:";
    if (address.starts_with(member)) return mention(address.substr(member.size()));
    if (!address.starts_with(group) || !chat::is_plain_id(address.substr(group.size()))) return {};
    return "<#" + std::string(address.substr(group.size())) + '>';
}

std::string link(const md::span& span, names naming) {
    const std::string words = md::plain_text(span.children);
    if (naming == names::shown) {
        if (auto name = name_at(span.url); !name.empty()) return name;
    }
    if (!may_link(span.url)) { // some other scheme, or a path: shown, not linked
        return span.url.empty() || words == span.url ? guarded(words) : guarded(words + " (" + span.url + ')');
    }
    std::string label;
    for (const char c : words)
        label += c == '|' ? "\u00a6" : escaped(std::string_view(&c, 1));
    const bool bare = words.empty() || words == span.url || "mailto:" + words == span.url;
    return '<' + link_address(span.url) + (bare ? "" : '|' + label) + '>';
}

struct marks {
    bool bold = false, italic = false, strike = false; // around us already: a second pair would show
    names naming = names::as_text;
};

std::string render_spans(const std::vector<md::span>& spans, marks around) {
    line_writer out;
    const auto mark = [&](const md::span& one, bool already, marks inner, char with) {
        const std::string text = render_spans(one.children, inner);
        already ? out.plain(text) : out.marked(wrapped(text, with));
    };
    for (const md::span& one : spans) {
        marks inner = around;
        switch (one.kind) {
        case span_kind::text:
            out.plain(guarded(one.text));
            break;
        case span_kind::line_break:
            out.plain("\n");
            break;
        case span_kind::code:
            out.marked(inline_code(one.text));
            break;
        case span_kind::link:
            out.plain(link(one, around.naming));
            break;
        case span_kind::bold:
            inner.bold = true;
            mark(one, around.bold, inner, '*');
            break;
        case span_kind::italic:
            inner.italic = true;
            mark(one, around.italic, inner, '_');
            break;
        case span_kind::strike:
            inner.strike = true;
            mark(one, around.strike, inner, '~');
            break;
        }
    }
    return out.take();
}

std::string fence(std::string_view code) {
    std::string out = "```\n" + escaped(code);
    for (std::size_t at = 0; (at = out.find("```", at == 0 ? 3 : at)) != std::string::npos;) {
        out.insert(at + 2, zero_width_space); // would end the fence
    }
    return out + "\n```";
}

class mrkdwn final : public md::dialect {
  public:
    explicit mrkdwn(names naming) : naming_(naming) {}

    std::string paragraph(const std::vector<md::span>& spans) const override {
        return render_spans(spans, {.naming = naming_});
    }
    std::string heading(const md::block& heading) const override {
        return wrapped(render_spans(heading.spans, {.bold = true, .naming = naming_}), '*');
    }
    std::string code(const md::block& code) const override { return fence(code.code); }
    std::string head_row(const std::vector<md::block>& cells) const override {
        std::vector<std::string> texts;
        for (const md::block& cell : cells)
            texts.push_back(render_spans(cell.spans, {.bold = true, .naming = naming_}));
        return wrapped(md::joined(texts), '*');
    }
    std::string bullet() const override { return "• "; }
    std::string inset(std::string_view) const override { return "    "; }
    std::string line_break() const override { return "\n"; }

  private:
    names naming_;
};

} // namespace

std::string escaped(std::string_view plain) {
    std::string out;
    out.reserve(plain.size());
    for (const char c : plain)
        append_escaped(out, c);
    return out;
}

std::string mention(std::string_view member_id) {
    const std::string_view user = user_of(member_id);
    return user.empty() ? "" : "<@" + std::string(user) + '>';
}

namespace {

std::string text_of(const md::document& whole, names naming) {
    return md::write(whole, mrkdwn(naming));
}

md::document fitting(md::document whole, std::size_t limit, names naming) {
    return md::fitted(std::move(whole), note, [&](const md::document& candidate) {
        return chat::count_characters(text_of(candidate, naming)) <= limit;
    });
}

// The longest beginning whose text fits, taken off `rest`.
std::string take_piece(md::document& rest, std::size_t limit, names naming) {
    std::size_t good = 0, bad = md::count_characters(rest) + 1;
    while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        const bool fits = chat::count_characters(text_of(md::shortened(rest, middle), naming)) <= limit;
        (fits ? good : bad) = middle;
    }
    // A link to an address longer than the limit: nothing of it can be shown.
    auto [first, behind] = md::split(rest, std::max<std::size_t>(good, 1));
    rest = std::move(behind);
    return good == 0 ? std::string(note) : text_of(first, naming);
}

} // namespace

// Nearly everything fits, so it is written once and looked at, and shortened only then.

std::string render(std::string_view markdown, std::size_t limit, names naming) {
    if (markdown.empty()) return {};
    auto whole = md::parse(markdown);
    auto text = text_of(whole, naming);
    return chat::count_characters(text) <= limit ? text : text_of(fitting(std::move(whole), limit, naming), naming);
}

std::vector<std::string> render_pieces(std::string_view markdown, std::size_t piece, std::size_t total, names naming) {
    std::vector<std::string> pieces;
    if (markdown.empty()) return pieces;
    constexpr std::string_view between = "\n\n";
    std::size_t last_characters = 0; // of the last piece
    const auto add = [&](std::string text, std::size_t characters) {
        const bool joins = !pieces.empty() && last_characters + between.size() + characters <= piece;
        if (text.empty()) return;
        if (joins) {
            pieces.back().append(between).append(text);
            last_characters += between.size() + characters;
        } else {
            pieces.push_back(std::move(text));
            last_characters = characters;
        }
    };
    auto whole = md::parse(markdown);
    std::vector<std::string> texts;
    std::size_t characters = 0;
    for (const md::block& one : whole) {
        texts.push_back(md::write(one, mrkdwn(naming)));
        if (texts.back().empty()) continue;
        characters += chat::count_characters(texts.back()) + (characters == 0 ? 0 : between.size());
    }
    if (characters > total) {
        whole = fitting(std::move(whole), total, naming);
        texts.clear();
        for (const md::block& one : whole)
            texts.push_back(md::write(one, mrkdwn(naming)));
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string& text = texts[i];
        std::size_t length = chat::count_characters(text);
        if (length > piece) {
            md::document rest;
            rest.push_back(std::move(whole[i]));
            for (; length > piece; length = chat::count_characters(text)) {
                auto first = take_piece(rest, piece, naming);
                const auto taken = chat::count_characters(first);
                add(std::move(first), taken);
                text = text_of(rest, naming);
            }
        }
        add(std::move(text), length);
    }
    return pieces;
}

} // namespace adapters::slack
