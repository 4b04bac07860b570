#include "adapters/net/base64.hpp"
#include "adapters/net/hex.hpp"
#include "adapters/net/hmac.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace adapters::net;

TEST_CASE("HMAC-SHA256 as RFC 4231 has it", "[net]") {
    auto [what, key, message, expected] = GENERATE(table<const char*, std::string, std::string, const char*>({
        {"case 1", std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"case 2", "Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"case 3", std::string(20, '\xaa'), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {"case 6, a key longer than a block", std::string(131, '\xaa'),
         "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {"case 7", std::string(131, '\xaa'),
         "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
         "hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
        {"nothing at all", "", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
    }));
    INFO(what);
    CHECK(to_hex(hmac_sha256(key, message)) == expected);
}

TEST_CASE("HMAC-SHA256 as the platforms use it", "[net]") {
    CHECK(to_hex(hmac_sha256("not-a-real-secret-0001", "v0:1700000000:command=%2Fask&text=hi")) ==
          "cb19a268f7192f814921a3d770ce5691d25f378173ef02223c977bf9a9178ac7");
    CHECK(to_base64(hmac_sha256("this is a secret", "1577262236757\nthis is a secret")) ==
          "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=");
    CHECK(to_base64(hmac_sha256("this is secret", "1577262236757\nthis is secret")) ==
          "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
}

TEST_CASE("HMAC-SHA256 with another key in between, and of a message in pieces", "[net]") {
    const auto first = hmac_sha256("one key", "a message");
    CHECK(hmac_sha256("another key", "a message") != first);
    CHECK(hmac_sha256("one key", "a message") == first);
    CHECK(hmac_sha256("one key", {"a", std::string_view(), " mess", "age"}) == first);
    CHECK(hmac_sha256("", "a message") != first);
    CHECK(hmac_sha256("one key", {"a", " message", ""}) == first);
}

TEST_CASE("HMAC-SHA256 on several threads at once", "[net]") {
    std::vector<std::string> results(4);
    {
        std::vector<std::jthread> threads;
        for (auto& result : results)
            threads.emplace_back([&result] {
                for (int i = 0; i < 100; ++i)
                    result = to_hex(hmac_sha256("Jefe", "what do ya want for nothing?"));
            });
    }
    for (const auto& result : results)
        CHECK(result == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("comparing signatures", "[net]") {
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK(equal_in_constant_time("", {}));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "ab"));
    CHECK_FALSE(equal_in_constant_time("", "a"));
}

TEST_CASE("base64 there and back", "[net]") {
    auto [bytes, text] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {std::string("\0\xff\xfe", 3), "AP/+"},
    }));
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
}

TEST_CASE("base64 that is not quite right is refused", "[net]") {
    auto [what, text] = GENERATE(table<const char*, std::string>({
        {"too short", "Z"},
        {"padding missing", "Zg"},
        {"one padding missing", "Zg="},
        {"padding alone", "===="},
        {"too much padding", "Z==="},
        {"padding in the middle", "Zg==Zg=="},
        {"bits behind the last byte", "Zh=="},
        {"bits behind the last two bytes", "Zm9="},
        {"a blank", "Zm 9"},
        {"a line end", "Zm9v\n"},
        {"the alphabet of URLs", "AP_-"},
        {"NUL", std::string("Zm\0v", 4)},
        {"beyond ASCII", "\xc3\xa9\xc3\xa9"},
    }));
    INFO(what);
    CHECK_FALSE(from_base64(text).has_value());
}

TEST_CASE("hexadecimal there and back", "[net]") {
    CHECK(to_hex(std::string("\0\x9f\xff", 3)) == "009fff");
    CHECK(from_hex("009fFF") == std::string("\0\x9f\xff", 3));
    CHECK(from_hex("") == "");
    CHECK_FALSE(from_hex("0").has_value());
    CHECK_FALSE(from_hex("0g").has_value());
    CHECK_FALSE(from_hex("0x").has_value());
    CHECK_FALSE(from_hex("+1").has_value());
}
