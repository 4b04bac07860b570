// One Markdown source, read once with md4c into a small tree; each platform's renderer walks the tree and writes what
// its clients show. CommonMark with tables, strike-through and bare links; raw HTML is text. Pure.
//
// The tree is bounded: the source is cut at source_limit_bytes, and nesting beyond nesting_limit joins its parent.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::chat::markdown {

inline constexpr std::size_t source_limit_bytes = 64 * 1024; // an answer that long is read by nobody
inline constexpr std::size_t nesting_limit = 12;             // lists in quotes in lists; deeper is unreadable in a chat

enum class span_kind { text, code, bold, italic, strike, link, line_break };

struct span {
    span_kind kind = span_kind::text;
    std::string text{};           // text, code
    std::string url{};            // link (an image is a link to it); any scheme, the renderer decides
    std::vector<span> children{}; // bold, italic, strike, link

    bool operator==(const span&) const = default;
};

enum class block_kind { paragraph, heading, quote, bullets, numbers, item, code, rule, table, row, cell };

struct block {
    block_kind kind = block_kind::paragraph;
    int number = 0;                // heading: level 1 to 6; numbers: the first number
    bool tight = false;            // bullets, numbers: no blank lines between items
    std::string code{};            // code: its lines, without the last line feed
    std::string language{};        // code: as written after the fence
    std::vector<span> spans{};     // paragraph, heading, cell
    std::vector<block> children{}; // quote, bullets and numbers (items), item, table (rows), row (cells)

    bool operator==(const block&) const = default;
};

using document = std::vector<block>;

[[nodiscard]] document parse(std::string_view source);

// Markdown that shows exactly this plain text: what members wrote goes through here before it becomes part of a
// message. Line breaks stay, leading blanks of lines do not.
[[nodiscard]] std::string from_plain(std::string_view plain);

// The words of spans without any marks, on one line.
[[nodiscard]] std::string plain_text(const std::vector<span>& spans);

// The first `characters` code points of text of the document; whole blocks and spans, so it stays well-formed.
[[nodiscard]] document shortened(const document& whole, std::size_t characters);
// The same beginning, and what is left of the document: both well-formed.
struct halves {
    document first, rest;
};
[[nodiscard]] halves split(const document& whole, std::size_t characters);
[[nodiscard]] std::size_t count_characters(const document& whole);

// The longest beginning of the document, followed by `note` as a paragraph, that `fits`; the document itself when that
// fits.
[[nodiscard]] document fitted(document whole, std::string_view note, const std::function<bool(const document&)>& fits);

} // namespace adapters::chat::markdown
