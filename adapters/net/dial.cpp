#include "adapters/net/dial.hpp"

#include "adapters/net/address_policy.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace adapters::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// A proxy that has more to say than this before the tunnel is open says nothing we need.
constexpr std::size_t tunnel_answer_limit = 8 * 1024;

// A look-up that may outlive who asked: getaddrinfo() cannot be interrupted, so past the deadline it is left to itself.
struct name_look_up {
    explicit name_look_up(const asio::any_io_executor& executor) : resolver(executor) {}

    tcp::resolver resolver;
    std::vector<tcp::endpoint> found;
    error_code ec;
    bool done = false;
    asio::steady_timer* wake = nullptr; // nullptr once nobody waits
};

bool is_address(const std::string& host) {
    error_code ec;
    asio::ip::make_address(host, ec);
    return !ec;
}

// "5ad8a5d6.0": a root under the hash of its subject's name, as `openssl rehash` makes them.
bool is_hashed_root(const std::string& name) {
    return name.size() == 10 && name[8] == '.' && name[9] == '0' &&
           std::all_of(name.begin(), name.begin() + 8,
                       [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
}

bool has_hashed_roots(const char* folder) {
    std::error_code ec;
    for (std::filesystem::directory_iterator at(folder, ec), end; !ec && at != end; at.increment(ec))
        if (is_hashed_root(at->path().filename().string())) return true;
    return false;
}

// The folder's roots are read one by one when a certificate needs them. The one file with all of them would be read at
// once: 140 roots, a tenth of a second and some megabytes at every start.
void trust_system_roots(SSL_CTX* context) {
    const char* const other_folder = std::getenv(X509_get_default_cert_dir_env());
    const char* const folder = other_folder != nullptr ? other_folder : X509_get_default_cert_dir();
    const bool other_file = std::getenv(X509_get_default_cert_file_env()) != nullptr;
    // No roots on this machine is no reason to stop here: then every handshake is refused, and says so.
    if (!other_file && has_hashed_roots(folder))
        SSL_CTX_set_default_verify_dir(context);
    else
        SSL_CTX_set_default_verify_paths(context);
    ERR_clear_error();
}

} // namespace

std::shared_ptr<asio::ssl::context> client_tls(const std::filesystem::path& extra_ca_file) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    context->set_verify_mode(asio::ssl::verify_peer);
    trust_system_roots(context->native_handle());
    if (!extra_ca_file.empty()) {
        error_code ec;
        context->load_verify_file(extra_ca_file.string(), ec);
        if (ec) throw std::system_error(ec, "cannot use " + extra_ca_file.string() + " as trusted certificates");
    }
    return context;
}

dialer::dialer(const asio::any_io_executor& executor, std::shared_ptr<asio::ssl::context> tls, way_out way)
    : executor_(executor), tls_(std::move(tls)), way_(std::move(way)), limit_(executor_,
                                                                              [this] {
                                                                                  if (line_) line_->cancel();
                                                                                  wake_.cancel();
                                                                              }),
      wake_(executor_) {}

void dialer::cut() {
    cut_ = true;
    if (line_) line_->cancel();
    wake_.cancel();
}

asio::awaitable<std::unique_ptr<stream>> dialer::dial(url where, deadline::clock::time_point until) {
    const proxy* const through = proxy_for(way_.proxies, where);
    const url first = through == nullptr ? where : url{"http", through->host, through->port, "/"};
    auto found = co_await look_up(first, until);
    // Through a proxy it is the proxy that looks the name up, and the proxy's own address is the admin's word.
    if (found.empty() || (through == nullptr && !keep_allowed(where.host, found))) co_return nullptr;
    const bool connected = co_await connect(found, until);
    if (!connected) co_return nullptr;
    if (through != nullptr) {
        const bool open = co_await tunnel(where, *through, until);
        if (!open) co_return nullptr;
    }
    if (where.scheme == "https") {
        const bool secured = co_await secure(where, until);
        if (!secured) co_return nullptr;
    }
    limit_.disarm();
    co_return std::move(line_);
}

