#include "bot/cli/write_file.hpp"

#include "bot/cli/setup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

namespace bot::cli {

namespace {

// A file that is being written.
class descriptor {
  public:
    explicit descriptor(int number) : number_(number) {}
    ~descriptor() { close(); }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    [[nodiscard]] bool valid() const { return number_ >= 0; }
    // These three leave their reason in errno.
    [[nodiscard]] bool write(std::string_view text) const {
        while (!text.empty()) {
            const auto written = ::write(number_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    [[nodiscard]] bool finish(const struct stat* like) const {
        return (like == nullptr || ::fchmod(number_, like->st_mode & 0777U) == 0) && ::fsync(number_) == 0;
    }
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

// Through symbolic links, also to what is not there yet.
std::filesystem::path link_target(std::filesystem::path file) {
    constexpr int most_links = 40; // as the kernel follows
    std::error_code ignored;
    for (int links = 0; links < most_links && std::filesystem::is_symlink(file, ignored); ++links)
        file = file.parent_path() / std::filesystem::read_symlink(file, ignored);
    return file;
}

[[noreturn]] void refuse_writing(const std::filesystem::path& file, const char* what, int reason) {
    const bool broken = reason == ENOSPC || reason == EDQUOT || reason == EIO;
    throw stop(broken ? io_error : cannot_create, file.string() + ": " + what + ": " + std::strerror(reason));
}

} // namespace

void write_file(const std::filesystem::path& file, const std::string& text) {
    struct stat known {};
    const bool exists = ::stat(file.c_str(), &known) == 0;
    if (exists && !S_ISREG(known.st_mode)) { // /dev/stdout, a pipe: nothing can take its place
        descriptor out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
        if (!out.valid()) refuse_writing(file, "cannot be opened", errno);
        if (!out.write(text) || !out.close()) refuse_writing(file, "cannot be written", errno);
        return;
    }
    const auto target = link_target(file);
    auto beside = target;
    beside += fmt::format(".{:08x}.part", std::random_device{}());
    descriptor out(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!out.valid()) refuse_writing(file, "cannot be created", errno);
    const bool written = out.write(text) && out.finish(exists ? &known : nullptr) && out.close();
    if (written && ::rename(beside.c_str(), target.c_str()) == 0) return;
    const int reason = errno;
    ::unlink(beside.c_str());
    refuse_writing(file, written ? "cannot be moved into place" : "cannot be written", reason);
}

} // namespace bot::cli
