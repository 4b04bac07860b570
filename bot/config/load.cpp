#include "bot/config/load.hpp"

#include "adapters/net/seal.hpp"
#include "bot/config/community_reader.hpp"
#include "bot/config/files.hpp"
#include "bot/config/nearest.hpp"
#include "bot/config/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace bot::config {

namespace {

using adapters::chat::platform;

constexpr std::uintmax_t file_limit_bytes = 1 << 20; // some ten thousand groups; more is not a configuration

class file_reader {
  public:
    file_reader(reading& all, const toml::table& root) : all_(all), root_(root) {}

    settings read();

  private:
    const toml::table* section(std::string_view name);
    void unknown_sections();
    static void check_server(table_reader& reader);
    static void check_dingtalk(table_reader& reader, const dingtalk_settings& value);
    void check_slack(table_reader& reader, const slack_settings& value);
    void check_simulator(table_reader& reader, const simulator_settings& value);
    void custom_robots(table_reader& reader, dingtalk_settings& into);
    void check_platforms();
    [[nodiscard]] bool enabled(platform which) const;

    reading& all_;
    const toml::table& root_;
    settings value_;
};

settings file_reader::read() {
    each_section(value_, [this](std::string_view name, auto keys, auto& part) {
        table_reader reader(all_, section(name), std::string(name));
        keys(reader, part);
        using part_type = std::remove_reference_t<decltype(part)>;
        if constexpr (std::is_same_v<part_type, server_settings>) check_server(reader);
        if constexpr (std::is_same_v<part_type, dingtalk_settings>) {
            check_dingtalk(reader, part);
            custom_robots(reader, part);
        }
        if constexpr (std::is_same_v<part_type, slack_settings>) check_slack(reader, part);
        if constexpr (std::is_same_v<part_type, simulator_settings>) check_simulator(reader, part);
        reader.finish();
    });
    community_reader(all_, value_).read(root_);
    check_platforms();
    unknown_sections();
    return std::move(value_);
}

const toml::table* file_reader::section(std::string_view name) {
    const auto* node = root_.get(name);
    if (node == nullptr) return nullptr;
    if (const auto* table = node->as_table()) return table;
    const bool doubled = node->is_array_of_tables();
    all_.blame(node->source(), std::string(name),
               fmt::format("expected the section [{}]{}", name, doubled ? " once, in single brackets" : ""));
    return nullptr;
}

void file_reader::unknown_sections() {
    std::vector<std::string> sections{std::string(community_section)};
    settings defaults;
    each_section(defaults, [&](std::string_view name, auto, auto&) { sections.emplace_back(name); });
    for (const auto& [key, node] : root_) {
        if (std::ranges::find(sections, key.str()) != sections.end()) continue;
        const auto guess = nearest(key.str(), sections);
        const std::string_view what =
            node.is_table() || node.is_array_of_tables() ? "section" : "key outside a section";
        all_.blame(key.source(), std::string(key.str()),
                   guess.empty()
                       ? fmt::format("unknown {}; expected one of the sections {}", what, fmt::join(sections, ", "))
                       : fmt::format("unknown {}; did you mean the section {}?", what, guess));
    }
}

void file_reader::check_server(table_reader& reader) {
    if (reader.has("tls_key") == reader.has("tls_certificate")) return;
    reader.blame(reader.has("tls_key") ? "tls_key" : "tls_certificate",
                 "tls_certificate and tls_key belong together; expected both or none");
}

void file_reader::check_slack(table_reader& reader, const slack_settings& value) {
    if (!value.enabled) return;
    const auto has_secret = [&](const std::string& key) {
        return reader.has(key + "_env") || reader.has(key + "_file") || reader.has(key);
    };
    const bool installable = value.is_installable();
    constexpr std::string_view together =
        "client_id, client_secret, token_key and redirect_url belong together; expected all of them or none";
    for (const std::string key : {"client_secret", "token_key"}) {
        if (!installable && has_secret(key))
            reader.blame(reader.has(key + "_env") ? key + "_env" : key + "_file", std::string(together));
    }
    if (installable == value.redirect_url.empty())
        reader.blame(installable ? "client_id" : "redirect_url", std::string(together));
    if (all_.wanted == secrets::not_needed) return;
    if (!installable && !has_secret("bot_token"))
        reader.blame("bot_token", "missing; name an environment variable with bot_token_env or a file with "
                                  "bot_token_file");
    if (!value.token_key.empty() && !adapters::net::seal_key_from_base64(value.token_key.reveal()))
        reader.blame(reader.has("token_key_env") ? "token_key_env" : "token_key_file",
                     "the key is not base64 of 32 bytes; make one with: openssl rand -base64 32");
}

void file_reader::check_simulator(table_reader& reader, const simulator_settings& value) {
    if (value.enabled && !value.beyond_loopback && !is_loopback(value_.server.address))
        reader.blame("enabled", fmt::format("whoever reaches {} could speak as any member, moderators too; bind "
                                            "server.address to 127.0.0.1 or set simulator.beyond_loopback = true",
                                            value_.server.address));
    std::vector<std::string> ids;
    for (const auto& name : value.members) {
        auto id = simulator_member_id(name);
        if (std::ranges::find(ids, id) != ids.end())
            reader.blame("members", fmt::format("two members would have the id \"{}\"", id));
        ids.push_back(std::move(id));
    }
    if (value.members.empty()) reader.blame("members", "the list is empty; expected at least one name");
}

void file_reader::check_dingtalk(table_reader& reader, const dingtalk_settings& value) {
    if (value.by_stream() && value.client_id.empty())
        reader.blame("client_id", "missing; mode = \"stream\" needs the app's Client ID (AppKey)");
    if (!value.client_id.empty() && value.robot_code.empty())
        reader.blame("client_id", "OpenAPI also needs the robot's code; set dingtalk.robot_code");
    if (!value.card_template.empty() && value.client_id.empty())
        reader.blame("card_template", "cards are sent by OpenAPI; set dingtalk.client_id");
    if (!value.card_template.empty() && value.card_callback_url.empty() && !value.by_stream())
        reader.blame("card_template",
                     "in mode \"http\" nobody would hear when a card is pressed; set dingtalk.card_callback_url");
    if (!value.card_callback_url.empty() && value.card_template.empty())
        reader.blame("card_callback_url", "there are no cards to press on; set dingtalk.card_template");
}

void file_reader::custom_robots(table_reader& reader, dingtalk_settings& into) {
    const auto* node = reader.take(custom_robot_section);
    if (node == nullptr) return;
    const auto name = fmt::format("dingtalk.{}", custom_robot_section);
    const auto* list = node->as_array();
    if (list == nullptr)
        return all_.blame(node->source(), name, "expected [[dingtalk.custom_robot]], in double brackets");
    for (const auto& element : *list) {
        const auto* table = element.as_table();
        if (table == nullptr) {
            all_.blame(element.source(), name, "expected [[dingtalk.custom_robot]], in double brackets");
            continue;
        }
        table_reader robot(all_, table, name);
        custom_robot_settings read;
        custom_robot_keys(robot, read);
        robot.require("name", "what `qunda announce dingtalk:NAME` calls it");
        const bool twice = !read.name.empty() && std::ranges::any_of(into.custom_robots, [&](const auto& other) {
            return other.name == read.name;
        });
        if (twice) robot.blame("name", fmt::format("there is another custom robot called \"{}\"", read.name));
        robot.finish();
        into.custom_robots.push_back(std::move(read));
    }
}

bool file_reader::enabled(platform which) const {
    switch (which) {
    case platform::slack:
        return value_.slack.enabled;
    case platform::dingtalk:
        return value_.dingtalk.enabled;
    case platform::simulator:
        return value_.simulator.enabled;
    }
    return false;
}

void file_reader::check_platforms() {
    // Where a community has no workspace, that is blamed already and nothing can be said about the platforms.
    const auto homeless = [](const community_settings& one) { return one.workspaces.empty(); };
    if (value_.communities.empty() || std::ranges::any_of(value_.communities, homeless)) return;
    for (const auto which : {platform::slack, platform::dingtalk, platform::simulator}) {
        const auto name = std::string(to_string(which));
        const auto lives_there = [&](const community_settings& one) {
            return std::ranges::any_of(one.workspaces, [&](const auto& at) { return at.platform == which; });
        };
        const bool used = std::ranges::any_of(value_.communities, lives_there);
        table_reader reader(all_, root_.get_as<toml::table>(name), name);
        if (enabled(which) && !used)
            reader.blame("enabled",
                         fmt::format("{0} is enabled, but no community has a workspace \"{0}:…\", so nothing "
                                     "from there would be answered",
                                     name));
        else if (enabled(which) && which == platform::dingtalk && !value_.dingtalk.corp_id.empty() &&
                 !value_.names(which, value_.dingtalk.corp_id))
            reader.blame("corp_id",
                         fmt::format("only messages of this organisation are taken, but no community has the "
                                     "workspace \"dingtalk:{}\"",
                                     value_.dingtalk.corp_id));
        else if (enabled(which) && which == platform::simulator &&
                 !value_.group(which, simulator_workspace, simulator_group))
            reader.blame("enabled", fmt::format("the practice group is \"{}\" in workspace \"simulator:{}\", and no "
                                                "community answers there",
                                                simulator_group, simulator_workspace));
        if (used && !root_.contains(name))
            all_.blame(root_.get(community_section)->source(), std::string(community_section),
                       fmt::format("a community has a workspace \"{0}:…\", but there is no section [{0}]; expected one "
                                   "that says enabled = true (or false, to keep it off)",
                                   name));
    }
}

} // namespace

loaded parse(std::string_view text, const std::filesystem::path& file, const environment& lookup, secrets wanted) {
    reading all{file.string(), file.parent_path(), lookup, wanted, {}};
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        all.blame(error.source(), {}, fmt::format("not TOML: {}", error.description()));
        return std::move(all.mistakes);
    }
    auto value = file_reader(all, root).read();
    if (all.mistakes.empty()) return value;
    std::ranges::stable_sort(all.mistakes, {}, [](const mistake& one) { return std::tie(one.line, one.column); });
    return std::move(all.mistakes);
}

loaded load(const std::filesystem::path& file, const environment& lookup, secrets wanted) {
    const auto [text, trouble] = read_small_file(file, false, file_limit_bytes);
    if (!trouble.empty()) return std::vector{mistake{file.string(), 0, 0, {}, trouble}};
    return parse(text, file, lookup, wanted);
}

} // namespace bot::config
