#include "adapters/chat/markdown.hpp"

#include "adapters/chat/text.hpp"

#include <md4c.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace adapters::chat::markdown {
namespace {

std::string utf8(std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return "\uFFFD";
    if (code < 0x20 || code == 0x7F) return " "; // a control or a line break by the back door
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
        spans_.clear();
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
        spans_.clear();
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
            spans_.push_back({type, spans_.back().made}); // too deep: what is inside joins the span around it
            return;
        }
        siblings.push_back(std::move(made));
        spans_.push_back({type, &siblings.back()});
    }

    void leave(MD_SPANTYPE type) {
        // md4c 0.4.8 closes what it never opened when a mark's partner lies in a link's target: "![p](a~b)c~".
        const auto opened =
            std::find_if(spans_.rbegin(), spans_.rend(), [&](const open_span& one) { return one.type == type; });
        if (opened == spans_.rend()) return;
        spans_.erase(std::prev(opened.base()), spans_.end());
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
        if (!spans_.empty()) return spans_.back().made->children;
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
        if (!spans_.empty() && spans_.back().made->kind == span_kind::code) {
            spans_.back().made->text += text;
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
    struct open_span {
        MD_SPANTYPE type;
        span* made;
    };
    std::vector<open_span> spans_;
    bool implied_ = false;
};

builder& self(void* data) {
    return *static_cast<builder*>(data);
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

} // namespace adapters::chat::markdown
