#include "bot/server/tls.hpp"

#include <fmt/format.h>

#include <ctime>
#include <system_error>

namespace bot::server {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::shared_ptr<ssl::context> load_tls(const tls_files& files) {
    const auto check = [](const error_code& ec, std::string_view what, const std::filesystem::path& file) {
        if (ec) throw std::system_error(ec, fmt::format("cannot use {} as the {}", file.string(), what));
    };
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS); // 34 KiB less for each idle connection

    error_code ec;
    // OpenSSL would ask for the passphrase on the terminal and wait for ever.
    context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); }, ec);
    context->use_certificate_chain_file(files.certificate.string(), ec);
    check(ec, "TLS certificate", files.certificate);
    context->use_private_key_file(files.key.string(), ssl::context::pem, ec);
    check(ec, "TLS key", files.key);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                                fmt::format("{} is not the key of {}", files.key.string(), files.certificate.string()));
    return context;
}

std::chrono::sys_seconds certificate_ends(ssl::context& of) {
    std::tm end{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(of.native_handle())), &end) != 1)
        return std::chrono::sys_seconds::max(); // a time nobody can read is no reason to alarm anybody
    return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&end)));
}

} // namespace bot::server
