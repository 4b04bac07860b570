#include "adapters/net/http_wire.hpp"

#include "adapters/net/ascii.hpp"

#include <algorithm>

namespace adapters::net {

std::string_view fault_in(const http_request& request) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (request.method.empty() || !std::all_of(request.method.begin(), request.method.end(), upper))
        return "the method is not one";
    for (const auto& [name, value] : request.headers) {
        const auto plain = [](char c) { return c > 0x20 && c < 0x7f && c != ':'; };
        if (name.empty() || !std::all_of(name.begin(), name.end(), plain)) return "a header's name is not one";
        if (std::any_of(value.begin(), value.end(), control)) return "a header holds a control character";
        const auto lowered = lower(name);
        if (lowered == "host" || lowered == "content-length" || lowered == "transfer-encoding" ||
            lowered == "connection" || lowered == "proxy-authorization")
            return "a header that is not the caller's to set";
    }
    return {};
}

std::string to_wire(const http_request& request, const url& where, const proxy* through) {
    const std::string authority = authority_of(where);
    std::string wire = request.method + ' ';
    if (through != nullptr) wire += where.scheme + "://" + authority;
    wire += where.target + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: qunda\r\n";
    if (through != nullptr && !through->authorization.empty())
        wire += "Proxy-Authorization: " + through->authorization + "\r\n";
    for (const auto& [name, value] : request.headers)
        wire.append(name).append(": ").append(value).append("\r\n");
    if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD"))
        wire += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    wire += "\r\n";
    wire += request.body;
    return wire;
}

} // namespace adapters::net
