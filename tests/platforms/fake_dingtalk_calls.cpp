// What our small DingTalk makes of the calls of a bot, as strict as the real one is known to be.
#include "adapters/dingtalk/signature.hpp"
#include "adapters/net/url.hpp"
#include "tests/platforms/fake_dingtalk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace tests::platforms {

using bot::server::request;
using bot::server::response;
using nlohmann::json;

namespace {

constexpr std::size_t body_limit_bytes = 20000, param_limit_bytes = 15000;

response of_json(int status, const json& body) {
    return {.status = status, .content_type = "application/json", .body = body.dump(), .headers = {}};
}

response answered(int code, const std::string& words) {
    return of_json(200, {{"errcode", code}, {"errmsg", words}});
}

response declined(const std::string& code, int status = 400) {
    return of_json(status, {{"code", code}, {"requestid", "1"}, {"message", "what it says"}});
}

std::string text_at(const json& body, const char* pointer) {
    return body.value(json::json_pointer(pointer), "");
}

// What a dtmd link makes the member say; empty when it does nothing.
std::string said_by(const std::string& url) {
    constexpr std::string_view beginning = "dtmd://dingtalkclient/sendMessage?content=";
    if (!url.starts_with(beginning)) return {};
    return adapters::net::percent_decode(url.substr(beginning.size())).value_or("");
}

std::vector<fake_dingtalk::message::button> buttons_of(const json& card) {
    std::vector<fake_dingtalk::message::button> all;
    const auto add = [&](const json& title, const json& url) { all.push_back({title, said_by(url)}); };
    if (card.contains("singleTitle")) add(card.at("singleTitle"), card.at("singleURL"));
    for (const json& one : card.value("btns", json::array()))
        add(one.at("title"), one.at("actionURL"));
    for (int number = 1; number <= 5; ++number) {
        for (const char* const spelled : {"actionTitle", "buttonTitle"}) {
            const auto title = spelled + std::to_string(number);
            const auto url = (spelled[0] == 'a' ? "actionURL" : "buttonUrl") + std::to_string(number);
            if (card.contains(title)) add(card.at(title), card.at(url));
        }
    }
    return all;
}

// Variables of a card must be texts, all of them.
bool all_texts(const json& variables) {
    return variables.is_object() &&
           std::all_of(variables.begin(), variables.end(), [](const json& one) { return one.is_string(); });
}

void show(const json& variables, fake_dingtalk::message& on) {
    on.title = variables.value("title", "");
    on.text = variables.value("markdown", "");
    for (const char* const more : {"footer", "status"}) {
        if (const auto text = variables.value(more, ""); !text.empty()) on.text += "\n\n" + text;
    }
    on.buttons.clear();
    for (int at = 1; at <= 5; ++at) {
        const auto number = std::to_string(at);
        if (const auto label = variables.value("label" + number, ""); !label.empty())
            on.buttons.push_back(
                {label, variables.value("action" + number, "") + " " + variables.value("value" + number, "")});
    }
}

} // namespace

response fake_dingtalk::serve(const request& call) {
    if (call.path == session_path) return by_session(call);
    if (call.path == robot_path) return by_robot(call);
    if (call.path == gateway_path) return open_connection(call);
    return by_api(call);
}

response fake_dingtalk::refusal(const armed_fault& fault) const {
    if (!fault.word.empty()) return declined(fault.word, fault.code == 0 ? 400 : fault.code);
    return answered(fault.code == 0 ? 90018 : fault.code, "refused");
}

response fake_dingtalk::post(message posted, const json& body) {
    const std::string kind = body.value("msgtype", "");
    if (kind != "markdown" && kind != "actionCard") return answered(400105, "unsupported type");
    const json& inner = body.at(kind);
    posted.title = inner.value("title", "");
    posted.text = inner.value("text", "");
    posted.raw = body.dump();
    posted.buttons = buttons_of(inner);
    if (posted.title.empty() || posted.text.empty()) return answered(40035, "title or text is missing");
    for (const json& id : body.value("/at/atUserIds"_json_pointer, json::array())) {
        const std::string name = id.get<std::string>();
        if (posted.text.find('@' + name) != std::string::npos) posted.mentioned.push_back(name);
    }
    messages_.push_back(std::move(posted));
    return answered(0, "ok");
}

response fake_dingtalk::by_session(const request& call) {
    constexpr std::string_view query = "session=";
    if (!call.header("content-type").starts_with("application/json")) return answered(43004, "wrong content type");
    if (!call.query.starts_with(query)) return answered(40035, "no session");
    const auto found = sessions_.find(call.query.substr(query.size()));
    if (found == sessions_.end()) return answered(300001, "session is not exist");
    if (call.body.size() >= body_limit_bytes) return answered(460101, "message too long");
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return answered(40035, "not JSON");
    message posted;
    posted.conversation = found->second;
    posted.path = session_path;
    return post(std::move(posted), body);
}

response fake_dingtalk::by_robot(const request& call) {
    const auto asked = adapters::net::parse_pairs(call.query).value_or(adapters::net::pairs{});
    const auto value = [&](std::string_view name) { return std::string(adapters::net::value_of(asked, name)); };
    if (value("access_token") != robot_token) return answered(300001, "token is not exist");
    if (value("sign") != adapters::dingtalk::signature_of(value("timestamp"), robot_secret))
        return answered(310000, "sign not match");
    if (call.body.size() >= body_limit_bytes) return answered(460101, "message too long");
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return answered(40035, "not JSON");
    const std::string uuid = body.value("msgUuid", "");
    if (!uuid.empty() && std::ranges::find(robot_uuids_, uuid) != robot_uuids_.end()) return answered(0, "ok");
    robot_uuids_.push_back(uuid);
    message posted;
    posted.conversation = "cidWeekly==";
    posted.path = robot_path;
    return post(std::move(posted), body);
}

