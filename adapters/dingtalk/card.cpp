#include "adapters/dingtalk/card.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/composition.hpp"
#include "adapters/dingtalk/render.hpp"

#include <nlohmann/json.hpp>

namespace adapters::dingtalk {

using chat::json_object;
using chat::verdict;
using nlohmann::json;

namespace {

// What a button's press carries: its value; in a direct conversation also which one, because there the callback names
// the person, not the conversation.
std::string value_of(const chat::button& one, const chat::place& where) {
    return where.direct ? one.value + ' ' + where.group : one.value;
}

// Variables of a card are texts, all of them; those of buttons that are not there are empty.
json variables(const composition& made, const chat::outgoing& message) {
    json all = {{"title", made.title}, {"markdown", made.text}, {"footer", made.footer}, {"status", made.status}};
    for (std::size_t at = 0; at < most_buttons; ++at) {
        const auto* one = at < message.buttons.size() ? &message.buttons[at] : nullptr;
        const std::string number = std::to_string(at + 1);
        all["label" + number] = one ? render_title(one->label) : "";
        all["action" + number] = one ? std::string(to_string(one->what)) : "";
        all["value" + number] = one ? value_of(*one, message.where) : "";
    }
    return all;
}

json variables_of(const chat::outgoing& message) {
    const composition made = compose(message, naming::by_tag, commands::tapped, [&](const composition& candidate) {
        return chat::json_text(variables(candidate, message)).size() <= msg_param_limit_bytes;
    });
    return variables(made, message);
}

// Not delivered, so another way may be taken; but not before the platform has had the pause it asks for.
attempt or_elsewhere(attempt found) {
    if (found.became.what == verdict::failed && found.help != remedy::fresh_token) found.help = remedy::elsewhere;
    return found;
}

attempt read_delivered(const json_object& root, std::string_view out_track_id) {
    if (!root.flag_or("success", false)) {
        return {.became = {.what = verdict::failed, .reason = "the card was not made"}, .help = remedy::elsewhere};
    }
    // An update has no list; a card made for no place would have an empty one, and we always name one.
    for (const json_object& one : root.object_if("result").objects_if("deliverResults")) {
        if (one.flag_or("success", false)) continue;
        const std::string why = chat::one_line(chat::repaired(one.text_if("errorMsg")));
        return {.became = {.what = verdict::failed,
                           .reason = "the card was not delivered: " + std::string(chat::first_characters(why, 120))},
                .help = remedy::elsewhere};
    }
    return {.became = {.what = verdict::sent, .message_id = std::string(out_track_id)}};
}

bool there_already(const net::http_answer& answer) {
    const auto code =
        chat::read_json(answer.body, [](const json_object& root) { return std::string(root.text_if("code")); });
    return answer.status == 400 && code && *code == "param.cardAlreadyExist";
}

} // namespace

net::http_request encode_card(const chat::outgoing& message, const card_settings& how, const openapi_access& access) {
    json body = {{"cardTemplateId", how.template_id},
                 {"outTrackId", message.id},
                 {"callbackType", how.route_key.empty() ? "STREAM" : "HTTP"},
                 {"userIdType", 1},
                 {"cardData", {{"cardParamMap", variables_of(message)}}}};
    if (!how.route_key.empty()) body["callbackRouteKey"] = how.route_key;
    if (message.where.direct) {
        body["openSpaceId"] = "dtv1.card//IM_ROBOT." + std::string(usable_id(message.partner));
        body["imRobotOpenSpaceModel"] = {{"supportForward", false}};
        body["imRobotOpenDeliverModel"] = {{"spaceType", "IM_ROBOT"}, {"robotCode", how.robot_code}};
    } else {
        body["openSpaceId"] = "dtv1.card//IM_GROUP." + message.where.group;
        body["imGroupOpenSpaceModel"] = {{"supportForward", false}};
        body["imGroupOpenDeliverModel"] = {{"robotCode", how.robot_code}};
        // One tells whoever is mentioned, the other lets the mention in the text show.
        const auto mention = [&body](const chat::person& one) {
            const auto who = usable_id(one);
            if (who.empty()) return;
            body["imGroupOpenDeliverModel"]["atUserIds"][std::string(who)] = chat::one_line(chat::repaired(one.name));
            body["cardAtUserIds"].push_back(who);
        };
        mention(message.mention);
        for (const chat::person& one : message.also)
            mention(one);
    }
    return openapi_request(access, "POST", "/v1.0/card/instances/createAndDeliver", chat::json_text(body));
}

net::http_request encode_card_update(const chat::outgoing& message, const openapi_access& access) {
    const json body = {{"outTrackId", message.target},
                       {"userIdType", 1},
                       {"cardData", {{"cardParamMap", variables_of(message)}}},
                       {"cardUpdateOptions", {{"updateCardDataByKey", true}, {"updatePrivateDataByKey", true}}}};
    return openapi_request(access, "PUT", "/v1.0/card/instances", chat::json_text(body));
}

attempt classify_card(const net::http_answer& answer, std::string_view out_track_id) {
    if (auto told = chat::without_platform_answer(answer)) return {.became = *told};
    if (is_shut_out(answer)) return {.became = shut_out()};
    if (there_already(answer)) return {.became = {.what = verdict::sent, .message_id = std::string(out_track_id)}};
    if (answer.status >= 300) return or_elsewhere(classify_openapi_error(answer));
    auto read =
        chat::read_json(answer.body, [&](const json_object& root) { return read_delivered(root, out_track_id); });
    return read ? *std::move(read) : attempt{.became = by_status(answer)};
}

net::http_request encode_card_route(std::string_view route_key, std::string_view callback_url,
                                    std::string_view api_secret, const openapi_access& access) {
    const json body = {{"callbackRouteKey", route_key},
                       {"callbackUrl", callback_url},
                       {"apiSecret", api_secret},
                       {"forceUpdate", true}};
    return openapi_request(access, "POST", "/v1.0/card/callbacks/register", chat::json_text(body));
}

attempt classify_card_route(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return {.became = *told};
    if (is_shut_out(answer)) return {.became = shut_out()};
    if (answer.status >= 300) return classify_openapi_error(answer);
    const auto done =
        chat::read_json(answer.body, [](const json_object& root) { return root.flag_or("success", false); });
    if (done && *done) return {.became = {.what = verdict::sent}};
    return {.became = {.what = verdict::failed, .reason = "the address for presses was not registered"}};
}

} // namespace adapters::dingtalk
