#include "bot/observe/log.hpp"
#include "bot/observe/utf8.hpp"

#include <fmt/format.h>

#include <iterator>

namespace bot::observe {

std::string log_text(std::string_view outside, std::size_t limit) {
    std::string out = "\"";
    for (std::size_t characters = 0; !outside.empty() && characters < limit; ++characters) {
        const auto [code, bytes] = first_character(outside);
        const auto piece = outside.substr(0, bytes);
        outside.remove_prefix(bytes);
        if (code == '\n')
            out += "\\n";
        else if (code == '"' || code == '\\')
            out.append("\\").append(piece);
        else if (code < 0 || (code < 0x80 && is_unsafe(code)))
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(piece.front()));
        else if (is_unsafe(code))
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
        else
            out += piece;
    }
    out += '"';
    if (!outside.empty()) fmt::format_to(std::back_inserter(out), "…+{}", outside.size());
    return out;
}

} // namespace bot::observe
