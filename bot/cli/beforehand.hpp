// What the first question after a start would otherwise wait for: the system's time zones, which take longer to read
// than the database to open, and what OpenSSL sets up when it is first used.
#pragma once

#include "bot/config/settings.hpp"

#include <future>

namespace bot::cli {

// On a thread of its own, beside the rest of the start. get() throws stop{bad_config} when the system does not know the
// time zone of a community, so that nobody's question is the first to find out.
[[nodiscard]] std::future<void> made_ready_beforehand(const config::settings& settings);

} // namespace bot::cli
