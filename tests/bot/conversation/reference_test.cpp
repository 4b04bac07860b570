#include "bot/conversation/reference.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace bot::conversation;

TEST_CASE("a reference names a question, and a place in its list", "[conversation]") {
    CHECK(to_string(reference{{36}, 0}) == "q10");
    CHECK(to_string(reference{{46655}, 3}) == "qzzz:3");
    const reference largest{{std::numeric_limits<std::int64_t>::max()}, 10};
    CHECK(reference_from(to_string(largest)) == largest);
}

TEST_CASE("what to_string() does not write is no reference", "[conversation]") {
    const std::string text = GENERATE(as<std::string>{}, "", "q", "10", "Q10", "q010", "q10:", "q10:0", "q10:02",
                                      "q10:x", "q-5", "q10 ", "qzzzzzzzzzzzzzzzz", "q1 0", "q10:99999999999999999999");
    INFO(text);
    CHECK_FALSE(reference_from(text).has_value());
}
