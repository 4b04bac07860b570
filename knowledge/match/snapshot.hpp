// An index in a file, so that it need not be built at every start: mapped as it is, after every part was checked. The
// file can be deleted at any time; it is of use only to a program built from the same sources.
#pragma once

#include "knowledge/match/index.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace knowledge::match {

// What the index was built from, in the words of whoever keeps it.
using snapshot_origin = std::array<std::int64_t, 4>;

struct snapshot {
    std::shared_ptr<const index> content; // nullptr when there is none of use
    snapshot_origin origin{};
    std::string why_not; // then: "there is none", "another qunda wrote it", …
};

// Never throws for what is in the file: what is damaged, cut off or written by another program is of no use.
// `own`: the own words it must have been built with.
[[nodiscard]] snapshot load_snapshot(const std::filesystem::path& file, index::own_words own = nullptr);

// Readers see the old file or the new one, whole. Throws std::system_error when it cannot be written; then the old one
// stays.
void save_snapshot(const std::filesystem::path& file, const index& content, const snapshot_origin& origin);

} // namespace knowledge::match
