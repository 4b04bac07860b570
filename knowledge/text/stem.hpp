// English words without their endings: "configuring", "configured" and "configures" are one term. Other words of Latin
// letters are treated the same; what is not made of a-z stays as it is.
#pragma once

#include <cstddef>
#include <string>

namespace knowledge::text {

[[nodiscard]] std::string stem(std::string word);

// In place; returns the new size, which is never greater.
[[nodiscard]] std::size_t stem(char* word, std::size_t size);

} // namespace knowledge::text
