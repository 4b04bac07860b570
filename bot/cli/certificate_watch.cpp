#include "bot/cli/certificate_watch.hpp"

#include "bot/observe/log.hpp"

#include <fmt/chrono.h>

namespace bot::cli {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours fortnight = 14 * 24h;

} // namespace

std::string about_the_end(std::chrono::sys_seconds ends, std::chrono::sys_seconds now) {
    if (ends - now > fortnight) return {};
    return fmt::format("the TLS certificate {} {:%Y-%m-%dT%H:%M:%S}Z; renew it and send SIGHUP",
                       ends > now ? "ends" : "has ended, platforms do not accept it since",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(ends)));
}

void certificate_watch::look() {
    const auto ends = server_.certificate_ends();
    if (!ends) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto words = about_the_end(*ends, now);
    if (*ends <= now)
        observe::log::error("{}", words);
    else if (!words.empty())
        observe::log::warning("{}", words);
    timer_ = loop_.after(24h, [this] { look(); });
}

} // namespace bot::cli
