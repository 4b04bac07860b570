#include "bot/config/reader.hpp"

#include "bot/config/files.hpp"
#include "bot/config/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace bot::config {

namespace {

constexpr std::size_t shown_value_bytes = 60;

std::string_view kind_of(const toml::node& node) {
    switch (node.type()) {
    case toml::node_type::table:
        return "a section";
    case toml::node_type::array:
        return "a list";
    case toml::node_type::string:
        return "a text in quotes";
    case toml::node_type::integer:
        return "a whole number";
    case toml::node_type::floating_point:
        return "a number with a point";
    case toml::node_type::boolean:
        return "true or false without quotes";
    default:
        return "a date or time";
    }
}

std::string shown(std::string_view text) {
    if (text.size() > shown_value_bytes) return fmt::format("a text of {} bytes", text.size());
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(text, control)) return "a text with control characters";
    return fmt::format("\"{}\"", text);
}

std::string expected_but(std::string_view expected, std::string_view found) {
    return fmt::format("expected {}, found {}", expected, found);
}

template <class Workspaces> // const or not
auto find_workspace(Workspaces& in, const workspace_name& name) -> decltype(in.data()) {
    const auto it =
        std::ranges::find_if(in, [&](const auto& one) { return one.platform == name.on && one.id == name.id; });
    return it == in.end() ? nullptr : &*it;
}

constexpr std::string_view a_workspace =
    R"(a workspace such as "slack:T024BE7LD", "dingtalk:ding0123" or "simulator:local")";

} // namespace

void reading::blame(const toml::source_region& where, std::string key, std::string message) {
    mistakes.push_back({file, where.begin.line, where.begin.column, std::move(key), std::move(message)});
}

table_reader::table_reader(reading& all, const toml::table* table, std::string name)
    : all_(all), table_(table), name_(std::move(name)) {}

bool table_reader::has(std::string_view key) const {
    return table_ != nullptr && table_->contains(key);
}

void table_reader::blame(const toml::node& node, std::string_view key, std::string message) {
    all_.blame(node.source(), fmt::format("{}.{}", name_, key), std::move(message));
}

void table_reader::blame(std::string_view key, std::string message) {
    if (const auto* node = table_ == nullptr ? nullptr : table_->get(key)) return blame(*node, key, std::move(message));
    const auto where = table_ == nullptr ? toml::source_region{} : table_->source();
    all_.blame(where, fmt::format("{}.{}", name_, key), std::move(message));
}

void table_reader::require(std::string_view key, std::string_view what) {
    if (!has(key)) blame(key, fmt::format("missing; expected {}", what));
}

const toml::node* table_reader::take(std::string_view key) {
    known_.emplace_back(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

void table_reader::finish() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
        if (std::ranges::find(known_, key.str()) != known_.end()) continue;
        const auto guess = nearest(key.str(), known_);
        all_.blame(key.source(), fmt::format("{}.{}", name_, key.str()),
                   guess.empty() ? fmt::format("unknown key; expected one of {}", fmt::join(known_, ", "))
                                 : fmt::format("unknown key; did you mean {}?", guess));
    }
}

const std::string* table_reader::text_of(const toml::node& node, std::string_view key, std::string_view expected) {
    if (const auto* found = node.as_string()) return &found->get();
    blame(node, key, expected_but(expected, kind_of(node)));
    return nullptr;
}

bool table_reader::list_of(std::string_view key, std::string_view expected, std::vector<located_text>& into) {
    const auto* node = take(key);
    if (node == nullptr) return false;
    const auto* list = node->as_array();
    if (list == nullptr) {
        blame(*node, key, fmt::format("expected a list [\"…\", …] of {}, found {}", expected, kind_of(*node)));
        return false;
    }
    for (const auto& element : *list) {
        if (const auto* text = text_of(element, key, "a text in quotes")) into.push_back({*text, &element});
    }
    return true;
}

std::filesystem::path table_reader::resolve(std::string_view text) const {
    return (all_.folder / std::filesystem::path(text)).lexically_normal();
}

