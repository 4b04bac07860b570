#include "adapters/net/websocket_upgrade.hpp"

#include "adapters/net/ascii.hpp"
#include "adapters/net/base64.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <openssl/evp.h>

#include <array>
#include <new>

namespace adapters::net {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

std::string sha1(const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) throw std::bad_alloc();
    return {digest.begin(), digest.begin() + size};
}

} // namespace

std::optional<url> parse_websocket_url(std::string_view text) {
    if (lower(text.substr(0, 2)) != "ws") return std::nullopt;
    return parse_url("http" + std::string(text.substr(2))); // "ws://" is to "wss://" as "http://" to "https://"
}

std::string upgrade_request(const url& where, std::string_view key) {
    std::string request = "GET " + where.target + " HTTP/1.1\r\nHost: " + authority_of(where);
    request += "\r\nUser-Agent: qunda\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: ";
    request.append(key).append(end_of_head);
    return request;
}

std::string accept_value(std::string_view key) {
    return to_base64(sha1(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")); // the RFC's constant
}

std::optional<std::string_view> upgrade_head(std::string_view received) {
    const std::size_t end = received.find(end_of_head);
    if (end == std::string_view::npos) return std::nullopt;
    return received.substr(0, end + end_of_head.size());
}

upgrade_verdict check_upgrade(std::string_view head, std::string_view key) {
    http::response_parser<http::empty_body> parser;
    boost::system::error_code ec;
    parser.eager(false);
    parser.put(boost::asio::const_buffer(head.data(), head.size()), ec);
    if (!parser.is_header_done()) return {.refused = "no HTTP answer to the upgrade"};
    const auto& answer = parser.get();
    const int status = static_cast<int>(answer.result_int());
    if (status != 101) return {.refused = "HTTP " + std::to_string(status), .status = status};
    const std::string expected = accept_value(key);
    const auto accepted = answer["Sec-WebSocket-Accept"];
    if (!http::token_list(answer["Upgrade"]).exists("websocket") ||
        !http::token_list(answer["Connection"]).exists("upgrade") ||
        std::string_view(accepted.data(), accepted.size()) != expected)
        return {.refused = "the upgrade was answered by something else", .status = status};
    // We offered none, so nothing may be in force.
    if (answer.count("Sec-WebSocket-Extensions") != 0 || answer.count("Sec-WebSocket-Protocol") != 0)
        return {.refused = "the server insists on an extension", .status = status};
    return {.refused = {}, .status = status};
}

} // namespace adapters::net
