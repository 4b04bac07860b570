#include "adapters/slack/signature.hpp"

#include "adapters/net/hex.hpp"
#include "adapters/net/hmac.hpp"

#include <charconv>
#include <cstdint>

namespace adapters::slack {

using chat::authenticity;

namespace {

constexpr std::string_view version = "v0=";
constexpr std::size_t signature_length = version.size() + 64;

} // namespace

std::string signature_of(std::string_view raw_body, std::string_view timestamp, std::string_view secret) {
    return std::string(version) + net::to_hex(net::hmac_sha256(secret, {"v0:", timestamp, ":", raw_body}));
}

authenticity check_signature(std::string_view raw_body, const signature_headers& headers,
                             std::span<const std::string> secrets, std::chrono::sys_seconds now) {
    std::int64_t sent = 0;
    const char* const end = headers.timestamp.data() + headers.timestamp.size();
    const auto [stopped, ec] = std::from_chars(headers.timestamp.data(), end, sent);
    // Twelve digits last until the year 33658; more could only overflow the subtraction below.
    if (ec != std::errc() || stopped != end || headers.timestamp.size() > 12 || sent < 0) {
        return authenticity::malformed;
    }
    if (headers.signature.size() != signature_length || !headers.signature.starts_with(version)) {
        return authenticity::malformed;
    }
    bool matches = false;
    for (const std::string& secret : secrets) {
        if (secret.empty()) continue;
        const std::string expected = signature_of(raw_body, headers.timestamp, secret);
        matches = net::equal_in_constant_time(expected, headers.signature) || matches;
    }
    if (!matches) return authenticity::forged;
    const std::int64_t off = now.time_since_epoch().count() - sent;
    return off > signature_window.count() || -off > signature_window.count() ? authenticity::stale
                                                                             : authenticity::genuine;
}

} // namespace adapters::slack
