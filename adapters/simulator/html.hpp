// Markdown as HTML for the page of the simulator group. Whatever the Markdown holds, the result is only our own tags
// with escaped text in them, and links to http, https or mailto. Pure.
#pragma once

#include <string>
#include <string_view>

namespace adapters::simulator {

[[nodiscard]] std::string to_html(std::string_view markdown);

} // namespace adapters::simulator
