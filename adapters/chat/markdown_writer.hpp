// Writes a Markdown tree as text in some platform's dialect. What blocks have in common (order, lists, quotes, tables
// as lines, rules) is here; what the dialects differ in is asked of them. Made for adapters/<platform>/render.cpp.
#pragma once

#include "adapters/chat/markdown.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::chat::markdown {

class dialect {
  public:
    virtual ~dialect() = default;

    [[nodiscard]] virtual std::string paragraph(const std::vector<span>& spans) const = 0;
    [[nodiscard]] virtual std::string heading(const block& heading) const = 0;
    [[nodiscard]] virtual std::string code(const block& code) const = 0;
    // The first row of a table.
    [[nodiscard]] virtual std::string head_row(const std::vector<block>& cells) const = 0;
    // What a list's item begins with …
    [[nodiscard]] virtual std::string bullet() const = 0;
    // … and what its other lines begin with, so that they stay below it.
    [[nodiscard]] virtual std::string inset(std::string_view bullet) const = 0;
    [[nodiscard]] virtual std::string line_break() const = 0;
};

[[nodiscard]] std::string write(const document& whole, const dialect& how);
[[nodiscard]] std::string write(const block& one,
                                const dialect& how); // of a document they stand apart, the empty ones left out

// The cells of a row in one line.
[[nodiscard]] std::string joined(const std::vector<std::string>& cells);
// `first` before the first line, `others` before each that follows.
[[nodiscard]] std::string prefixed(std::string_view text, std::string_view first, std::string_view others);

} // namespace adapters::chat::markdown
