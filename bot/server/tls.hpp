// The server's side of TLS: certificate and key from their files. Boost inside: for http_server.cpp.
#pragma once

#include "bot/server/http_server.hpp"

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>

namespace bot::server {

// TLS 1.2 and newer. Throws std::system_error naming the file: not readable, no certificate or key in it, a key with a
// passphrase, a key that does not belong to the certificate.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> load_tls(const tls_files& files);

// Until when the certificate is good.
[[nodiscard]] std::chrono::sys_seconds certificate_ends(boost::asio::ssl::context& of);

} // namespace bot::server
