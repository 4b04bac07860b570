#include "adapters/net/url.hpp"

#include "adapters/net/ascii.hpp"
#include "adapters/net/hex.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>

namespace adapters::net {

namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr std::uint16_t http_port = 80, https_port = 443;

std::uint16_t usual_port(std::string_view scheme) {
    return scheme == "https" ? https_port : http_port;
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

} // namespace

std::optional<url> parse_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
    if (!parsed || parsed->has_userinfo()) return std::nullopt;

    url result;
    const bool secure = parsed->scheme_id() == boost::urls::scheme::https;
    if (!secure && parsed->scheme_id() != boost::urls::scheme::http) return std::nullopt;
    result.scheme = secure ? "https" : "http";

    result.host = lower(parsed->host_address());
    const bool ipv6 = parsed->host_type() == boost::urls::host_type::ipv6;
    const bool plain = std::all_of(result.host.begin(), result.host.end(), [&](char c) {
        return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || (ipv6 && c == ':');
    });
    if (result.host.empty() || !plain) return std::nullopt;

    result.port = usual_port(result.scheme);
    if (parsed->has_port() && !parsed->port().empty()) {
        // Not port_number(): Boost 1.81 makes 34463 of 99999.
        const auto digits = parsed->port();
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
        if (ec != std::errc() || end != digits.data() + digits.size() || result.port == 0) return std::nullopt;
    }
    const auto path = parsed->encoded_path();
    // Boost 1.81 reads "http://a:8x/" as port 8 and path "x/".
    if (!path.empty() && path.front() != '/') return std::nullopt;
    result.target = path.empty() ? "/" : std::string(path.data(), path.size());
    if (parsed->has_query()) {
        const auto query = parsed->encoded_query();
        result.target.append("?").append(query.data(), query.size());
    }
    return result;
}

std::string host_and_port(const url& where) {
    return bracketed(where.host) + ':' + std::to_string(where.port);
}

std::string authority_of(const url& where) {
    return where.port == usual_port(where.scheme) ? bracketed(where.host) : host_and_port(where);
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const auto byte = from_hex(text.substr(i + 1, 2));
        if (!byte || byte->size() != 1) return std::nullopt;
        decoded += *byte;
        i += 2;
    }
    return decoded;
}

std::optional<pairs> parse_pairs(std::string_view text) {
    pairs all;
    while (!text.empty()) {
        std::string piece(text.substr(0, text.find('&')));
        text.remove_prefix(std::min(text.size(), piece.size() + 1));
        if (piece.empty()) continue;
        std::replace(piece.begin(), piece.end(), '+', ' ');
        const std::size_t sign = piece.find('=');
        const std::string_view view = piece;
        auto name = percent_decode(view.substr(0, sign));
        auto value = percent_decode(sign == std::string::npos ? std::string_view{} : view.substr(sign + 1));
        if (!name || !value) return std::nullopt;
        all.emplace_back(std::move(*name), std::move(*value));
    }
    return all;
}

std::string_view value_of(const pairs& all, std::string_view name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
    return found == all.end() ? std::string_view{} : std::string_view(found->second);
}

} // namespace adapters::net
