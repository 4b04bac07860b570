#include "adapters/chat/text.hpp"

#include "adapters/slack/events.hpp"
#include "adapters/slack/mrkdwn.hpp"

#include <algorithm>

namespace adapters::slack {
namespace {

void append_unescaped(std::string_view text, std::string& out) {
    while (!text.empty()) {
        if (text.starts_with("&amp;")) {
            out += '&', text.remove_prefix(5);
        } else if (text.starts_with("&lt;")) {
            out += '<', text.remove_prefix(4);
        } else if (text.starts_with("&gt;")) {
            out += '>', text.remove_prefix(4);
        } else {
            out += text.front(), text.remove_prefix(1);
        }
    }
}

struct token {
    std::string_view target, label;
};

token split(std::string_view inside) {
    const std::size_t bar = inside.find('|');
    if (bar == std::string_view::npos) return {inside, {}};
    return {inside.substr(0, bar), inside.substr(bar + 1)};
}

// The mention leaves one blank where it stood between two, none at the ends; "@bot: how …" leaves "how …".
void drop_mention(std::string_view& rest, const std::string& out) {
    if (chat::trimmed(out).empty()) {
        for (const std::string_view mark : {":", ",", "\uff1a", "\uff0c"}) {
            if (rest.starts_with(mark)) rest.remove_prefix(mark.size());
        }
    }
    const bool gap = out.empty() || chat::is_blank(out.back());
    while (gap && !rest.empty() && chat::is_blank(rest.front()))
        rest.remove_prefix(1);
}

// A bare "sofa.org" comes as <http://sofa.org|sofa.org>: the label is the address.
bool is_address(std::string_view label, std::string_view address) {
    const std::size_t scheme = address.find("://");
    std::string_view short_form = scheme == std::string_view::npos ? address : address.substr(scheme + 3);
    if (short_form.ends_with('/') && !label.ends_with('/')) short_form.remove_suffix(1);
    return label.empty() || label == address || label == short_form;
}

void append_link(const token& link, std::string& out) {
    const std::string_view address = link.target.starts_with("mailto:") ? link.target.substr(7) : link.target;
    if (is_address(link.label, address)) {
        append_unescaped(link.label.empty() ? address : link.label, out);
        return;
    }
    append_unescaped(link.label, out);
    out += " (";
    append_unescaped(address, out);
    out += ')';
}

// <!here>, <!subteam^S1|@helpers>, <!date^1392734382^{date}|18 February>.
void append_special(const token& special, std::string& out) {
    if (!special.label.empty()) {
        append_unescaped(special.label, out);
        return;
    }
    const std::string_view word = special.target.substr(1);
    const std::size_t hat = word.find('^');
    out += '@';
    append_unescaped(hat == std::string_view::npos ? word : word.substr(hat + 1), out);
}

} // namespace

std::string unescaped(std::string_view text, std::string_view bot_user_id) {
    std::string out;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t open = std::min(rest.find('<'), rest.size());
        append_unescaped(rest.substr(0, open), out);
        rest.remove_prefix(open);
        const std::size_t close = rest.find('>');
        if (close == std::string_view::npos) { // no token: Slack escapes a typed '<', so this is not from a client
            append_unescaped(rest, out);
            break;
        }
        const std::string_view whole = rest.substr(0, close + 1);
        const token found = split(whole.substr(1, close - 1));
        rest.remove_prefix(close + 1);
        const char first = found.target.empty() ? '\0' : found.target.front();
        if (first == '@' && found.target.substr(1) == bot_user_id && !bot_user_id.empty()) {
            drop_mention(rest, out);
        } else if (first == '@' || first == '#') {
            out += first;
            append_unescaped(found.label.empty() ? found.target.substr(1) : found.label, out);
        } else if (first == '!') {
            append_special(found, out);
        } else if (found.target.find("://") != std::string_view::npos || found.target.starts_with("mailto:") ||
                   found.target.starts_with("tel:")) {
            append_link(found, out);
        } else {
            append_unescaped(whole, out);
        }
    }
    return chat::repaired(out);
}

std::string plain_text(std::string_view text, std::string_view bot_user_id) {
    const std::string whole = unescaped(text, bot_user_id);
    return std::string(chat::trimmed(whole));
}

} // namespace adapters::slack
