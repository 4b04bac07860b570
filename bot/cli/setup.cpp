#include "bot/cli/setup.hpp"

#include "bot/config/environment.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace bot::cli {

namespace {

constexpr auto usual_file = "qunda.toml";

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

std::filesystem::path config_file(const common_arguments& common) {
    if (common.config) return *common.config;
    std::error_code ignored;
    return std::filesystem::exists(usual_file, ignored) ? std::filesystem::path(usual_file) : std::filesystem::path();
}

config::settings settings_in_force(const common_arguments& common, config::secrets wanted) {
    const auto file = config_file(common);
    if (file.empty()) return config::embedded_default();
    auto read = config::load(file, config::process_environment(), wanted);
    if (auto* settings = std::get_if<config::settings>(&read)) return std::move(*settings);
    std::string all;
    for (const auto& mistake : std::get<std::vector<config::mistake>>(read)) {
        if (!all.empty()) all += '\n';
        all += to_string(mistake);
    }
    throw stop(bad_config, all);
}

knowledge::store::settings database(const common_arguments& common, const config::settings& settings, if_missing then) {
    knowledge::store::settings how;
    how.path = common.database.value_or(settings.storage.path);
    how.create = then == if_missing::create;
    std::error_code ignored;
    if (!how.create && !std::filesystem::exists(how.path, ignored)) {
        throw stop(no_input, how.path.string() + ": there is no such database; `qunda import` makes one");
    }
    return how;
}

adapters::net::way_out way_out_of(const config::network_settings& settings) {
    adapters::net::way_out way{.allow_private_addresses = settings.allow_private_addresses};
    if (!settings.proxy_from_environment) return way;
    try {
        way.proxies = adapters::net::proxies_from(config::process_environment());
    } catch (const std::invalid_argument& wrong) {
        throw stop(bad_config, wrong.what());
    }
    return way;
}

knowledge::timestamp now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

double random_share() {
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

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