void table_reader::flag(std::string_view key, bool& value) {
    const auto* node = take(key);
    if (node == nullptr) return;
    if (const auto* found = node->as_boolean()) {
        value = found->get();
    } else {
        blame(*node, key, expected_but("true or false", kind_of(*node)));
    }
}

void table_reader::text(std::string_view key, std::string& value, text_rule rule) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* found = text_of(*node, key, "a text in quotes");
    if (found == nullptr) return;
    if (const auto expected = rule(*found); !expected.empty())
        blame(*node, key, expected_but(expected, shown(*found)));
    else
        value = *found;
}

void table_reader::texts(std::string_view key, std::vector<std::string>& value, text_rule rule) {
    std::vector<located_text> found;
    if (!list_of(key, "texts", found)) return;
    value.clear();
    for (const auto& [text, node] : found) {
        if (const auto expected = rule(text); !expected.empty())
            blame(*node, key, expected_but(expected, shown(text)));
        else if (std::ranges::find(value, text) != value.end())
            blame(*node, key, fmt::format("{} is in the list twice", shown(text)));
        else
            value.push_back(text);
    }
}

void table_reader::rows(std::string_view key, std::vector<std::vector<std::string>>& value, text_rule rule) {
    const auto* node = take(key);
    if (node == nullptr) return;
    constexpr std::string_view expected = "a list of lists [[\"…\", \"…\"], …]";
    const auto* list = node->as_array();
    if (list == nullptr) return blame(*node, key, expected_but(expected, kind_of(*node)));
    value.clear();
    for (const auto& element : *list) {
        const auto* row = element.as_array();
        if (row == nullptr) {
            blame(element, key, expected_but(expected, kind_of(element)));
            continue;
        }
        std::vector<std::string> words;
        for (const auto& one : *row) {
            const auto* word = text_of(one, key, "a text in quotes");
            if (word == nullptr) continue;
            const auto has_it = [&](const auto& other) { return std::ranges::find(other, *word) != other.end(); };
            if (const auto wanted = rule(*word); !wanted.empty())
                blame(one, key, expected_but(wanted, shown(*word)));
            else if (has_it(words) || std::ranges::any_of(value, has_it))
                blame(one, key, fmt::format("{} is there twice", shown(*word)));
            else
                words.push_back(*word);
        }
        if (row->size() < 2)
            blame(element, key, expected_but("two words and more in a row", fmt::format("{}", row->size())));
        value.push_back(std::move(words));
    }
}

void table_reader::port(std::string_view key, std::uint16_t& value) {
    const auto* node = take(key);
    if (node == nullptr) return;
    constexpr std::string_view expected = "a whole number from 0 to 65535 (0: the system chooses)";
    const auto* found = node->as_integer();
    if (found == nullptr)
        blame(*node, key, expected_but(expected, kind_of(*node)));
    else if (found->get() < 0 || found->get() > 65535)
        blame(*node, key, expected_but(expected, std::to_string(found->get())));
    else
        value = static_cast<std::uint16_t>(found->get());
}

void table_reader::percent(std::string_view key, double& value) {
    const auto* node = take(key);
    if (node == nullptr) return;
    constexpr std::string_view expected = "a number from 0 to 100";
    const auto found = node->is_number() ? node->value<double>() : std::nullopt;
    if (!found)
        blame(*node, key, expected_but(expected, kind_of(*node)));
    else if (!(*found >= 0 && *found <= 100)) // also refuses nan
        blame(*node, key, expected_but(expected, fmt::format("{}", *found)));
    else
        value = *found;
}

void table_reader::number(std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto expected = fmt::format("a whole number from {} to {}", least, most);
    const auto* found = node->as_integer();
    if (found == nullptr)
        blame(*node, key, expected_but(expected, kind_of(*node)));
    else if (found->get() < least || found->get() > most)
        blame(*node, key, expected_but(expected, std::to_string(found->get())));
    else
        value = found->get();
}

void table_reader::duration(std::string_view key, std::chrono::seconds& value, std::chrono::seconds least,
                            std::chrono::seconds most) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto expected =
        fmt::format("a duration in quotes from \"{}\" to \"{}\" (units: s, m, h, d)", to_text(least), to_text(most));
    const auto* text = text_of(*node, key, expected);
    if (text == nullptr) return;
    const auto found = parse_duration(*text);
    if (!found || *found < least || *found > most)
        blame(*node, key, expected_but(expected, shown(*text)));
    else
        value = *found;
}

