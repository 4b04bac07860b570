#include "adapters/slack/commands.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"

#include <string>

namespace adapters::slack {

namespace {

// The fields by name, whatever they came in.
struct asked {
    std::string_view team_id, channel_id, user_id, user_name, text, response_url, trigger_id;
};

command read(const asked& in, chat::timestamp now) {
    struct required {
        const char* name;
        std::string_view value;
    };
    for (const auto& [name, value] :
         {required{"team_id", in.team_id}, required{"channel_id", in.channel_id}, required{"user_id", in.user_id}}) {
        if (!chat::is_plain_id(value)) return malformed{std::string(name) + ": missing or no id"};
    }
    if (!is_delivery_id(in.trigger_id)) return malformed{"trigger_id: missing or no id"};
    chat::incoming out;
    out.delivery_id = out.message_id = "command-" + std::string(in.trigger_id);
    out.where = {.on = chat::platform::slack,
                 .workspace = std::string(in.team_id),
                 .group = std::string(in.user_id),
                 .direct = true};
    out.who = {.id = std::string(in.user_id),
               .name = chat::one_line(chat::first_characters(chat::repaired(in.user_name), 80))};
    out.text = plain_text(in.text, {});
    out.sent_at = now;
    if (!in.response_url.empty()) out.reply = {.url = std::string(in.response_url), .expires_at = now + reply_lifetime};
    out.private_reply = true;
    out.asked_in = in.channel_id;
    return out;
}

// `field` gives the text of a field by its name, however the command came.
template <class Field>
auto read_fields(Field field, chat::timestamp now) {
    return read({.team_id = field("team_id"),
                 .channel_id = field("channel_id"),
                 .user_id = field("user_id"),
                 .user_name = field("user_name"),
                 .text = field("text"),
                 .response_url = field("response_url"),
                 .trigger_id = field("trigger_id")},
                now);
}

} // namespace

command decode_command(const net::pairs& fields, chat::timestamp now) {
    return read_fields([&](std::string_view name) { return net::value_of(fields, name); }, now);
}

command decode_command_json(std::string_view payload_json, chat::timestamp now) {
    auto found = chat::read_json(payload_json, [now](const chat::json_object& root) {
        return read_fields([&](std::string_view name) { return root.text_or(name, ""); }, now);
    });
    if (!found) return malformed{to_string(found.error())};
    return *std::move(found);
}

bool is_ssl_check(const net::pairs& fields) {
    return net::value_of(fields, "ssl_check") == "1";
}

} // namespace adapters::slack
