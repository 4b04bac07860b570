#include "adapters/dingtalk/signature.hpp"

#include "adapters/net/base64.hpp"
#include "adapters/net/hmac.hpp"

#include <charconv>
#include <cstdint>

namespace adapters::dingtalk {

using chat::authenticity;

namespace {

constexpr std::size_t sign_length = 44; // 32 bytes in base64

} // namespace

std::string signature_of(std::string_view timestamp, std::string_view secret) {
    std::string base(timestamp);
    base += '\n';
    base += secret;
    return net::to_base64(net::hmac_sha256(secret, base));
}

authenticity check_signature(const signature_headers& headers, std::span<const std::string> secrets,
                             std::chrono::sys_time<std::chrono::milliseconds> now, std::chrono::seconds window) {
    return check_time_signature(headers, secrets, now, window, signature_of);
}

authenticity check_time_signature(const signature_headers& headers, std::span<const std::string> secrets,
                                  std::chrono::sys_time<std::chrono::milliseconds> now, std::chrono::seconds window,
                                  const std::function<std::string(std::string_view, std::string_view)>& sign) {
    std::int64_t sent = 0;
    const char* const end = headers.timestamp.data() + headers.timestamp.size();
    const auto [stopped, ec] = std::from_chars(headers.timestamp.data(), end, sent);
    // Fifteen digits last until the year 33658; more could only overflow the subtraction below.
    if (ec != std::errc() || stopped != end || headers.timestamp.size() > 15 || sent < 0) {
        return authenticity::malformed;
    }
    if (headers.sign.size() != sign_length) return authenticity::malformed;
    bool matches = false;
    for (const std::string& secret : secrets) {
        if (secret.empty()) continue;
        matches = net::equal_in_constant_time(sign(headers.timestamp, secret), headers.sign) || matches;
    }
    if (!matches) return authenticity::forged;
    const auto off = std::chrono::milliseconds(now.time_since_epoch().count() - sent);
    return off > window || -off > window ? authenticity::stale : authenticity::genuine;
}

} // namespace adapters::dingtalk
