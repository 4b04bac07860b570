#include "adapters/net/base64.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace adapters::net {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 255;

constexpr std::array<std::uint8_t, 256> values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

} // namespace

std::string to_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (k < taken ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= taken ? alphabet[group >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    const std::size_t digits = text.size() - padding;

    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const std::uint8_t value = values[static_cast<unsigned char>(text[i])];
        if (value == no_digit) return std::nullopt;
        group = group << 6 | value;
        if (i % 4 == 3) {
            for (int shift = 16; shift >= 0; shift -= 8)
                bytes += static_cast<char>(group >> shift & 255U);
            group = 0;
        }
    }
    if (padding == 1) {
        if ((group & 3U) != 0) return std::nullopt;
        bytes += static_cast<char>(group >> 10 & 255U);
        bytes += static_cast<char>(group >> 2 & 255U);
    } else if (padding == 2) {
        if ((group & 15U) != 0) return std::nullopt;
        bytes += static_cast<char>(group >> 4 & 255U);
    }
    return bytes;
}

} // namespace adapters::net