response fake_dingtalk::by_api(const request& call) {
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return declined("invalidParameter.msgBody.invalid");
    if (call.path == token_path) {
        if (body.value("appKey", "") != client_id || body.value("appSecret", "") != app_secret)
            return declined("invalidClientIdOrSecret");
        if (tokens_.size() == good_tokens_from_) tokens_.push_back("token-" + std::to_string(tokens_.size() + 1));
        return of_json(200, {{"accessToken", tokens_.back()}, {"expireIn", 7200}});
    }
    const auto good = std::ranges::find(tokens_.begin() + static_cast<std::ptrdiff_t>(good_tokens_from_), tokens_.end(),
                                        call.header("x-acs-dingtalk-access-token"));
    if (good == tokens_.end()) return declined("InvalidAuthentication");
    if (call.path == group_path) return to_group(body);
    if (call.path == person_path) return to_person(body);
    if (call.path == card_path) return make_card(body);
    if (call.path == update_path) return update_card(body);
    if (call.path == recall_path) return recall(body);
    card_address_ = text_at(body, "/callbackUrl");
    card_secret_ = text_at(body, "/apiSecret");
    return of_json(200, {{"success", true}, {"result", {{"callbackUrl", card_address_}, {"apiSecret", card_secret_}}}});
}

namespace {

// A message of OpenAPI as the body of a webhook's would be; nullopt when it is not as wanted.
json as_webhook(const json& body) {
    const std::string text = body.value("msgParam", "");
    const json param = json::parse(text, nullptr, false);
    if (!param.is_object() || text.size() >= param_limit_bytes) return {};
    const std::string kind = body.value("msgKey", "");
    if (kind == "sampleMarkdown") return {{"msgtype", "markdown"}, {"markdown", param}};
    if (kind.starts_with("sampleActionCard")) return {{"msgtype", "actionCard"}, {"actionCard", param}};
    return {};
}

} // namespace

response fake_dingtalk::to_group(const json& body) {
    if (body.value("robotCode", "") != robot_code) return declined("invalidParameter.robotCode.auth");
    const json words = as_webhook(body);
    if (words.is_null()) return declined("invalidParameter.msgParam.invalid");
    message posted;
    posted.conversation = body.value("openConversationId", "");
    posted.path = group_path;
    (void)post(std::move(posted), words);
    return of_json(200, {{"processQueryKey", "key-" + std::to_string(messages_.size())}});
}

response fake_dingtalk::to_person(const json& body) {
    if (body.value("robotCode", "") != robot_code) return declined("invalidParameter.robotCode.auth");
    const json words = as_webhook(body);
    if (words.is_null()) return declined("invalidParameter.msgParam.invalid");
    json unknown = json::array();
    for (const json& id : body.at("userIds")) {
        if (id == "nobody") {
            unknown.push_back(id);
            continue;
        }
        message posted;
        posted.person = id;
        posted.path = person_path;
        (void)post(std::move(posted), words);
    }
    return of_json(200, {{"processQueryKey", "key-" + std::to_string(messages_.size())},
                         {"invalidStaffIdList", unknown},
                         {"flowControlledStaffIdList", json::array()}});
}

response fake_dingtalk::make_card(const json& body) {
    const json variables = body.value("/cardData/cardParamMap"_json_pointer, json());
    const std::string id = body.value("outTrackId", ""), space = body.value("openSpaceId", "");
    if (body.value("cardTemplateId", "") != card_template || id.empty() || !all_texts(variables))
        return declined("param.invalid");
    if (std::ranges::find(messages_, id, &message::card) != messages_.end()) return declined("param.cardAlreadyExist");
    message posted;
    posted.path = card_path;
    posted.card = id;
    posted.raw = body.dump();
    constexpr std::string_view in_group = "dtv1.card//IM_GROUP.", to_robot = "dtv1.card//IM_ROBOT.";
    if (space.starts_with(in_group)) posted.conversation = space.substr(in_group.size());
    if (space.starts_with(to_robot)) posted.person = space.substr(to_robot.size());
    show(variables, posted);
    messages_.push_back(std::move(posted));
    const json delivered = {{"spaceId", space}, {"success", true}, {"errorMsg", ""}};
    return of_json(200, {{"success", true}, {"result", {{"outTrackId", id}, {"deliverResults", {delivered}}}}});
}

response fake_dingtalk::update_card(const json& body) {
    const json variables = body.value("/cardData/cardParamMap"_json_pointer, json());
    const auto found = std::ranges::find(messages_, body.value("outTrackId", ""), &message::card);
    if (found == messages_.end() || found->card.empty()) return declined("param.cardNotExist");
    if (!all_texts(variables) || !body.value("/cardUpdateOptions/updateCardDataByKey"_json_pointer, false))
        return declined("param.invalid");
    show(variables, *found);
    ++updates_;
    return of_json(200, {{"success", true}, {"result", true}});
}

response fake_dingtalk::recall(const json& body) {
    if (body.value("robotCode", "") != robot_code) return declined("invalidParameter.robotCode.auth");
    if (body.value("openConversationId", "").empty()) return declined("invalid.openConversationId");
    const auto keys = body.value("processQueryKeys", json::array());
    for (const json& key : keys)
        recalled_.push_back(key.get<std::string>());
    return of_json(200, {{"successResult", keys}, {"failedResult", json::object()}});
}

} // namespace tests::platforms
