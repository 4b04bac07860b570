// A folder that is gone when the test is over.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

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
    // A file of that name, over an older one if need be; its path.
    std::filesystem::path write(const std::string& name, std::string_view content, unsigned mode = 0600) const {
        const auto file = path_ / name;
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
        std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
        return file;
    }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

} // namespace tests
