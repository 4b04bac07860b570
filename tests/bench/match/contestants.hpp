// Who is measured: our index, and what one would otherwise take.
#pragma once

#include "knowledge/match/index.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tests::bench {

class contestant {
  public:
    contestant() = default;
    virtual ~contestant() = default;
    contestant(const contestant&) = delete;
    contestant& operator=(const contestant&) = delete;

    virtual void build(const std::vector<knowledge::match::document>& entries) = 0;
    // Bytes it keeps for all entries.
    [[nodiscard]] virtual std::size_t size() const = 0;
    // The best ten; returns the number of the first entry, from 0, or -1.
    [[nodiscard]] virtual long ask(const std::string& question) = 0;
};

[[nodiscard]] std::unique_ptr<contestant> sqlite_fts5(const std::filesystem::path& folder);
// nullptr where the benchmark was built without it.
[[nodiscard]] std::unique_ptr<contestant> xapian(const std::filesystem::path& folder);

} // namespace tests::bench
