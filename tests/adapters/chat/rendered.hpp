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

// No tag, no link to anything but http and https, and no '@' that could mention: outside of code and links' targets one
// is followed by a zero-width space or stands in a mail address.
inline bool harmless_on_dingtalk(std::string_view markdown) {
    const auto word = [](char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); };
    bool quoted = false, code = false;
    for (std::size_t at = 0; at < markdown.size(); ++at) {
        const char c = markdown[at];
        const std::string_view behind = markdown.substr(at + 1);
        const char next = behind.empty() ? ' ' : behind[0], last = at == 0 ? '\n' : markdown[at - 1];
        if (last == '\n') {
            quoted = markdown.substr(at, markdown.find('\n', at) - at).find("> ") != std::string_view::npos;
            code = false;
        }
        if (c == '`' && last != '\\') code = !code;
        if (c == '<' && (word(next) || next == '/' || next == '!' || next == '?')) return false;
        if (c == ']' && next == '(' && !behind.starts_with("(http://") && !behind.starts_with("(https://"))
            return false;
        if (c == '@' && !quoted && !code && !behind.starts_with("\u200b") && !(word(last) && word(next))) return false;
    }
    return true;
}

} // namespace tests
