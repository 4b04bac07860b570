// Small files on the admin's disk: configuration, secrets, certificates.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace bot::config {

// "" when the file exists, is a plain file, can be read, and (for a private one) is not open to everybody; otherwise
// why not, for the admin.
std::string why_not_readable(const std::filesystem::path& file, bool is_private);

struct file_text {
    std::string text;
    std::string trouble; // empty: all of the file is in `text`; otherwise why not, for the admin
};

file_text read_small_file(const std::filesystem::path& file, bool is_private, std::uintmax_t limit_bytes);

} // namespace bot::config
