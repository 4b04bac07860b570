#include "knowledge/large_pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>

TEST_CASE("memory is what it was, wherever it begins and however large it is", "[knowledge]") {
    auto [offset, size] = GENERATE(table<std::size_t, std::size_t>({
        {0, 0},
        {1, 100},
        {16, std::size_t{4} << 20U},
        {4095, (std::size_t{9} << 20U) + 13},
    }));
    const auto memory = std::make_unique_for_overwrite<char[]>(offset + size);
    std::fill_n(memory.get(), offset, 'a');
    knowledge::prefer_large_pages(memory.get() + offset, size);
    std::fill_n(memory.get() + offset, size, 'b');
    CHECK(std::count(memory.get(), memory.get() + offset, 'a') == static_cast<std::ptrdiff_t>(offset));
    CHECK(std::count(memory.get() + offset, memory.get() + offset + size, 'b') == static_cast<std::ptrdiff_t>(size));
}
