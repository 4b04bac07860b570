#include "bot/conversation/language_asked_in.hpp"

#include <variant>

namespace bot::conversation {

config::language language_of(std::string_view text, config::language usual) {
    bool latin = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        // U+3400 to U+9FFF and the Han letters beyond U+20000, by their first bytes in UTF-8.
        const auto second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
        const bool han = (lead == 0xE3 && second >= 0x90) || (lead >= 0xE4 && lead <= 0xE9) ||
                         (lead == 0xF0 && second >= 0xA0 && second <= 0xB3);
        if (han) return config::language::zh;
        latin = latin || (lead >= 'a' && lead <= 'z') || (lead >= 'A' && lead <= 'Z');
        at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }
    return latin ? config::language::en : usual;
}

config::language language_asked_in(const adapters::chat::happening& what, config::language usual) {
    if (const auto* said = std::get_if<adapters::chat::incoming>(&what)) return language_of(said->text, usual);
    if (const auto* changed = std::get_if<adapters::chat::edit>(&what)) return language_of(changed->text, usual);
    return usual;
}

} // namespace bot::conversation
