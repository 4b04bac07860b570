// Secrets: what the file says is where they are, never what they are.
#include "bot/config/reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace bot::config {

void table_reader::refuse_inline_secret(std::string_view key, bool list) {
    // Also the singular of a list, which is how people write it first.
    for (const auto& name : {std::string(key), list ? std::string(key.substr(0, key.size() - 1)) : std::string{}}) {
        if (name.empty() || !has(name)) continue;
        known_.push_back(name); // answered here, so finish() says nothing about it
        blame(name, fmt::format("a secret does not belong in this file; name an environment variable with {0}_env or a "
                                "file with {0}_file, and change the secret if others could read it here",
                                key));
    }
}

void table_reader::fetch(const toml::node& node, std::string_view key, fetched_secret fetched,
                         std::vector<secret>& into) {
    if (auto* value = std::get_if<secret>(&fetched))
        into.push_back(std::move(*value));
    else
        blame(node, key, std::get<std::string>(std::move(fetched)));
}

void table_reader::hidden(std::string_view key, secret& value, bool needed) {
    one_secret(key, value, needed, absent::is_a_mistake);
}

void table_reader::hidden_if_named(std::string_view key, secret& value, bool in_use) {
    one_secret(key, value, in_use, absent::is_fine);
}

void table_reader::one_secret(std::string_view key, secret& value, bool fetched, absent what) {
    const auto env = fmt::format("{}_env", key), file = fmt::format("{}_file", key);
    const auto *env_node = take(env), *file_node = take(file);
    refuse_inline_secret(key, false);
    if (env_node != nullptr && file_node != nullptr)
        blame(file, fmt::format("{} and {} are both there; expected one of them", env, file));
    const auto* env_text = env_node == nullptr ? nullptr : text_of(*env_node, env, "the name of a variable in quotes");
    const auto* file_text = file_node == nullptr ? nullptr : text_of(*file_node, file, "the path of a file in quotes");
    if (!fetched || all_.wanted == secrets::not_needed) return;
    if (what == absent::is_a_mistake && env_node == nullptr && file_node == nullptr && !has(key))
        blame(key, fmt::format("missing; name an environment variable with {} or a file with {}", env, file));
    std::vector<secret> found;
    if (env_text != nullptr) fetch(*env_node, env, secret_from_environment(*env_text, all_.lookup), found);
    if (file_text != nullptr) fetch(*file_node, file, secret_from_file(resolve(*file_text)), found);
    if (!found.empty()) value = std::move(found.front());
}

void table_reader::hidden_list(std::string_view key, std::vector<secret>& value, bool needed) {
    const auto env = fmt::format("{}_env", key), file = fmt::format("{}_file", key);
    std::vector<located_text> variables, files;
    const bool any_env = list_of(env, "names of environment variables", variables);
    const bool any_file = list_of(file, "paths of files", files);
    refuse_inline_secret(key, true);
    if (!needed || all_.wanted == secrets::not_needed) return;
    const auto singular = key.substr(0, key.size() - 1);
    if ((any_env || any_file) && variables.empty() && files.empty())
        blame(any_env ? env : file, "the list is empty; expected at least one secret");
    else if (!has(env) && !has(file) && !has(key) && !has(singular))
        blame(key, fmt::format("missing; name environment variables with {} = [\"…\"] or files with {} = [\"…\"]", env,
                               file));
    for (const auto& [text, node] : variables)
        fetch(*node, env, secret_from_environment(text, all_.lookup), value);
    for (const auto& [text, node] : files)
        fetch(*node, file, secret_from_file(resolve(text)), value);
}

} // namespace bot::config
