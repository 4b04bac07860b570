#include "adapters/chat/markdown.hpp"

#include "adapters/chat/text.hpp"

#include <md4c.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace adapters::chat::markdown {
namespace {

std::string utf8(std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return "\uFFFD";
    std::string out;
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)),
            put(0x80 | (code & 0x3F));
    }
    return out;
}

// "&amp;" → "&". Named ones that people type; the rest stays as written, which is what it looks like in the source.
std::string decoded_entity(std::string_view entity) {
    struct named {
        std::string_view name, text;
    };
    static constexpr named known[] = {{"&amp;", "&"},        {"&lt;", "<"},         {"&gt;", ">"},
                                      {"&quot;", "\""},      {"&apos;", "'"},       {"&nbsp;", "\u00a0"},
                                      {"&copy;", "\u00a9"},  {"&mdash;", "\u2014"}, {"&ndash;", "\u2013"},
                                      {"&hellip;", "\u2026"}};
    for (const named& one : known) {
        if (one.name == entity) return std::string(one.text);
    }
    if (entity.size() < 4 || entity[1] != '#') return std::string(entity);
    std::string_view digits = entity.substr(2, entity.size() - 3);
    const bool hex = digits[0] == 'x' || digits[0] == 'X';
    if (hex) digits.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (ec != std::errc() || end != digits.data() + digits.size()) return "\uFFFD";
    return utf8(code);
}

std::string text_of(const MD_ATTRIBUTE& attribute) {
    std::string out;
    if (attribute.text == nullptr) return out;
    for (std::size_t part = 0; attribute.substr_offsets[part] < attribute.size; ++part) {
        const std::size_t start = attribute.substr_offsets[part];
        const std::string_view text(attribute.text + start, attribute.substr_offsets[part + 1] - start);
        if (attribute.substr_types[part] == MD_TEXT_ENTITY) {
            out += decoded_entity(text);
        } else if (attribute.substr_types[part] != MD_TEXT_NULLCHAR) {
            out += text;
        }
    }
    return out;
}

// Builds the tree from md4c's events. The stacks hold pointers into the tree: a parent gets no new child while one is
// open, so they stay valid.
class builder {
  public:
    explicit builder(std::string_view source) : source_(source) {}

    document take() { return std::move(root_.children); }

    void enter(MD_BLOCKTYPE type, const void* detail) {
        if (type == MD_BLOCK_DOC || type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY) return;
        close_implied();
        block made;
        switch (type) {
        case MD_BLOCK_QUOTE:
            made.kind = block_kind::quote;
            break;
        case MD_BLOCK_UL:
            made.kind = block_kind::bullets;
            made.tight = static_cast<const MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0;
            break;
        case MD_BLOCK_OL:
            made.kind = block_kind::numbers;
            made.tight = static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->is_tight != 0;
            made.number = static_cast<int>(static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start);
            break;
        case MD_BLOCK_LI:
            made.kind = block_kind::item;
            break;
        case MD_BLOCK_HR:
            made.kind = block_kind::rule;
            break;
        case MD_BLOCK_H:
            made.kind = block_kind::heading;
            made.number = static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
            break;
        case MD_BLOCK_CODE:
            made.kind = block_kind::code;
            made.language = repaired(text_of(static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->lang));
            break;
        case MD_BLOCK_TABLE:
            made.kind = block_kind::table;
            break;
        case MD_BLOCK_TR:
            made.kind = block_kind::row;
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            made.kind = block_kind::cell;
            break;
        default:
            break;
        }
        open(std::move(made));
    }

