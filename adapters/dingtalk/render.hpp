// Markdown as the subset DingTalk's clients show: headings, quotes, bold, italic, links and lists. Pure.
//
// What they lack is degraded: code blocks are quoted lines (fences show on desktops only), tables lines of cells,
// images links, strike-through plain text. HTML is shown, not run: desktops would render it, even in code. Text cannot
// mention: an '@' in it is followed by a zero-width space, except in code and mail addresses, where people copy it.
// (Mentioning takes at.atUserIds as well, which only ever names the asker.)
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace adapters::dingtalk {

// Shortened with a note at the end until it `fits`.
[[nodiscard]] std::string render(
    std::string_view markdown,
    const std::function<bool(std::string_view)>& fits = [](std::string_view) { return true; });

// One line of plain text for conversation lists, which show no Markdown.
[[nodiscard]] std::string render_title(std::string_view title);

} // namespace adapters::dingtalk
