// What the tests of decoders share: a sample with one thing changed, and a look at what was decoded.
#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <variant>

namespace tests {

// The sample with one thing changed; a null removes it.
inline nlohmann::json changed(nlohmann::json from, const std::string& pointer, nlohmann::json value) {
    const nlohmann::json::json_pointer where(pointer);
    if (value.is_null())
        from.at(where.parent_pointer()).erase(where.back());
    else
        from[where] = std::move(value);
    return from;
}

// The alternative a variant holds; the test fails when it is another one.
template <class T, class... All>
const T& held(const std::variant<All...>& found) {
    INFO("held alternative " << found.index());
    REQUIRE(std::holds_alternative<T>(found));
    return std::get<T>(found);
}

} // namespace tests
