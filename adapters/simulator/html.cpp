#include "adapters/simulator/html.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"

#include <algorithm>

namespace adapters::simulator {

namespace md = chat::markdown;

namespace {

bool may_link(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
}

std::string element(std::string_view tag, std::string_view inside, std::string_view attributes = {}) {
    std::string out = "<" + std::string(tag);
    out += attributes;
    out += '>';
    out += inside;
    return out + "</" + std::string(tag) + '>';
}

std::string render(const std::vector<md::span>& spans) {
    std::string out;
    for (const auto& one : spans) {
        switch (one.kind) {
        case md::span_kind::text:
            out += chat::html(one.text);
            break;
        case md::span_kind::code:
            out += element("code", chat::html(one.text));
            break;
        case md::span_kind::bold:
            out += element("strong", render(one.children));
            break;
        case md::span_kind::italic:
            out += element("em", render(one.children));
            break;
        case md::span_kind::strike:
            out += element("del", render(one.children));
            break;
        case md::span_kind::line_break:
            out += "<br>";
            break;
        case md::span_kind::link:
            out += may_link(one.url)
                       ? element("a", render(one.children),
                                 " href=\"" + chat::html(one.url) + "\" rel=\"noopener noreferrer\" target=\"_blank\"")
                       : render(one.children);
            break;
        }
    }
    return out;
}

std::string render(const std::vector<md::block>& blocks);

std::string render(const md::block& block) {
    switch (block.kind) {
    case md::block_kind::paragraph:
        return element("p", render(block.spans));
    case md::block_kind::heading:
        return element("h" + std::to_string(std::clamp(block.number, 1, 6)), render(block.spans));
    case md::block_kind::quote:
        return element("blockquote", render(block.children));
    case md::block_kind::bullets:
        return element("ul", render(block.children));
    case md::block_kind::numbers:
        return element("ol", render(block.children),
                       block.number == 1 ? "" : " start=\"" + std::to_string(block.number) + '"');
    case md::block_kind::item:
        return element("li", render(block.children));
    case md::block_kind::code:
        return element("pre", element("code", chat::html(block.code)));
    case md::block_kind::rule:
        return "<hr>";
    case md::block_kind::table:
        return element("table", render(block.children));
    case md::block_kind::row:
        return element("tr", render(block.children));
    case md::block_kind::cell:
        return element("td", render(block.spans));
    }
    return {};
}

std::string render(const std::vector<md::block>& blocks) {
    std::string out;
    for (const auto& one : blocks)
        out += render(one);
    return out;
}

} // namespace

std::string to_html(std::string_view markdown) {
    return render(md::parse(markdown));
}

} // namespace adapters::simulator
