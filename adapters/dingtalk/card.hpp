// Interactive cards, as bytes and back: made and delivered, shown anew, and where their presses are sent. A card is
// filled through the variables of a template that an admin has built (docs/admin.md names them); buttons it shows are
// pressed without a visible message (card_callback.hpp). Pure.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/dingtalk/attempt.hpp"
#include "adapters/dingtalk/openapi.hpp"
#include "adapters/net/http_client.hpp"

#include <string>
#include <string_view>

namespace adapters::dingtalk {

struct card_settings {
    std::string template_id; // "….schema"
    std::string robot_code;
    std::string route_key; // presses come by HTTP to the address registered under this key; empty: by Stream
};

// createAndDeliver into message.where.group, or to the partner of a direct conversation. The card's id (outTrackId) is
// message.id.
[[nodiscard]] net::http_request encode_card(const chat::outgoing& message, const card_settings& how,
                                            const openapi_access& access);
// Shows message.target as `message` has it now.
[[nodiscard]] net::http_request encode_card_update(const chat::outgoing& message, const openapi_access& access);

// As classify_openapi(). sent: the card is there, message_id is its id; also when it was there already, because making
// it again under its own id does nothing. A card that could not be delivered, for whatever reason but haste, may be
// said elsewhere.
[[nodiscard]] attempt classify_card(const net::http_answer& answer, std::string_view out_track_id);

// Tells the platform where presses go: a public address of ours, and the secret it signs them with.
[[nodiscard]] net::http_request encode_card_route(std::string_view route_key, std::string_view callback_url,
                                                  std::string_view api_secret, const openapi_access& access);
[[nodiscard]] attempt classify_card_route(const net::http_answer& answer);

} // namespace adapters::dingtalk
