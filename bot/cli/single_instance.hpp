// One running bot a database: two would send each other's replies. A lock on a file beside the database, gone with the
// process.
#pragma once

#include <filesystem>

namespace bot::cli {

class single_instance {
  public:
    // Throws stop{unavailable} when another one holds it, stop{cannot_create} when the file cannot be made.
    explicit single_instance(const std::filesystem::path& database);
    ~single_instance();
    single_instance(const single_instance&) = delete;
    single_instance& operator=(const single_instance&) = delete;

  private:
    int file_ = -1;
};

} // namespace bot::cli
