// How our values become columns and back: ids and times are 64-bit numbers, a time as milliseconds since 1970, bools 0
// or 1, enumerations their names, so that a person with a database shell can read a row.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

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

inline const std::string& to_column(const std::string& value) {
    return value;
}
inline std::string to_column(std::string_view value) {
    return std::string(value);
}
inline std::string to_column(const char* value) {
    return value;
}
inline double to_column(double value) {
    return value;
}
inline long long to_column(timestamp value) {
    return value.time_since_epoch().count();
}

template <class Tag>
long long to_column(strong_id<Tag> value) {
    return value.value;
}

template <class T>
requires std::is_integral_v<T> || std::is_enum_v<T>
auto to_column(T value) {
    if constexpr (std::is_enum_v<T>) {
        return std::string(to_string(value));
    } else {
        return static_cast<long long>(value);
    }
}

// What the database library fills for a column of type T, and how it gets into a T.
template <class T>
using raw_column = std::conditional_t<std::is_same_v<T, std::string> || std::is_enum_v<T>, std::string,
                                      std::conditional_t<std::is_floating_point_v<T>, double, long long>>;

template <class T>
struct slot {
    T& target;
    raw_column<T> raw{};

    void take() {
        if constexpr (std::is_enum_v<T>) {
            target = enumerator<T>(raw);
        } else if constexpr (std::is_same_v<T, timestamp>) {
            target = timestamp{std::chrono::milliseconds{raw}};
        } else if constexpr (is_strong_id<T>) {
            target.value = raw;
        } else if constexpr (std::is_same_v<T, bool>) {
            target = raw != 0;
        } else if constexpr (std::is_same_v<T, std::string>) {
            target = std::move(raw);
        } else {
            target = static_cast<T>(raw);
        }
    }
};

} // namespace detail
} // namespace knowledge::store
