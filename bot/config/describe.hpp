// The effective configuration, every key with the value in force, secrets as ***. Inherited keys are filled in.
#pragma once

#include "bot/config/settings.hpp"

#include <string>

namespace bot::config {

std::string describe(const settings& all);         // for people, in the form of the file
std::string describe_as_json(const settings& all); // one object a section, "community" a list with "group" lists

} // namespace bot::config
