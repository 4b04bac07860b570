#include "bot/config/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

namespace bot::config {

namespace fs = std::filesystem;

std::string why_not_readable(const fs::path& file, bool is_private) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) return fmt::format("there is no file {}", file.string());
    if (error) return fmt::format("cannot look at {}: {}", file.string(), error.message());
    if (status.type() != fs::file_type::regular) return fmt::format("{} is not a plain file", file.string());
    const auto open_to_all = fs::perms::others_read | fs::perms::others_write;
    if (is_private && (status.permissions() & open_to_all) != fs::perms::none)
        return fmt::format("{0} is open to every user of this machine; run: chmod o-rwx {0}", file.string());
    if (::access(file.c_str(), R_OK) != 0) return fmt::format("{} cannot be read by this user", file.string());
    return {};
}

file_text read_small_file(const fs::path& file, bool is_private, std::uintmax_t limit_bytes) {
    if (auto why = why_not_readable(file, is_private); !why.empty()) return {{}, std::move(why)};
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return {{}, fmt::format("cannot look at {}: {}", file.string(), error.message())};
    if (size > limit_bytes) return {{}, fmt::format("{} is longer than {} bytes", file.string(), limit_bytes)};
    std::ifstream in(file, std::ios::binary);
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) return {{}, fmt::format("{} cannot be read", file.string())};
    return {std::move(text), {}};
}

} // namespace bot::config
