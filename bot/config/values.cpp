#include "bot/config/values.hpp"

#include "bot/config/nearest.hpp"
#include "knowledge/text/synonyms.hpp"

#include <arpa/inet.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace bot::config {

namespace {

constexpr std::size_t line_limit_bytes = 200;        // a name or an id; the longest real ones are DingTalk's, 64
constexpr std::size_t paragraphs_limit_bytes = 4000; // leaves room under the platforms' limits for one message

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_ip(std::string_view text) {
    const std::string copy(text);
    std::array<unsigned char, sizeof(in6_addr)> buffer{};
    return inet_pton(AF_INET, copy.c_str(), buffer.data()) == 1 ||
           inet_pton(AF_INET6, copy.c_str(), buffer.data()) == 1;
}

// Host and what follows it: "host", "host:8080", "[::1]:8080". False when it is not one.
bool split_host(std::string_view text, std::string_view& host) {
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return false;
        host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
        if (host.find(':') == std::string_view::npos || !is_ip(host)) return false;
    } else {
        host = text.substr(0, text.find(':'));
        rest = text.substr(host.size());
        const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; };
        if (host.empty() || host.starts_with('.') || host.starts_with('-') || !std::ranges::all_of(host, allowed))
            return false;
    }
    if (rest.empty()) return true;
    unsigned port = 0;
    const auto* end = rest.data() + rest.size();
    const auto [stop, error] = std::from_chars(rest.data() + 1, end, port);
    return rest.front() == ':' && error == std::errc{} && stop == end && port >= 1 && port <= 65535;
}

std::string slack_id(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); };
    if (!text.empty() && text.size() <= line_limit_bytes && std::ranges::all_of(text, allowed)) return {};
    return "a Slack id of capital letters and digits such as \"U012AB3CD\" or \"C024BE91L\" (not a name)";
}

} // namespace

std::string one_line(std::string_view text) {
    const bool blank_around = text.empty() || text.front() == ' ' || text.back() == ' ';
    if (!blank_around && text.size() <= line_limit_bytes && std::ranges::none_of(text, is_control)) return {};
    return fmt::format("a text on one line, without blanks around it, of 1 to {} bytes", line_limit_bytes);
}

std::string one_line_or_nothing(std::string_view text) {
    return text.empty() ? std::string{} : one_line(text);
}

std::string paragraphs_or_nothing(std::string_view text) {
    const auto refused = [](char c) { return is_control(c) && c != '\n' && c != '\t'; };
    if (text.size() <= paragraphs_limit_bytes && std::ranges::none_of(text, refused)) return {};
    return fmt::format("a text of at most {} bytes without control characters", paragraphs_limit_bytes);
}

std::string ip_address(std::string_view text) {
    return is_ip(text) ? std::string{} : "an IP address such as \"127.0.0.1\", \"0.0.0.0\" or \"::\"";
}

std::string log_level(std::string_view text) {
    for (const auto* level : {"error", "warning", "info", "debug"}) {
        if (text == level) return {};
    }
    return R"("error", "warning", "info" or "debug")";
}

std::string slack_id_or_nothing(std::string_view text) {
    return text.empty() ? std::string{} : slack_id(text);
}

std::string api_url(std::string_view text) {
    constexpr std::string_view https = "https://", http = "http://";
    const bool secure = text.starts_with(https);
    if (secure || text.starts_with(http)) {
        const auto rest = text.substr(secure ? https.size() : http.size());
        const auto authority = rest.substr(0, rest.find('/'));
        const auto bad_in_path = [](char c) { return is_control(c) || c == ' ' || c == '?' || c == '#' || c == '@'; };
        std::string_view host;
        if (split_host(authority, host) && std::ranges::none_of(rest, bad_in_path) && (secure || is_loopback(host)))
            return {};
    }
    return "an address such as \"https://host/path\" without user, query or fragment (http:// only for a loopback "
           "host)";
}

std::string api_url_or_nothing(std::string_view text) {
    return text.empty() ? std::string{} : api_url(text);
}

std::string plain_name(std::string_view text) {
    const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
    if (!text.empty() && text.size() <= line_limit_bytes && std::ranges::all_of(text, allowed)) return {};
    return "a name of letters, digits, - and _";
}

std::string emoji_or_nothing(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-' || c == '+' || c == '\'';
    };
    if (text.size() <= line_limit_bytes && std::ranges::all_of(text, allowed)) return {};
    return "the name of an emoji such as \"white_check_mark\", without colons";
}

std::string host_and_port(std::string_view text) {
    // Plain HTTP to this machine is for stand-ins of the platform.
    constexpr std::string_view plain = "http://";
    const bool for_tests = text.starts_with(plain);
    if (for_tests) text.remove_prefix(plain.size());
    std::string_view host;
    return split_host(text, host) && (!for_tests || is_loopback(host))
               ? std::string{}
               : "a host such as \"oapi.dingtalk.com\", or host:port, without https://";
}

