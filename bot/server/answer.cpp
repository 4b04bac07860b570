#include "bot/server/answer.hpp"

#include "adapters/net/ascii.hpp"

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bot::server {

namespace {

constexpr std::array<std::string_view, 7> ours{"connection",   "content-length",         "content-type",     "date",
                                               "x-request-id", "x-content-type-options", "transfer-encoding"};

bool clean(std::string_view value) {
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// "Sun, 06 Nov 1994 08:49:37 GMT", in no locale but HTTP's own.
std::string worded(std::chrono::sys_seconds now) {
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(now - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

// Worded once a second, however many answers leave in it.
const std::string& date_of(std::chrono::sys_seconds now) {
    thread_local std::chrono::sys_seconds of = std::chrono::sys_seconds::min();
    thread_local std::string date;
    if (now != std::exchange(of, now)) date = worded(now);
    return date;
}

std::string number(std::size_t value) {
    return fmt::format_int(value).str();
}

} // namespace

std::string to_wire(const response& answer, const answer_circumstances& around) {
    const auto status = boost::beast::http::int_to_status(static_cast<unsigned>(answer.status));
    const auto reason = boost::beast::http::obsolete_reason(status);
    const bool without_body = answer.status == 204 || answer.status == 304;

    std::string wire;
    wire.reserve(512 + answer.body.size());
    const auto line = [&wire](std::string_view name, std::string_view value) {
        wire.append(name).append(": ").append(value).append("\r\n");
    };
    wire.append("HTTP/1.1 ").append(number(static_cast<std::size_t>(answer.status))).append(" ");
    wire.append(reason.data(), reason.size()).append("\r\n");
    line("Date", date_of(around.now));
    if (!without_body) {
        if (!answer.content_type.empty() && clean(answer.content_type)) line("Content-Type", answer.content_type);
        line("Content-Length", number(answer.body.size()));
    }
    bool says_how_to_cache = false;
    for (const auto& [name, value] : answer.headers) {
        const auto lowered = adapters::net::lower(name);
        if (!is_name(name) || !clean(value) || std::find(ours.begin(), ours.end(), lowered) != ours.end()) continue;
        says_how_to_cache = says_how_to_cache || lowered == "cache-control";
        line(name, value);
    }
    if (!says_how_to_cache) wire += "Cache-Control: no-store\r\n";
    wire += "X-Content-Type-Options: nosniff\r\n";
    line("X-Request-Id", around.request_id);
    if (around.closes_connection) wire += "Connection: close\r\n";
    wire += "\r\n";
    if (!around.head_only && !without_body) wire += answer.body;
    return wire;
}

} // namespace bot::server
