// A message as all of DingTalk's ways out have it in common: a title, a text within so many bytes, and buttons. What
// each way makes of it is webhook.hpp's, openapi.hpp's and card.hpp's. Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::dingtalk {

inline constexpr std::size_t most_buttons = 5;

// A button is a link that makes whoever taps it say something to the bot (dtmd://dingtalkclient/sendMessage).
struct link_button {
    std::string title, url;

    bool operator==(const link_button&) const = default;
};

struct composition {
    std::string title;  // never empty: an empty one is refused
    std::string text;   // Markdown of DingTalk: who it is for, and the body
    std::string footer; // likewise; with the commands, where they are written out
    std::string status;
    std::vector<link_button> buttons; // at most most_buttons
    bool picks = false;               // the buttons are a list to pick from

    [[nodiscard]] std::string whole() const; // text, footer and status
};

// by_id: "@0123", which shows as a mention where at.atUserIds names the same id. by_tag: "<a atId=0123>Li</a>", which
// does so in a card that names the id in cardAtUserIds. by_name: the name alone, for ways that cannot mention; also for
// people without a usable id.
enum class naming { by_id, by_tag, by_name };

// tapped: as buttons. written: as text, for who gets a message without buttons.
enum class commands { tapped, written };

// The body is shortened with a note until everything `fits`; footer and status stay whole, unless they alone are too
// long.
[[nodiscard]] composition compose(const chat::outgoing& message, naming how, commands form,
                                  const std::function<bool(const composition&)>& fits);

// The id where it may stand in a Markdown text and in a request, "" where it may not: ids are chosen by organisations.
[[nodiscard]] std::string_view usable_id(const chat::person& who);

// Those of all whom the message is for.
[[nodiscard]] std::vector<std::string_view> usable_ids(const chat::outgoing& message);

} // namespace adapters::dingtalk
