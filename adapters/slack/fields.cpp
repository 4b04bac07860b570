#include "adapters/slack/fields.hpp"

#include "adapters/chat/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace adapters::slack {

using chat::json_object;

namespace {

constexpr std::size_t delivery_id_limit = 128;
constexpr char home_ends = ':';

} // namespace

std::optional<chat::timestamp> time_of(std::string_view ts) {
    const std::size_t dot = ts.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot > 12 || ts.size() != dot + 7) return std::nullopt;
    std::int64_t seconds = 0, micros = 0;
    const auto number = [&](std::string_view digits, std::int64_t& value) {
        const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        return plain && std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
    };
    if (!number(ts.substr(0, dot), seconds) || !number(ts.substr(dot + 1), micros)) return std::nullopt;
    return chat::timestamp(std::chrono::milliseconds(seconds * 1000 + micros / 1000));
}

bool is_passing(std::string_view error) {
    static constexpr std::array<std::string_view, 6> passing{"ratelimited", "rate_limited",    "internal_error",
                                                             "fatal_error", "request_timeout", "service_unavailable"};
    return std::find(passing.begin(), passing.end(), error) != passing.end();
}

std::string id(const json_object& from, std::string_view key) {
    const std::string_view text = from.text(key);
    if (!chat::is_plain_id(text)) from.refuse(key);
    return std::string(text);
}

std::string message_ts(const json_object& from, std::string_view key) {
    const std::string_view text = from.text(key);
    if (!time_of(text)) from.refuse(key);
    return std::string(text);
}

std::string message_ts_or_nothing(const json_object& from, std::string_view key) {
    const std::string_view text = from.text_or(key, "");
    if (!text.empty() && !time_of(text)) from.refuse(key);
    return std::string(text);
}

bool mentions(std::string_view raw_text, std::string_view user) {
    const std::string mention = "<@" + std::string(user);
    for (std::size_t at = 0; !user.empty() && (at = raw_text.find(mention, at)) != std::string_view::npos;) {
        at += mention.size(); // "<@U12>" begins like "<@U1"
        if (at < raw_text.size() && (raw_text[at] == '>' || raw_text[at] == '|')) return true;
    }
    return false;
}

bool is_delivery_id(std::string_view text) {
    return !text.empty() && text.size() <= delivery_id_limit &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::string member_id(std::string_view user, std::string_view home, std::string_view workspace) {
    if (user.empty() || home.empty() || home == workspace) return std::string(user);
    return std::string(home) + home_ends + std::string(user);
}

bool is_outsider(std::string_view member) {
    return member.find(home_ends) != std::string_view::npos;
}

std::string_view user_of(std::string_view member) {
    const std::size_t split = member.find(home_ends);
    if (split != std::string_view::npos) {
        if (!chat::is_plain_id(member.substr(0, split))) return {};
        member.remove_prefix(split + 1);
    }
    return chat::is_plain_id(member) ? member : std::string_view{};
}

} // namespace adapters::slack
