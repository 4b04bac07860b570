#include "bot/config/nearest.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace bot::config;

TEST_CASE("the nearest word is guessed when it is near enough", "[config]") {
    const std::vector<std::string> keys{"address", "port", "tls_key", "drain"};
    auto [typed, expected] = GENERATE(table<const char*, const char*>({
        {"adress", "address"},
        {"Port", "port"},
        {"prot", "port"},
        {"tls-key", "tls_key"},
        {"drian", "drain"},
        {"password", ""},
        {"x", ""},
        {"", ""},
    }));
    CAPTURE(typed);
    CHECK(nearest(typed, keys) == expected);
    CHECK(nearest(std::string(100000, 'a'), keys).empty());
}
