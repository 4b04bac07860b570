// How our values become columns and back: ids and times are 64-bit numbers, a time as milliseconds since 1970, bools 0
// or 1, enumerations their names, so that a person with a database shell can read a row.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/statement.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace knowledge::store {

// The enumerator of that name; throws error{unusable}: only a damaged or foreign file has another.
template <class E>
E enumerator(std::string_view name) {
    for (int at = 0; to_string(static_cast<E>(at)) != "?"; ++at) {
        if (to_string(static_cast<E>(at)) == name) return static_cast<E>(at);
    }
    throw error(trouble::unusable, "the database holds an unknown state \"" + std::string(name) + "\"");
}

namespace detail {

template <class T>
inline constexpr bool is_strong_id = false;
template <class Tag>
inline constexpr bool is_strong_id<strong_id<Tag>> = true;

// What is bound for a value: text as a view of it, which lasts as long as the call it was passed to.
inline std::string_view to_column(std::string_view value) {
    return value;
}
inline double to_column(double value) {
    return value;
}
inline std::int64_t to_column(timestamp value) {
    return value.time_since_epoch().count();
}

template <class Tag>
std::int64_t to_column(strong_id<Tag> value) {
    return value.value;
}

template <class T>
requires std::is_integral_v<T> || std::is_enum_v<T>
auto to_column(T value) {
    if constexpr (std::is_enum_v<T>) {
        return to_string(value);
    } else {
        return static_cast<std::int64_t>(value);
    }
}

// Column `place` of the row that is there into a T.
template <class T>
void take_column(const engine::statement& row, int place, T& target) {
    if constexpr (std::is_enum_v<T>) {
        target = enumerator<T>(row.text(place));
    } else if constexpr (std::is_same_v<T, std::string>) {
        target.assign(row.text(place));
    } else if constexpr (std::is_floating_point_v<T>) {
        target = row.real(place);
    } else if constexpr (std::is_same_v<T, timestamp>) {
        target = timestamp{std::chrono::milliseconds{row.number(place)}};
    } else if constexpr (is_strong_id<T>) {
        target.value = row.number(place);
    } else if constexpr (std::is_same_v<T, bool>) {
        target = row.number(place) != 0;
    } else {
        target = static_cast<T>(row.number(place));
    }
}

} // namespace detail
} // namespace knowledge::store
