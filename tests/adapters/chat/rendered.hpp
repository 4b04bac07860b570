// What must hold for every rendered text, whatever went in. Shared by the tests and the fuzz targets.
#pragma once

#include <string_view>

namespace tests {

// Every '<' opens a link to http, https or mailto that is closed again, with no further bracket inside.
inline bool pings_nobody_on_slack(std::string_view mrkdwn) {
    for (std::size_t at = 0; (at = mrkdwn.find_first_of("<>", at)) != std::string_view::npos;) {
        if (mrkdwn[at] == '>') { // at a line's start, blanks allowed, it is a quote
            const std::size_t line = mrkdwn.rfind('\n', at) + 1;
            if (mrkdwn.substr(line, at - line).find_first_not_of("> •.0123456789") != std::string_view::npos)
                return false;
            ++at;
            continue;
        }
        const std::string_view inside = mrkdwn.substr(at + 1);
        if (!inside.starts_with("http://") && !inside.starts_with("https://") && !inside.starts_with("mailto:")) {
            return false;
        }
        const std::size_t end = inside.find_first_of("<>\n");
        if (end == std::string_view::npos || inside[end] != '>') return false;
        at += end + 2;
    }
    return true;
}

} // namespace tests
