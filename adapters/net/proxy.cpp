#include "adapters/net/proxy.hpp"

#include "adapters/net/address_policy.hpp"
#include "adapters/net/ascii.hpp"
#include "adapters/net/base64.hpp"

#include <algorithm>
#include <stdexcept>

namespace adapters::net {

namespace {

std::vector<std::string> pieces(std::string_view list) {
    std::vector<std::string> found;
    std::string piece;
    for (const char c : list) {
        if (c != ',' && c != ' ' && c != '\t') {
            piece += lower(c);
        } else if (!piece.empty()) {
            found.push_back(std::move(piece));
            piece.clear();
        }
    }
    if (!piece.empty()) found.push_back(std::move(piece));
    return found;
}

bool is_named(std::string_view entry, const url& where) {
    if (entry == "*") return true;
    const auto with_port = host_and_port(where);
    if (entry == where.host || entry == with_port) return true;
    if (kind_of(where.host) != address_kind::unreadable) return entry == '[' + where.host + ']';
    if (entry.starts_with("*.")) entry.remove_prefix(1);
    const std::string below = entry.starts_with('.') ? std::string(entry) : '.' + std::string(entry);
    return where.host.ends_with(below) || with_port.ends_with(below) || where.host == below.substr(1);
}

} // namespace

std::optional<proxy> parse_proxy(std::string_view text) {
    if (const auto mark = text.find("://"); mark != std::string_view::npos) {
        if (lower(text.substr(0, mark)) != "http") return std::nullopt;
        text.remove_prefix(mark + 3);
    }
    proxy result;
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        const auto who = text.substr(0, at);
        const auto colon = who.find(':');
        const auto user = percent_decode(who.substr(0, colon));
        const auto password = percent_decode(colon == std::string_view::npos ? "" : who.substr(colon + 1));
        if (!user || !password || user->find(':') != std::string::npos) return std::nullopt;
        result.authorization = "Basic " + to_base64(*user + ':' + *password);
        text.remove_prefix(at + 1);
    }
    const auto address = parse_url("http://" + std::string(text));
    if (!address || address->target != "/") return std::nullopt;
    result.host = address->host;
    result.port = address->port;
    return result;
}

proxy_rules proxies_from(const std::function<std::optional<std::string>(const std::string& name)>& environment) {
    const auto read = [&](const std::string& name) -> std::optional<proxy> {
        for (const auto& spelling : {lower(name), name}) {
            const auto value = environment(spelling);
            if (!value || value->empty()) continue;
            auto found = parse_proxy(*value);
            if (!found)
                throw std::invalid_argument(spelling + ": expected http://host:port, with user:password@ if need be");
            return found;
        }
        return std::nullopt;
    };
    proxy_rules rules{.for_http = read("HTTP_PROXY"), .for_https = read("HTTPS_PROXY")};
    for (const auto* name : {"no_proxy", "NO_PROXY"})
        if (const auto value = environment(name); value && rules.direct.empty()) rules.direct = pieces(*value);
    return rules;
}

const proxy* proxy_for(const proxy_rules& rules, const url& where) {
    const auto& chosen = where.scheme == "https" ? rules.for_https : rules.for_http;
    if (!chosen || where.host == "localhost" || kind_of(where.host) == address_kind::loopback) return nullptr;
    const bool direct = std::any_of(rules.direct.begin(), rules.direct.end(),
                                    [&](const std::string& entry) { return is_named(entry, where); });
    return direct ? nullptr : &*chosen;
}

} // namespace adapters::net
