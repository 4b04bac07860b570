#include "bot/conversation/own_words.hpp"

#include "bot/config/nearest.hpp"
#include "bot/conversation/commands.hpp"
#include "bot/conversation/texts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace bot::conversation {

namespace {

constexpr std::size_t longest_bytes = 2000; // leaves room for what is put in

// The names in braces; nullopt when a brace stands alone. "{{" and "}}" are braces that are said.
std::optional<std::vector<std::string>> arguments(std::string_view form) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] != '{' && form[at] != '}') continue;
        if (at + 1 < form.size() && form[at + 1] == form[at]) {
            ++at;
            continue;
        }
        const auto end = form.find('}', at);
        if (form[at] == '}' || end == std::string_view::npos) return std::nullopt;
        const auto name = form.substr(at + 1, end - at - 1);
        const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
        if (name.empty() || !std::ranges::all_of(name, allowed)) return std::nullopt;
        found.emplace_back(name);
        at = end;
    }
    return found;
}

// Said by a button for its member and read as a command.
bool is_read_back(std::string_view key) {
    return key.starts_with("says_");
}

} // namespace

std::string unknown_text(std::string_view key) {
    if (is_read_back(key)) return "this text is read back as a command and stays as it is";
    if (text_of(key)) return {};
    std::vector<std::string> all;
    for (int at = 0; !key_of(static_cast<text>(at)).empty(); ++at) {
        if (const auto name = key_of(static_cast<text>(at)); !is_read_back(name)) all.emplace_back(name);
    }
    for (const auto& one : commands()) {
        auto name = help_key(one);
        if (name == key) return {};
        all.push_back(std::move(name));
    }
    const auto guess = config::nearest(key, all);
    return guess.empty() ? fmt::format("there is no such text; there are {}", fmt::join(all, ", "))
                         : fmt::format("there is no such text; did you mean {}?", guess);
}

std::string wrong_words(std::string_view key, std::string_view words) {
    if (words.empty() || words.size() > longest_bytes)
        return fmt::format("expected a text of 1 to {} bytes", longest_bytes);
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; };
    if (std::ranges::any_of(words, control)) return "expected a text without control characters";
    const auto used = arguments(words);
    if (!used) return "a brace stands alone; write {{ and }} for braces that are said, {name} for what is put in";
    std::vector<std::string> known;
    if (const auto which = text_of(key)) {
        for (const auto speaks : {config::language::zh, config::language::en}) {
            for (auto& name : arguments(catalogue(*which, speaks)).value_or(std::vector<std::string>()))
                known.push_back(std::move(name));
        }
        std::ranges::sort(known);
        known.erase(std::unique(known.begin(), known.end()), known.end());
    }
    for (const auto& name : *used) {
        if (std::ranges::find(known, name) != known.end()) continue;
        return known.empty()
                   ? fmt::format("{{{}}} is not known here; nothing is put into this text", name)
                   : fmt::format("{{{}}} is not known here; this text takes {{{}}}", name, fmt::join(known, "}, {"));
    }
    return {};
}

} // namespace bot::conversation