std::string host_pattern(std::string_view text) {
    const auto host = text.substr(text.starts_with("*.") ? 2 : 0);
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.'; };
    // "*.com" would let every host of a country or a trade in.
    const bool enough = host.size() == text.size() || host.find('.') != std::string_view::npos;
    if (!host.empty() && host.front() != '.' && host.front() != '-' && enough && std::ranges::all_of(host, allowed))
        return {};
    return "a host in small letters such as \"wss.example.com\", or \"*.slack.com\" for every host below slack.com";
}

std::string http_or_socket(std::string_view text) {
    return text == "http" || text == "socket" ? std::string{} : R"("http" or "socket")";
}

std::string http_or_stream(std::string_view text) {
    return text == "http" || text == "stream" ? std::string{} : R"("http" or "stream")";
}

std::string synonym(std::string_view text) {
    if (auto expected = one_line(text); !expected.empty()) return expected;
    return knowledge::text::wrong_synonym(text);
}

std::string time_zone(std::string_view text) {
    try {
        static_cast<void>(date::locate_zone(text));
        return {};
    } catch (const std::runtime_error&) {
        std::vector<std::string> names;
        try {
            for (const auto& zone : date::get_tzdb().zones)
                names.push_back(zone.name());
        } catch (const std::runtime_error& missing) {
            return fmt::format("a time zone, and the system has no time zone database (install tzdata): {}",
                               missing.what());
        }
        const auto guess = nearest(text, names);
        return "an IANA time zone such as \"Asia/Shanghai\"" +
               (guess.empty() ? std::string{} : fmt::format(" (did you mean \"{}\"?)", guess));
    }
}

std::string hours_or_nothing(std::string_view text) {
    return text.empty() || parse_hours(text) ? std::string{} : R"(hours such as "22:00-08:00")";
}

std::optional<hours> parse_hours(std::string_view text) {
    const auto two_digits = [&text](std::size_t at) -> std::optional<int> {
        if (!is_digit(text[at]) || !is_digit(text[at + 1])) return std::nullopt;
        return (text[at] - '0') * 10 + (text[at + 1] - '0');
    };
    constexpr std::size_t length = 11;
    if (text.size() != length || text[2] != ':' || text[5] != '-' || text[8] != ':') return std::nullopt;
    const auto h1 = two_digits(0), m1 = two_digits(3), h2 = two_digits(6), m2 = two_digits(9);
    if (!h1 || !m1 || !h2 || !m2 || *h1 > 23 || *h2 > 23 || *m1 > 59 || *m2 > 59) return std::nullopt;
    const hours read{std::chrono::minutes(*h1 * 60 + *m1), std::chrono::minutes(*h2 * 60 + *m2)};
    if (read.from == read.to) return std::nullopt;
    return read;
}

text_rule id_rule(adapters::chat::platform on) {
    return on == adapters::chat::platform::slack ? slack_id : one_line;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ip(host));
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    constexpr std::int64_t limit = 1'000'000'000; // no product below overflows
    std::int64_t count = 0;
    const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || unit + 1 != text.data() + text.size() || count < 0 || count > limit)
        return std::nullopt;
    switch (*unit) {
    case 's':
        return std::chrono::seconds{count};
    case 'm':
        return std::chrono::minutes{count};
    case 'h':
        return std::chrono::hours{count};
    case 'd':
        return std::chrono::hours{24 * count};
    default:
        return std::nullopt;
    }
}

std::string to_text(std::chrono::seconds value) {
    const auto count = value.count();
    if (count != 0 && count % 86400 == 0) return fmt::format("{}d", count / 86400);
    if (count != 0 && count % 3600 == 0) return fmt::format("{}h", count / 3600);
    if (count != 0 && count % 60 == 0) return fmt::format("{}m", count / 60);
    return fmt::format("{}s", count);
}

std::optional<workspace_name> parse_workspace(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto on = adapters::chat::platform_from(text.substr(0, colon));
    const auto id = text.substr(colon + 1);
    // A slash separates the member in "slack:T1/U1", so no workspace may contain one.
    if (!on || !id_rule(*on)(id).empty() || id.find('/') != std::string_view::npos) return std::nullopt;
    return workspace_name{*on, std::string(id)};
}

std::optional<group_name> parse_group(std::string_view text) {
    const auto slash = text.find('/'); // ids of DingTalk's groups may have another one
    if (slash == std::string_view::npos) return std::nullopt;
    auto home = parse_workspace(text.substr(0, slash));
    const auto id = text.substr(slash + 1);
    if (!home || !id_rule(home->on)(id).empty()) return std::nullopt;
    return group_name{std::move(*home), std::string(id)};
}

std::string group_or_nothing(std::string_view text) {
    if (text.empty() || parse_group(text)) return {};
    return "a group with its workspace, such as \"slack:T024BE7LD/C0ABCDEF\"";
}

std::string to_text(const workspace_name& name) {
    return fmt::format("{}:{}", to_string(name.on), name.id);
}

} // namespace bot::config
