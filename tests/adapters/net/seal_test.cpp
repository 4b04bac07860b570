#include "adapters/net/base64.hpp"
#include "adapters/net/seal.hpp"

#include <catch2/catch.hpp>

using namespace adapters;

namespace {

const std::string sealing_key(32, 'k');

} // namespace

TEST_CASE("what is sealed is opened again", "[net]") {
    for (const std::string& plain : {std::string(), std::string("xoxb-token"), std::string(4000, '\xff')}) {
        const auto sealed = net::seal(sealing_key, plain, "slack:T1");
        CHECK(net::unseal(sealing_key, sealed, "slack:T1") == plain);
        CHECK(sealed.find("xoxb") == std::string::npos);
        CHECK(net::seal(sealing_key, plain, "slack:T1") != sealed); // nobody sees that two are the same
    }
}

TEST_CASE("nothing but what was sealed is opened", "[net]") {
    const auto sealed = net::seal(sealing_key, "xoxb-token", "slack:T1");
    const auto raw = net::from_base64(sealed).value();
    const auto spoilt = [&](std::size_t at) {
        auto copy = raw;
        copy[at] = static_cast<char>(copy[at] ^ 1);
        return net::to_base64(copy);
    };
    CHECK_FALSE(net::unseal(std::string(32, 'x'), sealed, "slack:T1"));
    CHECK_FALSE(net::unseal(sealing_key, sealed, "slack:T2"));
    CHECK_FALSE(net::unseal("short", sealed, "slack:T1"));
    for (std::size_t at = 0; at < raw.size(); ++at) {
        INFO("byte " << at);
        CHECK_FALSE(net::unseal(sealing_key, spoilt(at), "slack:T1"));
    }
    for (std::size_t length = 0; length < raw.size(); ++length)
        CHECK_FALSE(net::unseal(sealing_key, net::to_base64(raw.substr(0, length)), "slack:T1"));
    CHECK_FALSE(net::unseal(sealing_key, "not base64", "slack:T1"));
}

TEST_CASE("a key is 32 bytes in base64", "[net]") {
    CHECK(net::seal_key_from_base64(net::to_base64(sealing_key)) == sealing_key);
    CHECK_FALSE(net::seal_key_from_base64(net::to_base64(std::string(31, 'k'))));
    CHECK_FALSE(net::seal_key_from_base64(""));
    CHECK_FALSE(net::seal_key_from_base64(sealing_key));
}
