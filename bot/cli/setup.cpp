#include "bot/cli/setup.hpp"

#include "bot/config/environment.hpp"

#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

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

} // namespace bot::cli
