#include "bot/conversation/reference.hpp"

#include <array>
#include <charconv>

namespace bot::conversation {

std::string to_string(const reference& what) {
    std::array<char, 16> digits{}; // 64 bits are 13 digits
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), what.question.value, 36).ptr;
    std::string text = "q" + std::string(digits.data(), end);
    if (what.place != 0) text += ":" + std::to_string(what.place);
    return text;
}

std::optional<reference> reference_from(std::string_view text) {
    if (!text.starts_with('q')) return std::nullopt;
    const std::string whole(text);
    text.remove_prefix(1);
    const auto colon = text.find(':');
    const auto number = text.substr(0, colon);
    reference found;
    const auto id = std::from_chars(number.data(), number.data() + number.size(), found.question.value, 36);
    if (id.ec != std::errc() || id.ptr != number.data() + number.size()) return std::nullopt;
    if (colon != std::string_view::npos) {
        const auto place = text.substr(colon + 1);
        const auto read = std::from_chars(place.data(), place.data() + place.size(), found.place);
        if (read.ec != std::errc() || read.ptr != place.data() + place.size()) return std::nullopt;
    }
    // Neither "q-5" nor other spellings: "Q5", "q05", "q5:0".
    if (found.question.value <= 0 || to_string(found) != whole) return std::nullopt;
    return found;
}

} // namespace bot::conversation
