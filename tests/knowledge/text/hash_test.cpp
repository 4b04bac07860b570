#include "knowledge/text/hash.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

using namespace knowledge::text;

TEST_CASE("a text has the same hash when it is padded, whatever stands behind it", "[text]") {
    std::mt19937 random(8);
    for (std::size_t size = 0; size < 40; ++size)
        for (int i = 0; i < 50; ++i) {
            std::string text(size + 8, ' ');
            for (char& c : text)
                c = static_cast<char>(random());
            CAPTURE(size);
            REQUIRE(hash_of_padded({text.data(), size}) == hash_of({text.data(), size}));
        }
}
