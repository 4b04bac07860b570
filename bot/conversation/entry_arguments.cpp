#include "bot/conversation/entry_arguments.hpp"

#include "adapters/chat/text.hpp"
#include "bot/conversation/command_arguments.hpp"

#include <string>

namespace bot::conversation {

namespace {

bool is_empty(std::string_view rest) {
    return adapters::chat::trimmed(rest).empty();
}

// One entry and nothing else; nothing at all is read where `or_nothing`.
struct one_entry {
    bool read = false;
    std::optional<entry_name> name;
};
one_entry only_entry(std::string_view rest) {
    if (is_empty(rest)) return {.read = true, .name = {}};
    const auto found = leading_entry(rest);
    if (!found || !found->rest.empty()) return {};
    return {.read = true, .name = found->name};
}

template <bool away>
std::optional<request> read_put(std::string_view rest) {
    auto found = only_entry(rest);
    if (!found.read) return std::nullopt;
    return put_entry{.which = std::move(found.name), .away = away};
}

} // namespace

std::optional<request> read_show_entry(std::string_view rest) {
    // The name of the command is the word that says an entry follows.
    const auto said = "entry " + std::string(adapters::chat::trimmed(rest));
    const auto found = leading_entry(said);
    const bool number = found && found->name.id.find_first_of("0123456789") != std::string::npos;
    if (!number || !found->rest.empty()) return std::nullopt;
    return show_entry{found->name};
}

std::optional<request> read_retire(std::string_view rest) {
    return read_put<true>(rest);
}

std::optional<request> read_restore(std::string_view rest) {
    return read_put<false>(rest);
}

std::optional<request> read_edit_entry(std::string_view rest) {
    const auto found = leading_entry(rest);
    if (!found) return std::nullopt;
    return edit_entry{.which = found->name, .answer = std::string(found->rest)};
}

std::optional<request> read_join(std::string_view rest) {
    const auto first = leading_entry(rest);
    if (!first) return std::nullopt;
    auto between = first->rest;
    for (const std::string_view word : {"into ", "with ", "to ", "到", "并入", "和", "与"}) {
        if (!between.starts_with(word)) continue;
        between.remove_prefix(word.size());
        break;
    }
    const auto second = leading_entry(between);
    if (!second || !second->rest.empty()) return std::nullopt;
    return join_entries{.merged = first->name, .survivor = second->name};
}

std::optional<request> read_part(std::string_view rest) {
    const auto found = only_entry(rest);
    if (!found.name) return std::nullopt;
    return part_entries{*found.name};
}

std::optional<request> read_correct(std::string_view rest) {
    auto found = only_entry(rest);
    if (!found.read) return std::nullopt;
    return correct_posts{std::move(found.name)};
}

std::optional<request> read_canonical(std::string_view rest) {
    if (is_empty(rest)) return keep_canonical{};
    if (const auto target = leading_number(rest); target && target->rest.empty())
        return keep_canonical{.number = target->number, .question = {}};
    // "标准版是什么" asks something; the question stands apart from the word.
    const bool apart = adapters::chat::is_blank(rest.front()) || rest.starts_with(':') || rest.starts_with("：");
    if (!apart) return std::nullopt;
    auto words = adapters::chat::trimmed(rest);
    for (const std::string_view colon : {":", "："})
        if (words.starts_with(colon)) words.remove_prefix(colon.size());
    words = adapters::chat::trimmed(words);
    if (words.empty()) return keep_canonical{};
    return keep_canonical{.number = {}, .question = adapters::chat::one_line(words)};
}

} // namespace bot::conversation
