#include "adapters/dingtalk/openapi.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"

#include <nlohmann/json.hpp>

namespace adapters::dingtalk {

using chat::json_object;
using chat::verdict;
using nlohmann::json;
using std::chrono::seconds;

namespace {

struct template_of {
    std::string key;
    json param;
};

// sampleActionCard6 is two buttons side by side and spells its keys in its own way; 2 to 5 are vertical.
template_of chosen(const composition& made) {
    json param = {{"title", made.title}, {"text", made.whole()}};
    const std::size_t count = made.buttons.size();
    if (count == 0) return {"sampleMarkdown", std::move(param)};
    if (count == 1) {
        param["singleTitle"] = made.buttons[0].title;
        param["singleURL"] = made.buttons[0].url;
        return {"sampleActionCard", std::move(param)};
    }
    const bool beside = count == 2 && !made.picks;
    for (std::size_t at = 0; at < count; ++at) {
        const std::string number = std::to_string(at + 1);
        param[(beside ? "buttonTitle" : "actionTitle") + number] = made.buttons[at].title;
        param[(beside ? "buttonUrl" : "actionURL") + number] = made.buttons[at].url;
    }
    return {"sampleActionCard" + std::to_string(beside ? 6 : count), std::move(param)};
}

json body_of(const chat::outgoing& message, commands form, const std::string& robot_code) {
    const composition made = compose(message, naming::by_name, form, [](const composition& candidate) {
        return chat::json_text(chosen(candidate).param).size() <= msg_param_limit_bytes;
    });
    const template_of what = chosen(made);
    return {{"robotCode", robot_code}, {"msgKey", what.key}, {"msgParam", chat::json_text(what.param)}};
}

struct known_code {
    std::string_view begins; // the code, or how it begins
    verdict what;
    std::optional<std::chrono::milliseconds> wait;
    std::string_view why;
    remedy help = remedy::none;
};

// In order: the first that fits decides.
const known_code codes[] = {
    {"InvalidAuthentication", verdict::failed, {}, "the access token is not accepted", remedy::fresh_token},
    {"invalidClientIdOrSecret", verdict::failed, {}, "client_id or app secret is wrong", remedy::elsewhere},
    {"invalidParameter.robotCode", verdict::failed, {}, "robot_code is not this app's", remedy::elsewhere},
    {"invalidParameter.msg", verdict::failed, {}, "the message is not as wanted", remedy::plainer},
    {"invalidParameter.param", verdict::failed, {}, "the message is not as wanted", remedy::plainer},
    {"contain.unsafe.url", verdict::failed, {}, "unsafe link", remedy::plainer},
    {"contain.notAllowed", verdict::failed, {}, "content not allowed"},
    {"invalid.openConversationId", verdict::failed, {}, "no such conversation", remedy::elsewhere},
    {"group.disbanded", verdict::failed, {}, "the group was disbanded"},
    {"bot.stopped", verdict::failed, {}, "the robot was stopped"},
    {"bot.forbidden.sendMessage", verdict::failed, {}, "the robot may not speak there"},
    {"resource.not.found", verdict::failed, {}, "the robot is not in that group", remedy::elsewhere},
    {"session.", verdict::failed, {}, "session expired", remedy::elsewhere},
    {"send.too.fast", verdict::retry, seconds(60), "too fast"},
    {"send.byToken.tooFast", verdict::retry, seconds(60), "too fast"},
    {"too.many.", verdict::retry, seconds(60), "too many at once"},
    {"Forbidden.AccessDenied.QpsLimit", verdict::retry, seconds(1), "too many calls a second"},
    {"Forbidden.AccessDenied.QpmLimit", verdict::retry, seconds(60), "too many calls a minute"},
    {"Forbidden.AccessDenied.ApiCountLimitForOrg",
     verdict::failed,
     {},
     "the organisation's monthly quota of API calls is used up",
     remedy::elsewhere},
    {"Forbidden.AccessDenied.AccessTokenPermissionDenied",
     verdict::failed,
     {},
     "the app lacks a permission (console: permissions)",
     remedy::elsewhere},
    {"Forbidden.AccessDenied.IpNotInWhiteList",
     verdict::failed,
     {},
     "the address of this machine is not on the app's list (console: security)",
     remedy::elsewhere},
    {"Forbidden.", verdict::failed, {}, "forbidden", remedy::elsewhere},
    {"system.", verdict::retry, {}, "trouble of the platform"},
    {"systemBusy", verdict::retry, {}, "the platform is busy"},
    {"ServiceUnavailable", verdict::retry, {}, "the platform is busy"},
};

struct trouble {
    std::string code, message;
};

trouble read_trouble(const net::http_answer& answer) {
    const auto read = chat::read_json(answer.body, [](const json_object& root) {
        trouble out;
        for (const std::string_view key : {"code", "Code"}) {
            if (out.code.empty()) out.code = root.text_if(key);
        }
        for (const std::string_view key : {"message", "Message"}) {
            if (out.message.empty()) out.message = root.text_if(key);
        }
        return out;
    });
    return read ? *read : trouble{};
}

} // namespace

net::http_request openapi_request(const openapi_access& access, std::string method, std::string_view path,
                                  std::string body) {
    std::string_view base = access.api_url;
    while (base.ends_with('/'))
        base.remove_suffix(1);
    net::http_request request;
    request.method = std::move(method);
    request.url = std::string(base) + std::string(path);
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    if (!access.token.empty()) request.headers.emplace_back("x-acs-dingtalk-access-token", access.token);
    request.body = std::move(body);
    return request;
}

net::http_request encode_to_group(const chat::outgoing& message, commands form, const openapi_access& access,
                                  const std::string& robot_code) {
    json body = body_of(message, form, robot_code);
    body["openConversationId"] = message.where.group;
    return openapi_request(access, "POST", "/v1.0/robot/groupMessages/send", chat::json_text(body));
}

net::http_request encode_to_person(const chat::outgoing& message, commands form, std::string_view staff_id,
                                   const openapi_access& access, const std::string& robot_code) {
    chat::outgoing alone = message;
    alone.mention = {}; // whose conversation it is
    alone.also.clear();
    json body = body_of(alone, form, robot_code);
    body["userIds"] = json::array({staff_id});
    return openapi_request(access, "POST", "/v1.0/robot/oToMessages/batchSend", chat::json_text(body));
}

net::http_request encode_recall(const chat::outgoing& message, const openapi_access& access,
                                const std::string& robot_code) {
    const bool direct = message.where.direct || !message.only_for.id.empty();
    json body = {{"robotCode", robot_code}, {"processQueryKeys", json::array({message.target})}};
    if (!direct) body["openConversationId"] = message.where.group;
    return openapi_request(access, "POST",
                           direct ? "/v1.0/robot/otoMessages/batchRecall" : "/v1.0/robot/groupMessages/recall",
                           chat::json_text(body));
}

attempt classify_openapi_error(const net::http_answer& answer) {
    const trouble said = read_trouble(answer);
    if (said.code.empty()) {
        if (answer.status == 401) {
            return {.became = {.what = verdict::failed, .reason = "HTTP 401: the access token is not accepted"},
                    .help = remedy::fresh_token};
        }
        return {.became = by_status(answer)};
    }
    const std::string place = "HTTP " + std::to_string(answer.status) + ' ' +
                              std::string(chat::first_characters(chat::one_line(chat::repaired(said.code)), 80)) + ": ";
    for (const known_code& known : codes) {
        if (!std::string_view(said.code).starts_with(known.begins)) continue;
        auto wait = known.wait;
        if (known.what == verdict::retry && !wait) wait = chat::retry_after(answer);
        return {.became = {.what = known.what, .retry_after = wait, .reason = place + std::string(known.why)},
                .help = known.help};
    }
    const std::string words = std::string(chat::first_characters(chat::one_line(chat::repaired(said.message)), 120));
    if (answer.status >= 500) {
        attempt later{.became = by_status(answer)};
        later.became.reason = place + words;
        return later;
    }
    return {.became = {.what = verdict::failed, .reason = place + words},
            .help = answer.status == 401 ? remedy::fresh_token : remedy::none};
}

attempt classify_recall(const net::http_answer& answer) {
    auto became = [&]() -> attempt {
        if (auto told = chat::without_platform_answer(answer)) return {.became = *told};
        if (is_shut_out(answer)) return {.became = shut_out()};
        if (answer.status >= 300) return classify_openapi_error(answer);
        auto read = chat::read_json(answer.body, [](const json_object& root) -> attempt {
            const bool done = !root.texts_if("successResult").empty();
            if (!done && root.object_or_empty("failedResult"))
                return {.became = {.what = verdict::failed, .reason = "DingTalk does not take the message back"}};
            return {.became = {.what = verdict::sent}};
        });
        return read ? *std::move(read) : attempt{.became = by_status(answer)};
    }();
    if (became.became.what == verdict::uncertain) became.became.what = verdict::retry;
    return became;
}

attempt classify_openapi(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return {.became = *told};
    if (is_shut_out(answer)) return {.became = shut_out()};
    if (answer.status >= 300) return classify_openapi_error(answer);
    auto read = chat::read_json(answer.body, [](const json_object& root) -> attempt {
        if (!root.texts_if("invalidStaffIdList").empty()) {
            return {.became = {.what = verdict::failed, .reason = "there is no such person in the organisation"},
                    .help = remedy::elsewhere};
        }
        if (!root.texts_if("flowControlledStaffIdList").empty()) {
            return {.became = {.what = verdict::retry,
                               .retry_after = seconds(60),
                               .reason = "this person has had too many messages of the bot"}};
        }
        return {.became = {.what = verdict::sent, .message_id = std::string(root.text("processQueryKey"))}};
    });
    return read ? *std::move(read) : attempt{.became = by_status(answer)};
}

} // namespace adapters::dingtalk
