// The server behind TLS, with our client and with a raw one that says exactly what it likes.
#include "tests/bot/server/certificates.hpp"
#include "tests/bot/server/guest.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

using adapters::net::http_trouble;
using bot::server::http_server;
using bot::server::tls_files;
using tests::temporary_folder;
using tests::net::connect_to;
using tests::server::certificate;
using tests::server::echo_route;
using tests::server::guest;
using tests::server::make_certificate;
using tests::server::running_server;
using namespace std::chrono_literals;

namespace {

bot::server::settings secure(const temporary_folder& folder, const certificate& with) {
    bot::server::settings how;
    how.tls = tls_files{folder.write("cert.pem", with.pem), folder.write("key.pem", with.key_pem)};
    return how;
}

// A blocking TLS client that trusts everybody.
class raw_tls {
  public:
    explicit raw_tls(std::uint16_t port, int newest = TLS1_3_VERSION)
        : socket_(connect_to(port)), context_(SSL_CTX_new(TLS_client_method())), tls_(SSL_new(context_.get())) {
        // Level 0, or our own side would refuse the old versions before the server can.
        SSL_set_security_level(tls_.get(), 0);
        SSL_set_min_proto_version(tls_.get(), TLS1_VERSION);
        SSL_set_max_proto_version(tls_.get(), newest);
        SSL_set_fd(tls_.get(), socket_.descriptor());
    }
    bool shake_hands() { return SSL_connect(tls_.get()) == 1; }
    void send(std::string_view bytes) { SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())); }
    std::string read_to_the_end() {
        std::string all;
        char buffer[4096];
        for (int count = 1; count > 0;) {
            count = SSL_read(tls_.get(), buffer, sizeof buffer);
            if (count > 0) all.append(buffer, static_cast<std::size_t>(count));
        }
        return all;
    }
    // Whether the server said goodbye, so that what was read is known to be all.
    bool ended_in_order() { return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

  private:
    struct free_it {
        void operator()(SSL_CTX* one) const { SSL_CTX_free(one); }
        void operator()(SSL* one) const { SSL_free(one); }
    };
    tests::net::raw_socket socket_;
    std::unique_ptr<SSL_CTX, free_it> context_;
    std::unique_ptr<SSL, free_it> tls_;
};

} // namespace

TEST_CASE("TLS between client and server", "[net][server]") {
    const temporary_folder folder;
    auto [what, name, origin] = GENERATE(table<const char*, const char*, const char*>({
        {"by name", "DNS:localhost", "https://localhost"},
        {"by address", "IP:127.0.0.1", "https://127.0.0.1"},
    }));
    INFO(what);
    const auto ours = make_certificate(name);
    running_server running(secure(folder, ours), echo_route);
    guest us(running, folder.write("trusted.pem", ours.pem));
    for (int i = 0; i < 3; ++i) {
        const auto answer = us.call(origin, std::string(30000, 'x'));
        CHECK(answer.reason == "");
        CHECK(answer.body.size() == 30012);
    }
}

TEST_CASE("the client refuses a server that cannot prove its name, before it sends anything", "[net][server]") {
    const temporary_folder folder;
    auto [what, name, origin, trusted, reason] =
        GENERATE(table<const char*, const char*, const char*, bool, const char*>({
            {"part of a label as a pattern", "DNS:local*", "https://localhost", true, "hostname mismatch"},
            {"another name", "DNS:other.example", "https://localhost", true, "hostname mismatch"},
            {"a name instead of an address", "DNS:localhost", "https://127.0.0.1", true, "IP address mismatch"},
            {"another address", "IP:127.0.0.2", "https://127.0.0.1", true, "IP address mismatch"},
            {"signed by nobody we trust", "DNS:localhost", "https://localhost", false, "self-signed certificate"},
        }));
    INFO(what);
    const auto ours = make_certificate(name);
    running_server running(secure(folder, ours), echo_route);
    guest us(running, trusted ? folder.write("trusted.pem", ours.pem) : std::filesystem::path());
    const auto answer = us.call(origin, "secret");
    CHECK(answer.trouble == http_trouble::not_sent);
    CHECK_THAT(answer.reason, Catch::Contains(reason));
}

TEST_CASE("a new certificate serves new connections", "[net][server]") {
    const temporary_folder folder;
    const auto first = make_certificate("DNS:localhost");
    const auto second = make_certificate("DNS:localhost");
    running_server running(secure(folder, first), echo_route);
    guest trusts_first(running, folder.write("first.pem", first.pem));
    guest trusts_second(running, folder.write("second.pem", second.pem));
    CHECK(trusts_first.call("https://localhost", "").status == 200);
    CHECK(trusts_second.call("https://localhost", "").trouble == http_trouble::not_sent);

    const auto ends = running.server().certificate_ends(); // made a moment ago, for an hour
    REQUIRE(ends);
    CHECK(*ends > std::chrono::system_clock::now() + 50min);
    CHECK(*ends < std::chrono::system_clock::now() + 70min);

    folder.write("cert.pem", second.pem);
    CHECK_THAT(running.server().reload_certificate(), Catch::Contains("key"));
    CHECK(trusts_second.call("https://localhost", "").trouble == http_trouble::not_sent);

    folder.write("key.pem", second.key_pem);
    CHECK(running.server().reload_certificate() == "");
    CHECK(trusts_second.call("https://localhost", "").status == 200);
    CHECK(trusts_first.call("https://localhost", "").status == 200); // its connection is an old one

    folder.write("cert.pem", "no certificate");
    CHECK_THAT(running.server().reload_certificate(), Catch::Contains("cert.pem"));
    CHECK(trusts_second.call("https://localhost", "").status == 200);
}

