// Self-signed certificates made on the spot, so that none lies about in the tree and none runs out.
#pragma once

#include <string>

namespace tests::server {

struct certificate {
    std::string pem;
    std::string key_pem;
};

// For one name, "DNS:localhost" or "IP:127.0.0.1". It is its own authority: trusting its PEM trusts it.
[[nodiscard]] certificate make_certificate(const std::string& name);

} // namespace tests::server
