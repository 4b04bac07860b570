#include "adapters/slack/mrkdwn.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"

#include <algorithm>

namespace adapters::slack {
namespace {

constexpr std::size_t nesting_limit = 4; // bold in italic in strike; deeper marks are text

// Plain words as Markdown, blanks at the ends kept.
std::string words(std::string_view plain) {
    const std::size_t front = std::min(plain.find_first_not_of(" \t"), plain.size());
    const std::size_t back = plain.find_last_not_of(" \t");
    if (front == plain.size()) return std::string(plain);
    return std::string(plain.substr(0, front)) + chat::markdown::from_plain(plain.substr(front, back + 1 - front)) +
           std::string(plain.substr(back + 1));
}

bool is_web(std::string_view target) {
    return target.starts_with("https://") || target.starts_with("http://") || target.starts_with("mailto:");
}

class line_reader {
  public:
    explicit line_reader(std::string_view bot_user) : bot_user_(bot_user) {}

    std::string read(std::string_view line, std::size_t depth = 0) const {
        std::string out;
        std::size_t plain_from = 0, at = 0;
        const auto flush = [&] { out += words(unescaped(line.substr(plain_from, at - plain_from), bot_user_)); };
        while (at < line.size()) {
            std::string special;
            const std::size_t length = special_at(line, at, depth, special);
            if (length == 0) {
                ++at;
                continue;
            }
            flush();
            out += special;
            at += length;
            plain_from = at;
        }
        flush();
        return out;
    }

  private:
    // How long the link, code or marked text is that begins here, 0 for none; its Markdown goes into `out`.
    std::size_t special_at(std::string_view line, std::size_t at, std::size_t depth, std::string& out) const {
        switch (line[at]) {
        case '<':
            return link(line.substr(at), out);
        case '`': {
            const std::size_t end = line.find('`', at + 1);
            if (end == std::string_view::npos || end == at + 1) return 0;
            out = '`' + unescaped(line.substr(at + 1, end - at - 1), {}) + '`';
            return end + 1 - at;
        }
        case '*':
            return marked(line, at, depth, "**", out);
        case '_':
            return marked(line, at, depth, "*", out);
        case '~':
            return marked(line, at, depth, "~~", out);
        default:
            return 0;
        }
    }

    static std::size_t link(std::string_view from, std::string& out) {
        const std::size_t close = from.find('>');
        if (close == std::string_view::npos) return 0;
        const std::string_view inside = from.substr(1, close - 1);
        const std::size_t bar = inside.find('|');
        const std::string target = unescaped(inside.substr(0, bar), {});
        if (!is_web(target) || target.find_first_of(" <>\n") != std::string::npos) return 0;
        const std::string label = bar == std::string_view::npos ? "" : unescaped(inside.substr(bar + 1), {});
        const bool bracketed = target.find_first_of("()") != std::string::npos;
        if (label.empty())
            out = '<' + target + '>';
        else
            out = '[' + words(label) + "](" + (bracketed ? '<' + target + '>' : target) + ')';
        return close + 1;
    }

    static bool borders(std::string_view line, std::size_t at) {
        return at >= line.size() || !chat::is_ascii_word(line[at]);
    }

    std::size_t marked(std::string_view line, std::size_t at, std::size_t depth, std::string_view with,
                       std::string& out) const {
        if (depth >= nesting_limit || (at > 0 && !borders(line, at - 1))) return 0;
        if (at + 1 >= line.size() || chat::is_blank(line[at + 1]) || line[at + 1] == line[at]) return 0;
        for (std::size_t end = at + 2; (end = line.find(line[at], end)) != std::string_view::npos; ++end) {
            if (chat::is_blank(line[end - 1]) || !borders(line, end + 1)) continue;
            out = std::string(with) + read(line.substr(at + 1, end - at - 1), depth + 1) + std::string(with);
            return end + 1 - at;
        }
        return 0;
    }

    std::string_view bot_user_;
};

enum class line_kind { words, quote, item, code };

// Lines of one kind follow each other; where the kind changes Markdown wants an empty line between.
class page_writer {
  public:
    void add(line_kind kind, std::string_view text) {
        if (!out_.empty()) out_ += kind == last_ && kind != line_kind::code ? "\n" : "\n\n";
        out_ += text;
        last_ = kind;
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
    line_kind last_ = line_kind::words;
};

std::size_t number_length(std::string_view line) {
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    return digits > 0 && digits < 10 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

void add_line(std::string_view line, const line_reader& reader, page_writer& out) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view inner = line.substr(indent);
    for (const std::string_view bullet : {"• ", "◦ ", "▪︎ ", "- "}) {
        if (!inner.starts_with(bullet)) continue;
        const std::string deep(std::min<std::size_t>(indent, 12), ' ');
        return out.add(line_kind::item, deep + "- " + reader.read(inner.substr(bullet.size())));
    }
    if (const std::size_t number = number_length(inner); number > 0)
        return out.add(line_kind::item, std::string(inner.substr(0, number)) + reader.read(inner.substr(number)));
    constexpr std::string_view quote = "&gt;";
    if (line.starts_with(quote)) {
        line.remove_prefix(quote.size());
        if (line.starts_with(' ')) line.remove_prefix(1);
        return out.add(line_kind::quote, "> " + reader.read(line));
    }
    out.add(line_kind::words, reader.read(inner));
}

void add_lines(std::string_view text, const line_reader& reader, page_writer& out) {
    text = chat::trimmed(text);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        add_line(text.substr(0, end), reader, out);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

std::string markdown_of(std::string_view mrkdwn, std::string_view bot_user_id) {
    constexpr std::string_view fence = "```";
    const std::string clean = chat::repaired(mrkdwn);
    const line_reader reader(bot_user_id);
    page_writer out;
    std::string_view rest = clean;
    while (!rest.empty()) {
        const std::size_t open = rest.find(fence);
        const std::size_t close = open == std::string_view::npos ? open : rest.find(fence, open + fence.size());
        add_lines(rest.substr(0, close == std::string_view::npos ? rest.size() : open), reader, out);
        if (close == std::string_view::npos) break;
        std::string code = unescaped(rest.substr(open + fence.size(), close - open - fence.size()), {});
        if (code.starts_with('\n')) code.erase(0, 1);
        if (code.ends_with('\n')) code.pop_back();
        out.add(line_kind::code, "```\n" + code + "\n```");
        rest.remove_prefix(close + fence.size());
    }
    const std::string whole = out.take();
    return std::string(chat::trimmed(whole));
}

} // namespace adapters::slack