    void leave(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_DOC || type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY) return;
        close_implied();
        block& closed = *blocks_.back();
        if (closed.kind == block_kind::code && closed.code.ends_with('\n')) closed.code.pop_back();
        blocks_.pop_back();
    }

    void enter(MD_SPANTYPE type, const void* detail) {
        span made;
        switch (type) {
        case MD_SPAN_STRONG:
            made.kind = span_kind::bold;
            break;
        case MD_SPAN_EM:
            made.kind = span_kind::italic;
            break;
        case MD_SPAN_DEL:
            made.kind = span_kind::strike;
            break;
        case MD_SPAN_CODE:
            made.kind = span_kind::code;
            break;
        case MD_SPAN_A:
            made.kind = span_kind::link;
            made.url = text_of(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
            break;
        case MD_SPAN_IMG:
            made.kind = span_kind::link;
            made.url = text_of(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src);
            break;
        default:
            break;
        }
        std::vector<span>& siblings = here();
        if (spans_.size() >= nesting_limit) {
            spans_.push_back(spans_.back()); // too deep: what is inside joins the span around it
            return;
        }
        siblings.push_back(std::move(made));
        spans_.push_back(&siblings.back());
    }

    void leave(MD_SPANTYPE) {
        spans_.pop_back();
        end_bare_link();
    }

    void text(MD_TEXTTYPE type, std::string_view text) {
        if (blocks_.back()->kind == block_kind::code) {
            blocks_.back()->code += text;
            return;
        }
        switch (type) {
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR: // people press Enter where they want a new line
            here().push_back({.kind = span_kind::line_break});
            return;
        case MD_TEXT_ENTITY:
            add(decoded_entity(text));
            return;
        case MD_TEXT_NULLCHAR:
            add("\uFFFD");
            return;
        default:
            add(text);
            return;
        }
    }

  private:
    void open(block made) {
        block& parent = *blocks_.back();
        const bool container = parent.kind == block_kind::quote || parent.kind == block_kind::bullets ||
                               parent.kind == block_kind::numbers || parent.kind == block_kind::item ||
                               parent.kind == block_kind::table || parent.kind == block_kind::row;
        const bool nests = made.kind == block_kind::quote || made.kind == block_kind::bullets ||
                           made.kind == block_kind::numbers || made.kind == block_kind::item;
        if (blocks_.size() > 1 && (!container || (nests && blocks_.size() > nesting_limit))) {
            blocks_.push_back(&parent);
            return;
        }
        parent.children.push_back(std::move(made));
        blocks_.push_back(&parent.children.back());
    }

    // The text of a tight list's item comes without a paragraph around it; give it one, so that items hold blocks only.
    std::vector<span>& here() {
        if (!spans_.empty()) return spans_.back()->children;
        const block_kind kind = blocks_.back()->kind;
        if (kind != block_kind::paragraph && kind != block_kind::heading && kind != block_kind::cell) {
            open({});
            implied_ = true;
        }
        return blocks_.back()->spans;
    }

    void close_implied() {
        if (implied_) blocks_.pop_back();
        implied_ = false;
    }

    void add(std::string_view text) {
        if (!spans_.empty() && spans_.back()->kind == span_kind::code) {
            spans_.back()->text += text;
            return;
        }
        std::vector<span>& siblings = here();
        after_bracket_ =
            text.data() > source_.data() && text.data() <= source_.data() + source_.size() && text.data()[-1] == '<';
        if (siblings.empty() || siblings.back().kind != span_kind::text) siblings.push_back({});
        siblings.back().text += text;
    }

    // md4c lets a bare link run on into Chinese text. Such a link ends at the first character that is not ASCII; one in
    // <brackets> says itself where it ends.
    void end_bare_link() {
        std::vector<span>& siblings = here();
        if (siblings.empty() || siblings.back().kind != span_kind::link || after_bracket_) return;
        span& link = siblings.back();
        if (link.children.size() != 1 || link.children[0].text != link.url) return;
        const auto wide = std::find_if(link.url.begin(), link.url.end(), [](char c) { return (c & 0x80) != 0; });
        if (wide == link.url.end()) return;
        std::string rest(wide, link.url.end());
        link.url.erase(wide, link.url.end());
        link.children[0].text = link.url;
        siblings.push_back({.text = std::move(rest)});
    }

    [[nodiscard]] bool stands_behind_bracket(std::string_view text) const {
        const std::less<const char*> before; // md4c also hands out texts that lie outside the source
        return before(source_.data(), text.data()) && before(text.data(), source_.data() + source_.size()) &&
               text.data()[-1] == '<';
    }

    std::string_view source_;
    bool after_bracket_ = false; // the last text stood right behind a '<'
    block root_;
    std::vector<block*> blocks_{&root_};
    std::vector<span*> spans_;
    bool implied_ = false;
};

