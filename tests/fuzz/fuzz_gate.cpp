// Whatever the gate lets pass has one meaning: Beast reads the same bytes and finds the same framing and as many
// headers, and what the gate promises about path and headers holds.
#include "bot/server/gate.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>

namespace http = boost::beast::http;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

std::ptrdiff_t count(const bot::server::request_head& head, std::string_view name) {
    return std::count_if(head.headers.begin(), head.headers.end(), [&](const auto& one) { return one.first == name; });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const auto verdict = bot::server::pass_gate(raw);
    if (verdict.refused != 0) {
        must(verdict.refused >= 400 && verdict.refused <= 505 && !verdict.reason.empty());
        return 0;
    }
    const auto& head = verdict.head;
    must(raw.ends_with("\r\n\r\n") && raw.find("\r\n\r\n") == raw.size() - 4);
    must(head.method == "GET" || head.method == "HEAD" || head.method == "POST");
    must(head.path.starts_with('/') && !has_control(head.path) && head.path.find("/../") == std::string::npos &&
         !head.path.ends_with("/.."));
    must(!has_control(head.query));
    for (const auto& [name, value] : head.headers)
        must(!name.empty() && !has_control(name) && !has_control(value));
    for (const auto* name : {"host", "content-length", "transfer-encoding", "x-slack-signature", "sign", "timestamp"})
        must(count(head, name) <= 1);
    must(!(head.chunked && head.content_length.has_value()));

    boost::system::error_code ec;
    http::request_parser<http::string_body> parser;
    parser.header_limit(UINT32_MAX);
    parser.body_limit(boost::none);
    const auto used = parser.put(boost::asio::const_buffer(raw.data(), raw.size()), ec);
    // Beast refuses some lengths that are numbers for us: far beyond every limit of a body, so the session refuses too.
    if (ec) {
        must(head.content_length.value_or(0) > UINT64_MAX / 16);
        return 0;
    }
    must(used == raw.size() && parser.is_header_done());
    must(parser.chunked() == head.chunked);
    must(parser.content_length().has_value() == head.content_length.has_value());
    if (head.content_length) must(*parser.content_length() == *head.content_length);
    const auto& fields = parser.get();
    must(std::distance(fields.begin(), fields.end()) == static_cast<std::ptrdiff_t>(head.headers.size()));
    must(parser.keep_alive() || !head.keep_alive);
    return 0;
}
