#include "bot/server/gate.hpp"

#include "adapters/net/ascii.hpp"
#include "adapters/net/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bot::server {

namespace {

// More than any platform or browser sends, few enough that the quadratic look-ups below stay cheap.
constexpr std::size_t field_limit = 100;

// Two of any of these and it depends on the reader which one counts.
constexpr std::array<std::string_view, 12> at_most_once{
    "authorization",
    "content-length",
    "content-type",
    "host",
    "sign",
    "timestamp",
    "transfer-encoding",
    "x-ddpaas-signature",
    "x-ddpaas-signature-timestamp",
    "x-hub-signature-256",
    "x-slack-request-timestamp",
    "x-slack-signature",
};

constexpr std::array<std::string_view, 6> methods_we_know_and_do_not_serve{"CONNECT", "DELETE", "OPTIONS",
                                                                           "PATCH",   "PUT",    "TRACE"};

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// By character: a name is looked at letter by letter, with each request.
constexpr auto in_token = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = 'a'; c <= 'z'; ++c)
        table[c] = table[c - 'a' + 'A'] = true;
    for (unsigned char c = '0'; c <= '9'; ++c)
        table[c] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_token(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return in_token[static_cast<unsigned char>(c)]; });
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

gate_verdict refuse(int status, std::string_view reason) {
    return {.refused = status, .reason = reason};
}

// Takes one line off `rest`; nullopt unless it ends in CR LF and has neither elsewhere.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\r');
    if (end == std::string_view::npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
    const auto line = rest.substr(0, end);
    if (line.find('\n') != std::string_view::npos) return std::nullopt;
    rest.remove_prefix(end + 2);
    return line;
}

std::optional<std::string> decode_path(std::string_view written) {
    auto path = adapters::net::percent_decode(written);
    if (!path || std::any_of(path->begin(), path->end(), is_control)) return std::nullopt;
    std::string_view rest = *path;
    while (!rest.empty()) {
        rest.remove_prefix(1); // the '/' before each segment
        const auto segment = rest.substr(0, rest.find('/'));
        if (segment == "." || segment == "..") return std::nullopt;
        rest.remove_prefix(segment.size());
    }
    return path;
}

// Everything of the request line; "" or why not.
gate_verdict read_request_line(std::string_view line, std::string_view one_more_method, bool& newest) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400, "malformed request line");
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);

    if (!is_token(method)) return refuse(400, "malformed method");
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
        !is_digit(version[7]))
        return refuse(400, "malformed request line");
    newest = version == "HTTP/1.1";
    if (!newest && version != "HTTP/1.0") return refuse(505, "HTTP version not supported");

    if (method != "GET" && method != "HEAD" && method != "POST" && method != one_more_method) {
        const auto& known = methods_we_know_and_do_not_serve;
        return std::find(known.begin(), known.end(), method) != known.end() ? refuse(405, "method not allowed")
                                                                            : refuse(501, "method not implemented");
    }
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
    if (!target.starts_with('/') || !std::all_of(target.begin(), target.end(), visible))
        return refuse(400, "malformed target");

    gate_verdict passed;
    passed.head.method = method;
    const auto mark = target.find('?');
    auto path = decode_path(target.substr(0, mark));
    if (!path) return refuse(400, "malformed target");
    passed.head.path = std::move(*path);
    if (mark != std::string_view::npos) passed.head.query = target.substr(mark + 1);
    return passed;
}

// "" or why not.
std::string_view read_field(std::string_view line, request_head& head) {
    if (line.starts_with(' ') || line.starts_with('\t')) return "folded header line";
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return "malformed header name";
    const auto value = trim(line.substr(colon + 1));
    if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }))
        return "control character in a header";
    if (head.headers.size() == field_limit) return "too many headers";
    head.headers.add(line.substr(0, colon), value);
    return {};
}

std::string_view check_host(const request_head& head, bool newest) {
    if (head.headers.count("host") == 0) return newest ? "no Host header" : "";
    const auto host = head.headers.first("host");
    constexpr std::string_view marks = ".-_:[]";
    const bool plain = std::all_of(host.begin(), host.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
    });
    return host.empty() || !plain ? "malformed Host header" : "";
}

// Decides how long the body is; "" or why that cannot be told for sure.
std::string_view read_framing(request_head& head, bool newest) {
    const bool encoded = head.headers.count("transfer-encoding") != 0;
    const bool measured = head.headers.count("content-length") != 0;
    if (encoded && measured) return "both Content-Length and Transfer-Encoding";
    if (encoded) {
        if (!newest) return "Transfer-Encoding before HTTP/1.1";
        if (adapters::net::lower(head.headers.first("transfer-encoding")) != "chunked")
            return "unsupported Transfer-Encoding";
        head.chunked = true;
    }
    if (measured) {
        const auto length = head.headers.first("content-length");
        std::uint64_t value = 0;
        const auto [end, ec] = std::from_chars(length.data(), length.data() + length.size(), value);
        if (length.empty() || ec != std::errc{} || end != length.data() + length.size())
            return "malformed Content-Length";
        head.content_length = value;
    }
    return {};
}

// Between commas stand tokens or nothing.
bool is_token_list(std::string_view list) {
    for (;;) {
        const auto comma = list.find(',');
        const auto piece = trim(list.substr(0, comma));
        if (!piece.empty() && !is_token(piece)) return false;
        if (comma == std::string_view::npos) return true;
        list.remove_prefix(comma + 1);
    }
}

std::string_view check_connection(const request_head& head) {
    for (const auto& [name, value] : head.headers)
        if ((name == "connection" || name == "proxy-connection") && !is_token_list(value))
            return "malformed Connection header";
    return {};
}

bool has_option(const request_head& head, std::string_view name, std::string_view option) {
    for (const auto& [one, value] : head.headers) {
        if (one != name) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto piece = rest.substr(0, rest.find(','));
            if (adapters::net::lower(trim(piece)) == option) return true;
            rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
        }
    }
    return false;
}

} // namespace

gate_verdict pass_gate(std::string_view raw, std::string_view one_more_method) {
    auto line = take_line(raw);
    if (!line) return refuse(400, "malformed request line");
    bool newest = false;
    auto verdict = read_request_line(*line, one_more_method, newest);
    if (verdict.refused != 0) return verdict;
    request_head& head = verdict.head;
    head.headers.reserve(raw.size(), 16);

    for (;;) {
        line = take_line(raw);
        if (!line) return refuse(400, "malformed line end");
        if (line->empty()) break;
        if (const auto why = read_field(*line, head); !why.empty()) return refuse(400, why);
    }
    if (!raw.empty()) return refuse(400, "bytes after the end of the head");

    for (const auto name : at_most_once)
        if (head.headers.count(name) > 1) return refuse(400, "a header that may be there once is there twice");
    if (const auto why = check_host(head, newest); !why.empty()) return refuse(400, why);
    if (const auto why = check_connection(head); !why.empty()) return refuse(400, why);
    if (const auto why = read_framing(head, newest); !why.empty()) return refuse(400, why);

    const auto expectations = head.headers.count("expect");
    if (expectations != 0 && newest) {
        if (expectations > 1 || adapters::net::lower(head.headers.first("expect")) != "100-continue")
            return refuse(417, "unknown expectation");
        head.expects_continue = true;
    }
    // HTTP/1.0 has no common way to keep a connection; nobody who needs one still speaks it.
    head.keep_alive =
        newest && !has_option(head, "connection", "close") && !has_option(head, "proxy-connection", "close");
    return verdict;
}

} // namespace bot::server
