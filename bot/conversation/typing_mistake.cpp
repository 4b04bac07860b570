#include "bot/conversation/typing_mistake.hpp"

#include "adapters/chat/text.hpp"
#include "bot/config/values.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/commands.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

constexpr std::size_t short_latin = 4; // letters

// The name as somebody may have typed it, and what follows it.
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
    if (another_form(typed, name)) return false;
    const auto found = config::slips(typed, name);
    if (name.size() == short_latin) {
        return found == 1 && (swapped(typed, name) || typed.size() < name.size() || one_doubled(typed, name));
    }
    return found > 0 && found <= (name.size() >= long_name || arguments ? 2U : 1U);
}

std::optional<halves> split_han(std::string_view text, std::string_view name) {
    const auto typed = chat::first_characters(text, chat::count_characters(name));
    if (typed.size() != name.size()) return std::nullopt; // Han characters are three bytes all
    return halves{std::string(typed), text.substr(typed.size())};
}

// Character by character, as `typed` and `name` have equally many. Most texts are no command, and this sees them all
// with every name: it stops at the third difference and builds nothing.
bool near_han(std::string_view typed, std::string_view name, bool arguments, audience who) {
    struct difference {
        std::string_view typed, meant;
    };
    std::array<difference, 2> differences{};
    std::size_t wrong = 0, count = 0;
    difference last;
    while (!name.empty()) {
        last = {chat::first_characters(typed, 1), chat::first_characters(name, 1)};
        typed.remove_prefix(last.typed.size());
        name.remove_prefix(last.meant.size());
        ++count;
        if (last.typed == last.meant) continue;
        if (wrong == differences.size()) return false;
        differences[wrong++] = last;
    }
    if (count < 2) return false;
    // "怎么办" is not "怎么用", nor "帮忙" "帮助"; a moderator who says 撤消 alone does not ask something.
    if (wrong == 1)
        return arguments || count > 3 || who == audience::moderators || (count == 3 && last.typed == last.meant);
    return wrong == 2 && differences[0].typed == differences[1].meant && differences[1].typed == differences[0].meant;
}

// Whether it may be near at all: nobody slips at the first letter of a name, and one of three letters is any word.
bool begins_alike(std::string_view text, std::string_view name) {
    return name.size() >= short_latin && lower(text.substr(0, 1)) == name.substr(0, 1);
}

} // namespace

std::optional<mistyped> typing_mistake(std::string_view text) {
    text = chat::trimmed(text);
    const bool latin = !text.empty() && static_cast<unsigned char>(text.front()) < 0x80;
    for (const auto& one : commands()) {
        for (const auto name : latin ? one.names.en : one.names.zh) {
            if (latin && !begins_alike(text, name)) continue;
            const auto found = latin ? split_latin(text, name) : split_han(text, name);
            if (!found) continue;
            const bool arguments = !chat::trimmed(found->rest).empty();
            const bool near =
                latin ? near_latin(found->typed, name, arguments) : near_han(found->typed, name, arguments, one.who);
            if (near && one.read(found->rest)) return mistyped{&one, name};
        }
    }
    return std::nullopt;
}

} // namespace bot::conversation
