#include "bot/conversation/texts.hpp"

#include "bot/conversation/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::conversation {

namespace {

// The name of an enumerator, which the compiler puts into the name of a function made for it: "… which = text::help]".
// What is none appears as a number in a cast, "(bot::conversation::text)300".
template <text which>
constexpr std::string_view name_of() {
    const std::string_view all = __PRETTY_FUNCTION__;
    auto name = all.substr(all.find("which = ") + std::string_view("which = ").size());
    name = name.substr(0, name.find_first_of(";]"));
    return name.starts_with('(') ? std::string_view() : name.substr(name.rfind(':') + 1);
}

constexpr std::size_t most_texts = 512;

template <std::size_t... at>
constexpr std::array<std::string_view, sizeof...(at)> names(std::index_sequence<at...>) {
    return {name_of<static_cast<text>(at)>()...};
}

constexpr auto keys = names(std::make_index_sequence<most_texts>());
static_assert(keys[0] == "answer_title" && keys.back().empty());

} // namespace

std::string_view catalogue(text which, const config::voice& speaks) {
    const bool zh = speaks.in == config::language::zh;
    if (speaks.own) {
        if (const auto own = speaks.own->find(key_of(which)); own != speaks.own->end()) {
            const auto& words = zh ? own->second.zh : own->second.en;
            if (!words.empty()) return words;
        }
    }
    const auto forms = wordings_of(which);
    return zh ? forms.zh : forms.en;
}

std::string_view key_of(text which) {
    const auto at = static_cast<std::size_t>(which);
    return at < keys.size() ? keys[at] : std::string_view();
}

std::optional<text> text_of(std::string_view key) {
    const auto found = std::ranges::find(keys, key);
    if (key.empty() || found == keys.end()) return std::nullopt;
    return static_cast<text>(found - keys.begin());
}

} // namespace bot::conversation
