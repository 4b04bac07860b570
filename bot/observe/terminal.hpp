// What the program knows about the terminal it writes to, and how wide text is there.
#pragma once

#include "bot/config/environment.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bot::observe {

enum class stream { out, err };

bool is_terminal(stream which);
std::size_t terminal_columns(stream which); // 80 when it is no terminal or does not tell

enum class colour_choice { automatic, always, never };

// Whether to colour what goes to a stream: as chosen; automatic means on a terminal, unless NO_COLOR is set and not
// empty (no-color.org) or TERM is "dumb".
bool wants_colour(bool terminal, colour_choice choice, const config::environment& lookup);

// Columns that `text` takes: Chinese characters and emoji take two, combining marks none, a byte that is no UTF-8 one.
std::size_t display_width(std::string_view text);

// Outside text for a terminal: on one line, without anything a terminal obeys (escapes, controls, direction marks; each
// run of them becomes one blank), bytes that are no UTF-8 as "?".
std::string printable(std::string_view text);

// `text` in at most `columns` columns, cut with "…" when it does not fit.
std::string fitted(std::string_view text, std::size_t columns);

} // namespace bot::observe
