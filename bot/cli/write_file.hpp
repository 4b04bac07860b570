// Files that verbs write.
#pragma once

#include <filesystem>
#include <string>

namespace bot::cli {

// Writes a whole text to a file beside its place and moves it there: nobody sees half of it. A symbolic link stays one,
// a file that was there keeps its rights; what is no regular file (/dev/stdout) is written to directly. Throws stop.
void write_file(const std::filesystem::path& file, const std::string& text);

} // namespace bot::cli
