#include "bot/cli/private_copy.hpp"

#include "bot/cli/setup.hpp"
#include "knowledge/store/copy.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace bot::cli {

namespace {

std::filesystem::path new_folder() {
    std::error_code trouble;
    const auto parent = std::filesystem::temp_directory_path(trouble);
    if (trouble) throw stop(cannot_create, "no folder for temporary files: " + trouble.message());
    auto name = (parent / "qunda-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw stop(cannot_create, name + ": " + std::strerror(errno));
    return name;
}

void sweep(const std::filesystem::path& folder) {
    std::error_code ignored; // what is left over there is in nobody's way
    std::filesystem::remove_all(folder, ignored);
}

} // namespace

private_copy::private_copy(const knowledge::store::settings& of) : folder_(new_folder()) {
    try {
        knowledge::store::copy_database(of, settings().path);
    } catch (...) {
        sweep(folder_);
        throw;
    }
}

private_copy::~private_copy() {
    sweep(folder_);
}

knowledge::store::settings private_copy::settings() const {
    return {.path = folder_ / "copy.db"};
}

} // namespace bot::cli
