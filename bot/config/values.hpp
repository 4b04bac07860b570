// What single values look like in the file and which ones are allowed. Pure, except that time_zone() reads the system's
// time zone database.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot::config {

// A rule gives "" for a value it accepts, otherwise what was expected: "an IP address such as 127.0.0.1 or ::". The
// reader adds what was found.
using text_rule = std::string (*)(std::string_view);

std::string one_line(std::string_view text); // not empty, no control characters, no blanks around it, 200 bytes at most
std::string one_line_or_nothing(std::string_view text);
std::string paragraphs_or_nothing(std::string_view text); // control characters except newline and tab are refused
std::string ip_address(std::string_view text);
std::string log_level(std::string_view text);
std::string slack_id_or_nothing(std::string_view text);
// https:// with a host and perhaps port and path; http:// for loopback hosts only, because tokens travel with it.
std::string api_url(std::string_view text);
std::string api_url_or_nothing(std::string_view text);
std::string plain_name(std::string_view text);       // letters, digits, '-' and '_': typed on the command line
std::string emoji_or_nothing(std::string_view text); // "white_check_mark", without colons
std::string host_and_port(std::string_view text);    // "oapi.dingtalk.com", "127.0.0.1:8081"
std::string host_pattern(std::string_view text);     // "wss.example.com", "*.slack.com"
std::string http_or_socket(std::string_view text);
std::string http_or_stream(std::string_view text);
std::string synonym(std::string_view text);   // a word that texts can be searched for
std::string time_zone(std::string_view text); // an IANA name the system knows

std::string hours_or_nothing(std::string_view text); // "22:00-08:00"

// "22:00-08:00" as times after midnight; `to` may lie before `from`, over midnight. nullopt for anything else.
struct hours {
    std::chrono::minutes from, to;

    bool operator==(const hours&) const = default;
};
std::optional<hours> parse_hours(std::string_view text);

// What an id of a group or a member on this platform must look like.
text_rule id_rule(adapters::chat::platform on);

bool is_loopback(std::string_view host_or_address);

// "90s", "10m", "1h", "2d": a whole number and its unit.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
std::string to_text(std::chrono::seconds value); // the way back, with the largest unit that fits

// "slack:T024BE7LD" as its two parts; nullopt when the platform is unknown or the id is missing.
struct workspace_name {
    adapters::chat::platform on;
    std::string id;

    bool operator==(const workspace_name&) const = default;
};
std::optional<workspace_name> parse_workspace(std::string_view text);
// "slack:T024BE7LD/C0ABC": a group with its workspace.
struct group_name {
    workspace_name home;
    std::string id;

    bool operator==(const group_name&) const = default;
};
std::optional<group_name> parse_group(std::string_view text);
std::string group_or_nothing(std::string_view text);
std::string to_text(const workspace_name& name);

} // namespace bot::config
