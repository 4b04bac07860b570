#include "adapters/dingtalk/card_callback.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/dingtalk/fields.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/net/base64.hpp"
#include "adapters/net/hex.hpp"
#include "adapters/net/hmac.hpp"

#include <algorithm>

namespace adapters::dingtalk {

using chat::json_kind;
using chat::json_object;

namespace {

constexpr std::size_t value_limit = 100; // see chat::button
constexpr std::string_view staff_id_type = "1";

// Of what the button was given in the template: params {action, value}. One document has them under cardPrivateData,
// another one level higher.
struct pressed_button {
    std::string action, value;
};

pressed_button button_in(const json_object& content) {
    const json_object own = content.object_if("cardPrivateData");
    const json_object params = own.object_if("params") ? own.object_if("params") : content.object_if("params");
    return {std::string(params.text_if("action")), std::string(params.text_if("value"))};
}

// `content`, or `value` as some pages call it; JSON in a text, or JSON itself.
pressed_button button_of(const json_object& root) {
    for (const std::string_view key : {"content", "value"}) {
        if (const json_object inner = root.object_if(key)) return button_in(inner);
        const auto read = chat::read_json(root.text_if(key), button_in);
        if (read && !read->action.empty()) return *read;
    }
    return {};
}

bool staff_id_is_meant(const json_object& root) {
    switch (root.kind("userIdType")) {
    case json_kind::absent:
    case json_kind::null:
        return true; // what we ask for when we make a card
    case json_kind::text:
        return root.text("userIdType") == staff_id_type;
    default:
        return root.integer("userIdType") == 1;
    }
}

std::string required(const json_object& root, std::string_view key) {
    const std::string_view text = root.text(key);
    if (!is_id(text)) root.refuse(key);
    return std::string(text);
}

card_event decode_root(const json_object& root, const pins& pinned, std::string_view nonce) {
    if (root.text_or("type", "actionCallback") != "actionCallback") return ignored{"no press of a button"};
    const std::string corp = required(root, "corpId");
    if (!pinned.corp_id.empty() && corp != pinned.corp_id) return ignored{"for another organisation"};
    chat::press press;
    press.message_id = required(root, "outTrackId");
    press.who.id = required(root, "userId");
    press.where.on = chat::platform::dingtalk;
    press.where.workspace = corp;
    press.where.group = required(root, "spaceId");
    if (!staff_id_is_meant(root)) return ignored{"whoever pressed is not named by a staff id"};

    const pressed_button button = button_of(root);
    const auto what = chat::action_from(button.action);
    if (!what) return ignored{"a button that is not ours"};
    press.what = *what;
    // card.cpp, value_of(): the conversation stands behind the value where the space is a person.
    const std::size_t blank = std::min(button.value.find(' '), button.value.size());
    press.value = button.value.substr(0, blank);
    if (!is_printable(press.value, value_limit)) return ignored{"a button that is not ours"};
    if (blank < button.value.size()) {
        press.where.group = button.value.substr(blank + 1);
        press.where.direct = true;
        if (!is_id(press.where.group)) return ignored{"a button that is not ours"};
    }
    press.delivery_id = "card:" + press.message_id + ':' + press.who.id + ':' + button.action + ':' + press.value +
                        ':' + std::string(nonce);
    return press;
}

} // namespace

card_event decode_card_callback(std::string_view json, const pins& pinned, std::string_view nonce) {
    auto read = chat::read_json(json, [&](const json_object& root) { return decode_root(root, pinned, nonce); });
    if (!read) return malformed{to_string(read.error())};
    return *std::move(read);
}

chat::authenticity check_card_signature(const card_signature_headers& headers, std::span<const std::string> secrets,
                                        std::chrono::sys_time<std::chrono::milliseconds> now,
                                        std::chrono::seconds window) {
    return check_time_signature({headers.timestamp, headers.signature}, secrets, now, window,
                                [](std::string_view timestamp, std::string_view secret) {
                                    return net::to_base64(net::hmac_sha256(card_api_secret(secret), timestamp));
                                });
}

std::string card_api_secret(std::string_view app_secret) {
    return net::to_hex(net::hmac_sha256(app_secret, "qunda: presses on cards"));
}

} // namespace adapters::dingtalk
