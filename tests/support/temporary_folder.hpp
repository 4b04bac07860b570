// A folder that is gone when the test is over.
#pragma once

#include <filesystem>
#include <random>
#include <string>

namespace tests {

class temporary_folder {
  public:
    temporary_folder() {
        std::random_device random;
        path_ = std::filesystem::temp_directory_path() /
                ("qunda-test-" + std::to_string(random()) + std::to_string(random()));
        std::filesystem::create_directories(path_);
    }
    ~temporary_folder() {
        std::error_code ignored; // a test that broke the folder's rights has already said so
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

} // namespace tests
