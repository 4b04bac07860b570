#include "bot/conversation/reference.hpp"

#include "bot/conversation/short_number.hpp"

#include <charconv>
#include <system_error>

namespace bot::conversation {

std::string to_string(const reference& what) {
    std::string text = "q" + short_number(what.question.value);
    if (what.place != 0) text += ":" + std::to_string(what.place);
    return text;
}

std::optional<reference> reference_from(std::string_view text) {
    if (!text.starts_with('q')) return std::nullopt;
    const auto whole = text;
    text.remove_prefix(1);
    const auto colon = text.find(':');
    const auto id = from_short_number(text.substr(0, colon));
    if (!id) return std::nullopt;
    reference found{.question = {*id}};
    if (colon != std::string_view::npos) {
        const auto place = text.substr(colon + 1);
        const auto read = std::from_chars(place.data(), place.data() + place.size(), found.place);
        if (read.ec != std::errc() || read.ptr != place.data() + place.size()) return std::nullopt;
    }
    if (to_string(found) != whole) return std::nullopt; // "q5:0", "q5:02"
    return found;
}

} // namespace bot::conversation
