#include "bot/conversation/typing_mistake.hpp"

#include "adapters/chat/text.hpp"
#include "bot/config/values.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/commands.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

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
    constexpr std::size_t short_name = 4, long_name = 8;
    if (name.size() < short_name || typed.front() != name.front() || another_form(typed, name)) return false;
    const auto found = config::slips(typed, name);
    if (name.size() == short_name) {
        return found == 1 && (swapped(typed, name) || typed.size() < name.size() || one_doubled(typed, name));
    }
    return found > 0 && found <= (name.size() >= long_name || arguments ? 2U : 1U);
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> all;
    while (!text.empty()) {
        all.push_back(chat::first_characters(text, 1));
        text.remove_prefix(all.back().size());
    }
    return all;
}

std::optional<halves> split_han(std::string_view text, std::string_view name) {
    const auto typed = chat::first_characters(text, chat::count_characters(name));
    if (typed.size() != name.size()) return std::nullopt; // Han characters are three bytes all
    return halves{std::string(typed), text.substr(typed.size())};
}

bool near_han(std::string_view typed, std::string_view name, bool arguments, audience who) {
    auto a = characters(typed), b = characters(name);
    if (a.size() < 2 || a == b) return false;
    const auto wrong = std::ranges::count_if(a, [&, i = 0U](std::string_view one) mutable { return one != b[i++]; });
    // "怎么办" is not "怎么用", nor "帮忙" "帮助"; a moderator who says 撤消 alone does not ask something.
    if (wrong == 1)
        return arguments || a.size() > 3 || who == audience::moderators || (a.size() == 3 && a.back() == b.back());
    std::ranges::sort(a);
    std::ranges::sort(b);
    return wrong == 2 && a == b;
}

} // namespace

std::optional<mistyped> typing_mistake(std::string_view text) {
    const bool latin = !text.empty() && static_cast<unsigned char>(text.front()) < 0x80;
    for (const auto& one : commands()) {
        for (const auto name : latin ? one.names.en : one.names.zh) {
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