void table_reader::path(std::string_view key, std::filesystem::path& value, path_rule rule) {
    if (const auto* node = take(key)) {
        const auto* text = text_of(*node, key, "the path of a file in quotes");
        if (text == nullptr) return;
        const auto nul = text->find('\0') != std::string::npos;
        if (text->empty() || nul || text->front() == ':') // ":memory:" is not a file
            return blame(*node, key, expected_but("the path of a file", shown(*text)));
        value = resolve(*text);
        if (rule == path_rule::database) return;
        if (auto why = why_not_readable(value, rule == path_rule::private_file); !why.empty())
            blame(*node, key, std::move(why));
    } else if (!value.empty()) {
        value = resolve(value.string()); // a default means the same as when it is written out
    }
}

void table_reader::speaks(std::string_view key, language& value) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* text = text_of(*node, key, R"("zh" or "en")");
    if (text == nullptr) return;
    for (const auto one : {language::zh, language::en}) {
        if (*text == to_string(one)) {
            value = one;
            return;
        }
    }
    blame(*node, key, expected_but(R"("zh" or "en")", shown(*text)));
}

void table_reader::workspaces(std::string_view key, std::vector<workspace_settings>& value) {
    std::vector<located_text> found;
    if (!list_of(key, "workspaces", found)) return;
    if (found.empty()) blame(key, fmt::format("the list is empty; expected {}", a_workspace));
    for (const auto& [text, node] : found) {
        const auto name = parse_workspace(text);
        if (!name)
            blame(*node, key, expected_but(a_workspace, shown(text)));
        else if (find_workspace(value, *name) != nullptr)
            blame(*node, key, fmt::format("{} is in the list twice", shown(text)));
        else
            value.push_back({name->on, name->id, {}});
    }
}

void table_reader::workspace(std::string_view key, group_settings& value) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* text = text_of(*node, key, a_workspace);
    if (text == nullptr) return;
    if (const auto name = parse_workspace(*text)) {
        value.platform = name->on;
        value.workspace = name->id;
    } else {
        blame(*node, key, expected_but(a_workspace, shown(*text)));
    }
}

void table_reader::workspace_members(std::string_view key, std::vector<workspace_settings>& value,
                                     std::vector<std::string> workspace_settings::*list) {
    std::vector<located_text> found;
    if (!list_of(key, "member ids", found)) return;
    for (const auto& [text, node] : found) {
        // An id means one person inside one workspace only, so among several it must say which.
        const auto slash = text.find('/');
        const auto name = parse_workspace(text.substr(0, slash));
        const bool full = slash != std::string::npos && name;
        auto* const home = full ? find_workspace(value, *name) : (value.size() == 1 ? value.data() : nullptr);
        const auto id = full ? text.substr(slash + 1) : text;
        if (full && home == nullptr) {
            blame(*node, key, fmt::format("{} is not one of this community's workspaces", to_text(*name)));
        } else if (home == nullptr) {
            if (!value.empty()) // no workspace at all is blamed already
                blame(*node, key,
                      expected_but("workspace/member such as \"slack:T024BE7LD/U012AB3CD\", because this community has "
                                   "several workspaces",
                                   shown(text)));
        } else if (const auto expected = id_rule(home->platform)(id); !expected.empty()) {
            blame(*node, key, expected_but(expected, shown(id)));
        } else if (std::ranges::find(home->*list, id) != (home->*list).end()) {
            blame(*node, key, fmt::format("{} is in the list twice", shown(text)));
        } else {
            (home->*list).push_back(id);
        }
    }
}

void table_reader::group_members(std::string_view key, group_settings& value,
                                 std::vector<std::string> group_settings::*list) {
    texts(key, value.*list, id_rule(value.platform));
}

void table_reader::group_id(std::string_view key, group_settings& value) {
    text(key, value.id, id_rule(value.platform));
}

} // namespace bot::config
