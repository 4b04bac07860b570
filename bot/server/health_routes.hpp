// GET /healthz: the process answers, with lines of figures. GET /readyz: it can take questions; 503 while it cannot,
// with what is missing.
#pragma once

#include "bot/server/http_server.hpp"

#include <functional>
#include <string>

namespace bot::server {

// `why_not` gives one line, or "" when everything is there.
void add_health_routes(
    http_server& server, std::function<std::string()> why_not,
    std::function<std::string()> figures = [] { return std::string(); });

} // namespace bot::server