TEST_CASE("a server whose certificate is of no use does not start", "[server]") {
    const temporary_folder folder;
    const auto ours = make_certificate("DNS:localhost");
    const auto other = make_certificate("DNS:localhost");
    auto [what, cert, key, named] = GENERATE_COPY(table<const char*, std::string, std::string, const char*>({
        {"no certificate in it", "nothing", ours.key_pem, "cert.pem"},
        {"no key in it", ours.pem, "nothing", "key.pem"},
        {"the key of another", ours.pem, other.key_pem, "key.pem"},
    }));
    INFO(what);
    adapters::net::event_loop loop;
    http_server server(loop, secure(folder, {cert, key}));
    CHECK_THROWS_WITH(server.start(), Catch::Contains(named));
    bot::server::settings without;
    without.tls = tls_files{"/nowhere/cert.pem", "/nowhere/key.pem"};
    http_server nowhere(loop, without);
    CHECK_THROWS_WITH(nowhere.start(), Catch::Contains("/nowhere/cert.pem"));
    CHECK(http_server(loop, {}).reload_certificate() == "TLS is not configured");
}

TEST_CASE("slow and wrong peers behind TLS", "[server]") {
    const temporary_folder folder;
    auto how = secure(folder, make_certificate("DNS:localhost"));
    how.header_timeout = 300ms;
    how.body_timeout = 200ms;
    running_server running(how, echo_route);

    SECTION("half a request is told so") {
        auto [what, half] = GENERATE(table<const char*, const char*>({
            {"half a header", "POST /echo HTTP/1.1\r\nHo"},
            {"half a body", "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhel"},
        }));
        INFO(what);
        raw_tls client(running.port());
        REQUIRE(client.shake_hands());
        client.send(half);
        CHECK_THAT(client.read_to_the_end(), Catch::StartsWith("HTTP/1.1 408 "));
        CHECK(client.ended_in_order());
    }
    SECTION("what the gate refuses is told so") {
        raw_tls client(running.port());
        REQUIRE(client.shake_hands());
        client.send("POST /echo HTTP/1.1\r\n\r\n" + std::string(3000, 'x'));
        CHECK_THAT(client.read_to_the_end(), Catch::StartsWith("HTTP/1.1 400 "));
        CHECK(client.ended_in_order());
    }
    SECTION("whoever does not begin the handshake is let go") {
        auto client = connect_to(running.port());
        CHECK(client.read_to_the_end() == "");
    }
    SECTION("plain HTTP gets no answer that is one") {
        auto client = connect_to(running.port());
        client.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n");
        CHECK_THAT(client.read_to_the_end(), !Catch::Contains("HTTP"));
    }
    SECTION("versions before 1.2 are refused") {
        auto [version, welcome] = GENERATE(table<int, bool>({
            {TLS1_VERSION, false},
            {TLS1_1_VERSION, false},
            {TLS1_2_VERSION, true},
            {TLS1_3_VERSION, true},
        }));
        raw_tls client(running.port(), version);
        CHECK(client.shake_hands() == welcome);
    }
}

namespace {

// The variable has that value as long as the object lives.
class scoped_variable {
  public:
    scoped_variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~scoped_variable() { ::unsetenv(name_); }
    scoped_variable(const scoped_variable&) = delete;
    scoped_variable& operator=(const scoped_variable&) = delete;

  private:
    const char* name_;
};

// As `openssl rehash` would name it.
std::string hashed_name(const certificate& root) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(root.pem.data(), static_cast<int>(root.pem.size())), &BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> read(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr),
                                                           &X509_free);
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%08lx.0", X509_subject_name_hash(read.get()));
    return name.data();
}

} // namespace

TEST_CASE("the system's roots are trusted, from a folder or from a file", "[net][server]") {
    const auto ours = make_certificate("DNS:localhost"), another = make_certificate("DNS:other.example");
    const temporary_folder folder, roots;
    bool trusted = true;
    std::unique_ptr<scoped_variable> file;
    SECTION("a file for each root") {
        roots.write(hashed_name(ours), ours.pem);
    }
    SECTION("a file for each root, and not ours") {
        roots.write(hashed_name(another), another.pem);
        trusted = false;
    }
    SECTION("one file with all, where the folder has none") {
        file = std::make_unique<scoped_variable>("SSL_CERT_FILE", folder.write("all.pem", another.pem + ours.pem));
    }
    SECTION("one file that was asked for, whatever the folder has") {
        roots.write(hashed_name(another), another.pem);
        file = std::make_unique<scoped_variable>("SSL_CERT_FILE", folder.write("all.pem", ours.pem));
    }
    const scoped_variable place("SSL_CERT_DIR", roots.path());
    running_server running(secure(folder, ours), echo_route);
    guest us(running);
    CHECK(us.call("https://localhost", "").trouble == (trusted ? http_trouble::none : http_trouble::not_sent));
}
