#include "adapters/chat/json_writer.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using adapters::chat::json_writer;

TEST_CASE("members and elements are separated, and empty ones are nothing", "[chat]") {
    json_writer out;
    out.object([&] {
        out.array("none", [] {});
        out.object("empty", [] {});
        out.array("two", [&] {
            out.object([&] { out.member("n", std::int64_t{-7}); });
            out.object([&] {
                out.member("yes", true);
                out.member("no", false);
            });
        });
        out.member("last", "x");
    });
    const std::string expected = R"({"none":[],"empty":{},"two":[{"n":-7},{"yes":true,"no":false}],"last":"x"})";
    CHECK(out.take() == expected);
}

TEST_CASE("whatever a text holds, it comes back", "[chat]") {
    const std::string text = GENERATE(as<std::string>(), "", "plain", "采样率", "\"quoted\" and \\back\\", "{[:,",
                                      "line\nbreak\ttab\r", std::string("\0\x01\x1f", 3), "\x7f", "😀");
    json_writer out;
    out.object([&] {
        out.member("text", text);
        out.member("next", "one");
    });
    const auto read = nlohmann::json::parse(out.take());
    CHECK(read.at("text") == text);
    CHECK(read.at("next") == "one");
}

TEST_CASE("bytes that are no UTF-8 are replaced", "[chat]") {
    json_writer out;
    out.object([&] { out.member("text", "a\xff\xc3"); });
    CHECK(nlohmann::json::parse(out.take()).at("text").get<std::string>().find("\uFFFD") == 1);
}
