// Text from files, checked before anybody reads meaning into it: bounded, valid UTF-8, without a byte order mark.
// Everything a reader could not use is a finding with its place, so that a person can go and look.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace knowledge::exchange {

struct finding {
    std::string file;
    int line = 0; // from 1; 0 when it is about the whole file
    std::string reason;

    bool operator==(const finding&) const = default;
};

// A hundred times the largest weekly or evaluation set we have seen; a bigger file is not knowledge but an accident.
inline constexpr std::size_t file_limit_bytes = std::size_t{16} << 20;

// The file's text without a byte order mark, or why it is refused: not readable, too big, or what check_text() says.
std::variant<std::string, finding> read_text_file(const std::filesystem::path& path);

// Refuses text that is not UTF-8 or holds a NUL, with the line of the first bad byte; nullopt when it is fine.
std::optional<finding> check_text(std::string_view text, std::string_view file);

std::string_view without_byte_order_mark(std::string_view text);

// Lines without their LF or CRLF; no extra empty line after a final line end.
std::vector<std::string_view> split_lines(std::string_view text);

} // namespace knowledge::exchange
