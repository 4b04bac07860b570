#include "bot/server/health_routes.hpp"

#include <utility>

namespace bot::server {

void add_health_routes(http_server& server, std::function<std::string()> why_not,
                       std::function<std::string()> figures) {
    server.route("GET", "/healthz", [figures = std::move(figures)](const request&, responder respond) {
        respond({.status = 200, .body = "ok\n" + figures(), .headers = {}});
    });
    server.route("GET", "/readyz", [why_not = std::move(why_not)](const request&, responder respond) {
        const auto reason = why_not();
        if (reason.empty()) return respond({.status = 200, .body = "ready\n", .headers = {}});
        respond({.status = 503, .body = reason + "\n", .headers = {}});
    });
}

} // namespace bot::server
