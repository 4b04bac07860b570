#include "bot/conversation/own_words.hpp"

#include "bot/config/nearest.hpp"
#include "bot/conversation/commands.hpp"
#include "bot/conversation/texts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <compare>
#include <optional>
#include <vector>

namespace bot::conversation {

namespace {

constexpr std::size_t longest_bytes = 2000; // leaves room for what is put in

// "{name}", or "{name:one/many}": a word that goes by a number.
struct argument {
    std::string name;
    bool forms = false;

    auto operator<=>(const argument&) const = default;
};

std::optional<argument> read_argument(std::string_view inside) {
    const auto colon = inside.find(':');
    const auto name = inside.substr(0, colon);
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    if (name.empty() || !std::ranges::all_of(name, allowed)) return std::nullopt;
    if (colon == std::string_view::npos) return argument{std::string(name)};
    const auto forms = inside.substr(colon + 1);
    if (forms.find('/') == std::string_view::npos || forms.find('{') != std::string_view::npos) return std::nullopt;
    return argument{std::string(name), true};
}

// What stands in braces; nullopt when a brace stands alone. "{{" and "}}" are braces that are said.
std::optional<std::vector<argument>> arguments(std::string_view form) {
    std::vector<argument> found;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] != '{' && form[at] != '}') continue;
        if (at + 1 < form.size() && form[at + 1] == form[at]) {
            ++at;
            continue;
        }
        const auto end = form.find('}', at);
        if (form[at] == '}' || end == std::string_view::npos) return std::nullopt;
        auto one = read_argument(form.substr(at + 1, end - at - 1));
        if (!one) return std::nullopt;
        found.push_back(*std::move(one));
        at = end;
    }
    return found;
}

// What a text of the catalogue takes, each once; an argument with forms also without.
std::vector<argument> taken_by(text which) {
    std::vector<argument> known;
    for (const auto speaks : {config::language::zh, config::language::en}) {
        for (auto& one : arguments(catalogue(which, speaks)).value_or(std::vector<argument>()))
            known.push_back(std::move(one));
    }
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    return known;
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
    if (!used)
        return "a brace stands alone; write {{ and }} for braces that are said, {name} for what is put in, "
               "{name:one/many} for a word that goes by a number";
    const auto which = text_of(key);
    const auto known = which ? taken_by(*which) : std::vector<argument>();
    for (const auto& one : *used) {
        if (std::ranges::find(known, one) != known.end()) continue;
        if (known.empty()) return fmt::format("{{{}}} is not known here; nothing is put into this text", one.name);
        if (one.forms && std::ranges::find(known, one.name, &argument::name) != known.end())
            return fmt::format("{{{}}} takes no forms in this text", one.name);
        std::vector<std::string> names;
        for (const auto& other : known)
            if (!other.forms) names.push_back(other.name);
        return fmt::format("{{{}}} is not known here; this text takes {{{}}}", one.name, fmt::join(names, "}, {"));
    }
    return {};
}

} // namespace bot::conversation
