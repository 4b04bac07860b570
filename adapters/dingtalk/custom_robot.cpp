#include "adapters/dingtalk/custom_robot.hpp"

#include "adapters/chat/json_text.hpp"
#include "adapters/dingtalk/render.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/dingtalk/webhook.hpp"
#include "adapters/net/url.hpp"

#include <nlohmann/json.hpp>

namespace adapters::dingtalk {

using nlohmann::json;

namespace {

std::string address(const custom_robot& robot, chat::timestamp now) {
    std::string_view base = robot.oapi_url;
    while (base.ends_with('/'))
        base.remove_suffix(1);
    std::string url = std::string(base) + "/robot/send?access_token=" + net::percent_encode(robot.access_token);
    if (robot.secret.empty()) return url;
    const std::string time = std::to_string(now.time_since_epoch().count());
    return url + "&timestamp=" + time + "&sign=" + net::percent_encode(signature_of(time, robot.secret));
}

std::string body(const announcement& what, std::string_view text) {
    const std::string title = render_title(what.title);
    const json all = {{"msgtype", "markdown"},
                      {"markdown", {{"title", title.empty() ? "…" : title}, {"text", text}}},
                      {"at", {{"isAtAll", false}}},
                      {"msgUuid", what.uuid}};
    return chat::json_text(all);
}

} // namespace

announcing encode_announcement(const custom_robot& robot, const announcement& what, chat::timestamp now) {
    announcing made;
    const std::string whole = render(what.markdown);
    made.text =
        render(what.markdown, [&](std::string_view text) { return body(what, text).size() <= body_limit_bytes; });
    made.shortened = made.text != whole;
    made.request.url = address(robot, now);
    made.request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    made.request.body = body(what, made.text);
    return made;
}

} // namespace adapters::dingtalk