builder& self(void* data) {
    return *static_cast<builder*>(data);
}

// Counts down what is left of the characters; drops what lies beyond.
std::vector<span> cut(const std::vector<span>& spans, std::size_t& left) {
    std::vector<span> kept;
    for (const span& one : spans) {
        if (left == 0) break;
        span copy = one;
        copy.text = first_characters(one.text, left);
        left -= chat::count_characters(copy.text);
        if (one.kind == span_kind::line_break) --left;
        copy.children = cut(one.children, left);
        kept.push_back(std::move(copy));
    }
    return kept;
}

std::vector<block> cut(const std::vector<block>& blocks, std::size_t& left) {
    std::vector<block> kept;
    for (const block& one : blocks) {
        if (left == 0) break;
        block copy = one;
        copy.code = first_characters(one.code, left);
        left -= chat::count_characters(copy.code);
        copy.spans = cut(one.spans, left);
        copy.children = cut(one.children, left);
        if (one.kind == block_kind::rule) --left;
        kept.push_back(std::move(copy));
    }
    return kept;
}

std::size_t count(const std::vector<span>& spans) {
    std::size_t sum = 0;
    for (const span& one : spans) {
        sum += chat::count_characters(one.text) + count(one.children) + (one.kind == span_kind::line_break ? 1 : 0);
    }
    return sum;
}

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

void escape_line(std::string_view line, std::string& out) {
    static constexpr std::string_view special = "\\`*[]<>~|"; // wherever they stand
    static constexpr std::string_view opening = "#+-=";       // where they begin a line
    std::size_t at = 0;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9')
        ++at;
    if (at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')')) {
        out += line.substr(0, at); // "1." would start a list
        out += '\\';
        out += line[at++];
    } else {
        at = 0;
        if (!line.empty() && opening.find(line[0]) != std::string_view::npos) out += '\\', out += line[at++];
    }
    for (; at < line.size(); ++at) {
        const char c = line[at];
        const bool inside_word = at > 0 && at + 1 < line.size() && is_word(line[at - 1]) && is_word(line[at + 1]);
        if (special.find(c) != std::string_view::npos || (c == '_' && !inside_word) ||
            (c == '&' && looks_like_entity(line.substr(at)))) {
            out += '\\';
        }
        out += c;
    }
}

} // namespace

document parse(std::string_view source) {
    const std::string clean = repaired(source.substr(0, source_limit_bytes));
    builder made(clean);
    MD_PARSER callbacks{};
    callbacks.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS;
    callbacks.enter_block = [](MD_BLOCKTYPE type, void* detail, void* data) {
        return self(data).enter(type, detail), 0;
    };
    callbacks.leave_block = [](MD_BLOCKTYPE type, void*, void* data) { return self(data).leave(type), 0; };
    callbacks.enter_span = [](MD_SPANTYPE type, void* detail, void* data) { return self(data).enter(type, detail), 0; };
    callbacks.leave_span = [](MD_SPANTYPE type, void*, void* data) { return self(data).leave(type), 0; };
    callbacks.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
        return self(data).text(type, std::string_view(text, size)), 0;
    };
    md_parse(clean.data(), static_cast<MD_SIZE>(clean.size()), &callbacks, &made);
    return made.take();
}

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

document shortened(const document& whole, std::size_t characters) {
    return cut(whole, characters);
}

std::size_t count_characters(const document& whole) {
    std::size_t sum = 0;
    for (const block& one : whole) {
        sum += chat::count_characters(one.code) + count(one.spans) + count_characters(one.children) +
               (one.kind == block_kind::rule ? 1 : 0);
    }
    return sum;
}

document fitted(document whole, std::string_view note, const std::function<bool(const document&)>& fits) {
    if (fits(whole)) return whole;
    const auto with_note = [&](std::size_t characters) {
        document result = shortened(whole, characters);
        result.push_back({.spans = {{.text = std::string(note)}}});
        return result;
    };
    std::size_t good = 0, bad = count_characters(whole) + 1;
    while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        (fits(with_note(middle)) ? good : bad) = middle;
    }
    return with_note(good);
}

} // namespace adapters::chat::markdown
