// What every verb needs first: the settings in force and the database.
#pragma once

#include "adapters/net/proxy.hpp"
#include "bot/cli/arguments.hpp"
#include "bot/config/load.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>

namespace bot::cli {

// Ends the verb with a message and an exit code.
class stop : public std::runtime_error {
  public:
    stop(exit_code code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] exit_code code() const { return code_; }

  private:
    exit_code code_;
};

// The file --config names, else qunda.toml in the current folder, else an empty path: the embedded default is in force.
[[nodiscard]] std::filesystem::path config_file(const common_arguments& common);

// Throws stop{bad_config} with every mistake of the file, a line each.
[[nodiscard]] config::settings settings_in_force(const common_arguments& common, config::secrets wanted);

// --db, else the configuration's. A verb that only reads does not create a file.
enum class if_missing { create, refuse };
[[nodiscard]] knowledge::store::settings database(const common_arguments& common, const config::settings& settings,
                                                  if_missing then);

// How calls leave: [network] and the environment. Throws stop{bad_config}.
[[nodiscard]] adapters::net::way_out way_out_of(const config::network_settings& settings);

[[nodiscard]] knowledge::timestamp now();
[[nodiscard]] double random_share(); // from 0 to 1

} // namespace bot::cli
