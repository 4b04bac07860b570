#include "bot/conversation/typing_mistake.hpp"

#include "adapters/chat/text.hpp"
#include "bot/config/nearest.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/commands.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

constexpr std::size_t short_latin = 4; // letters

// A name in Latin letters as somebody may have typed it, and what follows it.
struct halves {
    std::string typed;
    std::string_view rest;
};

bool swapped(std::string_view a, std::string_view b) {
    std::string sorted_a(a), sorted_b(b);
    std::ranges::sort(sorted_a);
    std::ranges::sort(sorted_b);
    return sorted_a == sorted_b;
}

// As many words as the name has. No word of a command is longer than twenty letters.
std::optional<halves> split_latin(std::string_view text, std::string_view name) {
    constexpr std::size_t longest = 60;
    std::string typed;
    auto words = std::ranges::count(name, ' ') + 1;
    std::size_t at = 0;
    for (; words > 0; --words) {
        while (at < text.size() && chat::is_blank(text[at]))
            ++at;
        if (!typed.empty()) typed += ' ';
        const auto begin = at;
        while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z')))
            ++at;
        if (begin == at || at > longest) return std::nullopt;
        typed += text.substr(begin, at - begin);
    }
    return halves{lower(typed), text.substr(at)};
}

bool another_form(std::string_view typed, std::string_view name) {
    if (!typed.starts_with(name.substr(0, name.size() - 1))) return false;
    constexpr std::array<std::string_view, 8> endings{"s", "es", "d", "ed", "r", "er", "ing", "ly"};
    const auto stem = name.ends_with('e') ? name.substr(0, name.size() - 1) : name;
    return std::ranges::any_of(endings, [&](std::string_view ending) {
        return typed == std::string(name) + std::string(ending) || typed == std::string(stem) + std::string(ending);
    });
}

bool one_doubled(std::string_view typed, std::string_view name) {
    for (std::size_t i = 0; i + 1 < typed.size(); ++i) {
        if (typed[i] == typed[i + 1] && std::string(typed.substr(0, i)) + std::string(typed.substr(i + 1)) == name)
            return true;
    }
    return false;
}

bool near_latin(std::string_view typed, std::string_view name, bool arguments) {
    constexpr std::size_t long_name = 8;
    constexpr std::size_t most_slips = 2;
    if (typed.size() > name.size() + most_slips || name.size() > typed.size() + most_slips) return false;
    if (another_form(typed, name)) return false;
    const auto found = config::slips(typed, name);
    if (name.size() == short_latin) {
        return found == 1 && (swapped(typed, name) || typed.size() < name.size() || one_doubled(typed, name));
    }
    return found > 0 && found <= (name.size() >= long_name || arguments ? most_slips : 1U);
}

// Names in Han letters have three bytes a letter, and so has what is near one. Most texts are no command, and this sees
// them all with every name: it stops at the third difference and builds nothing.
constexpr std::size_t han_bytes = 3;

bool begins_with_han(std::string_view text, std::size_t bytes) {
    if (text.size() < bytes) return false;
    for (std::size_t at = 0; at < bytes; at += han_bytes)
        if ((static_cast<unsigned char>(text[at]) & 0xF0) != 0xE0) return false;
    return true;
}

bool near_han(std::string_view typed, std::string_view rest, std::string_view name, audience who) {
    std::array<std::size_t, 2> differs{};
    std::size_t wrong = 0;
    const auto letter = [](std::string_view of, std::size_t at) { return of.substr(at, han_bytes); };
    for (std::size_t at = 0; at < name.size(); at += han_bytes) {
        if (letter(typed, at) == letter(name, at)) continue;
        if (wrong == differs.size()) return false;
        differs[wrong++] = at;
    }
    const auto letters = name.size() / han_bytes;
    if (letters < 2) return false;
    // "怎么办" is not "怎么用", nor "帮忙" "帮助"; a moderator who says 撤消 alone does not ask something.
    if (wrong == 1) {
        const bool ends_right = differs[0] + han_bytes < name.size();
        return letters > 3 || who == audience::moderators || (letters == 3 && ends_right) ||
               !chat::trimmed(rest).empty();
    }
    return wrong == 2 && letter(typed, differs[0]) == letter(name, differs[1]) &&
           letter(typed, differs[1]) == letter(name, differs[0]);
}

// What follows something near the name; nothing where nothing near is there. Nobody slips at the first letter of a
// name, and one of three Latin letters is any word.
std::optional<std::string_view> behind_near(std::string_view text, std::string_view name, audience who) {
    if (static_cast<unsigned char>(name.front()) < 0x80) {
        if (name.size() < short_latin || (text.front() | 0x20) != name.front()) return std::nullopt;
        const auto found = split_latin(text, name);
        if (!found || !near_latin(found->typed, name, !chat::trimmed(found->rest).empty())) return std::nullopt;
        return found->rest;
    }
    if (!begins_with_han(text, name.size())) return std::nullopt;
    const auto rest = text.substr(name.size());
    return near_han(text.substr(0, name.size()), rest, name, who) ? std::optional(rest) : std::nullopt;
}

} // namespace

std::optional<mistyped> typing_mistake(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const bool latin = static_cast<unsigned char>(text.front()) < 0x80;
    for (const auto& one : commands()) {
        for (const auto name : latin ? one.names.en : one.names.zh) {
            const auto rest = behind_near(text, name, one.who);
            if (rest && one.read(*rest)) return mistyped{&one, name};
        }
    }
    return std::nullopt;
}

} // namespace bot::conversation
