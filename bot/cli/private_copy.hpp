// A copy of the database to try something out on, in a folder only we can read, gone with the object.
#pragma once

#include "knowledge/store/store.hpp"

#include <filesystem>

namespace bot::cli {

class private_copy {
  public:
    // Throws stop, store::error.
    explicit private_copy(const knowledge::store::settings& of);
    ~private_copy();
    private_copy(const private_copy&) = delete;
    private_copy& operator=(const private_copy&) = delete;

    [[nodiscard]] knowledge::store::settings settings() const;

  private:
    std::filesystem::path folder_;
};

} // namespace bot::cli
