// Opens a connection to a host: name look-up, a look at where the name leads, TCP, a tunnel through the forward proxy
// where there is one, TLS with the host's name checked. Boost inside: for the clients in this folder, on the loop's
// thread only.
#pragma once

#include "adapters/net/deadline.hpp"
#include "adapters/net/proxy.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/url.hpp"

#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace adapters::net {

// TLS 1.2 and newer, checked against the system's roots and `extra_ca_file` unless that is empty. Throws
// std::system_error when the file cannot be used.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> client_tls(const std::filesystem::path& extra_ca_file);

class dialer {
  public:
    dialer(const boost::asio::any_io_executor& executor, std::shared_ptr<boost::asio::ssl::context> tls,
           way_out way = {});
    dialer(const dialer&) = delete;
    dialer& operator=(const dialer&) = delete;

    // A connection ready for the first request, or nullptr, and then trouble() says what went wrong. Call it once.
    boost::asio::awaitable<std::unique_ptr<stream>> dial(url where, deadline::clock::time_point until);
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    // Makes dial() come back soon with nullptr.
    void cut();

  private:
    using endpoints = std::vector<boost::asio::ip::tcp::endpoint>;
    boost::asio::awaitable<endpoints> look_up(const url& where, deadline::clock::time_point until);
    bool keep_allowed(const std::string& host, endpoints& found);
    boost::asio::awaitable<bool> connect(const endpoints& found, deadline::clock::time_point until);
    boost::asio::awaitable<bool> tunnel(const url& where, const proxy& through, deadline::clock::time_point until);
    boost::asio::awaitable<bool> secure(const url& where, deadline::clock::time_point until);

    boost::asio::any_io_executor executor_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    const way_out way_;
    deadline limit_;
    boost::asio::steady_timer wake_;
    std::unique_ptr<stream> line_;
    std::string trouble_;
    bool cut_ = false;
};

} // namespace adapters::net
