#include "bot/cli/setup.hpp"

#include "bot/config/environment.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace bot::cli {

namespace {

constexpr auto usual_file = "qunda.toml";

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

knowledge::timestamp now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void write_file(const std::filesystem::path& file, const std::string& text) {
    auto beside = file;
    beside += ".part";
    const auto refuse = [&](const char* what) {
        const int number = errno;
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        throw stop(number == ENOSPC ? io_error : cannot_create,
                   file.string() + ": " + what + ": " + std::strerror(number));
    };
    std::ofstream out(beside, std::ios::binary);
    if (!out) refuse("cannot be created");
    out << text << std::flush;
    if (!out) refuse("cannot be written");
    out.close();
    std::error_code trouble;
    std::filesystem::rename(beside, file, trouble);
    if (trouble) {
        errno = trouble.value();
        refuse("cannot be moved into place");
    }
}

} // namespace bot::cli
