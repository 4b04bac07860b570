// A copy of the whole database as it is at one moment, for trying something out on it.
#pragma once

#include "knowledge/store/store.hpp"

#include <filesystem>

namespace knowledge::store {

// Others may go on writing meanwhile. `to` must not be there yet. Throws error.
void copy_database(const settings& from, const std::filesystem::path& to);

} // namespace knowledge::store