asio::awaitable<dialer::endpoints> dialer::look_up(const url& where, deadline::clock::time_point until) {
    if (where.host == "localhost") { // RFC 6761: always this machine, and small systems have no table that says so
        co_return endpoints{{asio::ip::address_v4::loopback(), where.port},
                            {asio::ip::address_v6::loopback(), where.port}};
    }
    auto shared = std::make_shared<name_look_up>(executor_);
    shared->wake = &wake_;
    struct forget {
        name_look_up& of;
        ~forget() { of.wake = nullptr; }
    };
    const forget on_return{*shared};

    auto take = [shared](const error_code& ec, const tcp::resolver::results_type& results) {
        shared->ec = ec;
        for (const auto& one : results)
            shared->found.push_back(one.endpoint());
        shared->done = true;
        if (shared->wake != nullptr) shared->wake->cancel();
    };
    shared->resolver.async_resolve(where.host, std::to_string(where.port), tcp::resolver::numeric_service,
                                   std::move(take));
    limit_.arm(until);
    while (!shared->done && !limit_.expired() && !cut_) {
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        wake_.expires_at(deadline::clock::time_point::max());
        co_await wake_.async_wait(token);
    }
    if (!shared->done)
        trouble_ = "looking up " + where.host + " took too long";
    else if (shared->ec)
        trouble_ = "looking up " + where.host + ": " + shared->ec.message();
    co_return std::move(shared->found);
}

bool dialer::keep_allowed(const std::string& host, endpoints& found) {
    std::string refused;
    std::erase_if(found, [&](const tcp::endpoint& one) {
        const auto address = one.address().to_string();
        if (may_connect(host, address, way_.allow_private_addresses)) return false;
        refused = address;
        return true;
    });
    if (!found.empty()) return true;
    trouble_ = host + " leads to " + refused + ", " + std::string(to_string(kind_of(refused))) + ", which is refused";
    return false;
}

asio::awaitable<bool> dialer::connect(const endpoints& found, deadline::clock::time_point until) {
    for (std::size_t i = 0; i < found.size() && !cut_; ++i) {
        // An address that swallows packets must leave time for the next one.
        const auto now = deadline::clock::now();
        if (now >= until) break;
        limit_.arm(now + (until - now) / static_cast<int>(found.size() - i));

        line_ = std::make_unique<stream>(executor_);
        error_code ec;
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        const tcp::endpoint endpoint = found[i];
        co_await line_->socket().async_connect(endpoint, token);
        if (!ec && !cut_) {
            error_code ignored;
            line_->socket().set_option(tcp::no_delay(true), ignored);
            co_return true;
        }
        trouble_ = "connecting to " + endpoint.address().to_string() + ": " +
                   (limit_.expired() ? "took too long" : ec.message());
    }
    co_return false;
}

asio::awaitable<bool> dialer::tunnel(const url& where, const proxy& through, deadline::clock::time_point until) {
    limit_.arm(until);
    const auto target = host_and_port(where);
    std::string wire = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!through.authorization.empty()) wire += "Proxy-Authorization: " + through.authorization + "\r\n";
    wire += "\r\n";
    error_code ec;
    co_await line_->write(wire, ec);
    std::string answer;
    std::array<char, 1024> piece{};
    while (!ec && !cut_ && answer.find("\r\n\r\n") == std::string::npos && answer.size() < tunnel_answer_limit) {
        const asio::mutable_buffer into(piece.data(), piece.size());
        const auto count = co_await line_->read_some(into, ec);
        answer.append(piece.data(), count);
    }
    // "HTTP/1.x 200", and nothing behind its header: the host itself waits for us to begin.
    const bool whole = answer.ends_with("\r\n\r\n") && answer.starts_with("HTTP/1.") && answer.size() > 12;
    if (whole && answer.substr(8, 3) == " 20" && !cut_) co_return true;
    trouble_ = "the proxy " + through.host + " opens no way to " + target + ": ";
    if (whole)
        trouble_ += "HTTP " + answer.substr(9, 3);
    else
        trouble_ += limit_.expired() ? "took too long" : ec ? ec.message() : "no answer of a proxy";
    co_return false;
}

asio::awaitable<bool> dialer::secure(const url& where, deadline::clock::time_point until) {
    limit_.arm(until);
    line_->make_secure(tls_);
    SSL* const tls = line_->native_tls();
    bool prepared = true;
    if (is_address(where.host)) {
        prepared = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), where.host.c_str()) == 1;
    } else {
        SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        prepared =
            SSL_set1_host(tls, where.host.c_str()) == 1 && SSL_set_tlsext_host_name(tls, where.host.c_str()) == 1;
    }
    if (!prepared) {
        trouble_ = "TLS cannot be prepared for " + where.host;
        co_return false;
    }
    error_code ec;
    co_await line_->handshake(asio::ssl::stream_base::client, ec);
    if (!ec && !cut_) co_return true;
    const long verified = SSL_get_verify_result(tls);
    trouble_ = "TLS with " + where.host + ": ";
    if (verified != X509_V_OK)
        trouble_ += X509_verify_cert_error_string(verified);
    else
        trouble_ += limit_.expired() ? "took too long" : ec.message();
    co_return false;
}

} // namespace adapters::net
