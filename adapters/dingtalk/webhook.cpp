#include "adapters/dingtalk/webhook.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/net/ascii.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace adapters::dingtalk {

using chat::json_kind;
using chat::json_object;
using chat::verdict;
using nlohmann::json;

namespace {

constexpr std::string_view reply_path = "/robot/sendBySession";
constexpr std::size_t url_limit_bytes = 2048;

// "HTTPS://Host:443/path" → {"https", "host:443", "/path"}; nullopt when it is not written that plainly.
struct plain_url {
    std::string scheme, authority;
    std::string_view rest;
};

std::optional<plain_url> split(std::string_view url) {
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    plain_url out{net::lower(url.substr(0, colon)), {}, {}};
    if (out.scheme != "https" && out.scheme != "http") return std::nullopt;
    const std::string_view behind = url.substr(colon + 3);
    const std::size_t end = std::min(behind.find_first_of("/?#\\"), behind.size());
    out.authority = net::lower(behind.substr(0, end));
    out.rest = behind.substr(end);
    const std::string_view usual = out.scheme == "https" ? ":443" : ":80";
    if (out.authority.ends_with(usual)) out.authority.erase(out.authority.size() - usual.size());
    const std::size_t port = out.authority.find(':');
    const std::string_view host = std::string_view(out.authority).substr(0, port);
    const auto plain = [](char c) { return chat::is_ascii_word(c) || c == '.' || c == '-'; };
    if (host.empty() || !std::all_of(host.begin(), host.end(), plain)) return std::nullopt;
    if (port != std::string::npos) {
        const std::string_view digits = std::string_view(out.authority).substr(port + 1);
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    }
    return out;
}

json body_of(const composition& made, const std::vector<std::string_view>& whom) {
    json at = {{"isAtAll", false}};
    if (!whom.empty()) at["atUserIds"] = whom;
    if (made.buttons.empty()) {
        return {{"msgtype", "markdown"}, {"markdown", {{"title", made.title}, {"text", made.whole()}}}, {"at", at}};
    }
    json card = {{"title", made.title}, {"text", made.whole()}};
    if (made.buttons.size() == 1) {
        card["singleTitle"] = made.buttons[0].title;
        card["singleURL"] = made.buttons[0].url;
    } else {
        card["btnOrientation"] = made.picks ? "0" : "1"; // questions need the width
        card["btns"] = json::array();
        for (const link_button& one : made.buttons)
            card["btns"].push_back({{"title", one.title}, {"actionURL", one.url}});
    }
    return {{"msgtype", "actionCard"}, {"actionCard", card}, {"at", at}};
}

struct known_errcode {
    std::int64_t code;
    verdict what;
    std::optional<std::chrono::milliseconds> wait;
    std::string_view why;
    remedy help = remedy::none;
};

using std::chrono::seconds;

const known_errcode errcodes[] = {
    {-1, verdict::retry, std::nullopt, "busy"},
    {90002, verdict::retry, seconds(1), "too many calls by everyone"},
    {90018, verdict::retry, seconds(1), "too many calls by the app"},
    {130101, verdict::retry, seconds(60), "more than 20 messages a minute"},
    {410100, verdict::retry, seconds(60), "too many messages"},
    {40035, verdict::failed, std::nullopt, "parameter missing or not JSON", remedy::plainer},
    {43004, verdict::failed, std::nullopt, "wrong content type"},
    {90020, verdict::failed, std::nullopt, "the month's quota is used up", remedy::elsewhere},
    {101002, verdict::failed, std::nullopt, "too large"},
    {300001, verdict::failed, std::nullopt, "session expired", remedy::expired},
    {310000, verdict::failed, std::nullopt, "refused by the robot's security settings"},
    {400013, verdict::failed, std::nullopt, "the group was disbanded"},
    {400101, verdict::failed, std::nullopt, "no such token"},
    {400102, verdict::failed, std::nullopt, "the robot was stopped"},
    {400105, verdict::failed, std::nullopt, "message type not supported", remedy::plainer},
    {400106, verdict::failed, std::nullopt, "no such robot"},
    {430101, verdict::failed, std::nullopt, "unsafe link", remedy::plainer},
    {430102, verdict::failed, std::nullopt, "unsafe text"},
    {430103, verdict::failed, std::nullopt, "unsafe picture"},
    {430104, verdict::failed, std::nullopt, "unsafe content"},
    {460101, verdict::failed, std::nullopt, "too large"},
};

// What the words beside a code add to it: a custom robot's settings, which its admin can mend.
std::string_view known_words(std::int64_t code, std::string_view message) {
    static constexpr struct {
        std::int64_t code;
        std::string_view words, why;
    } all[] = {
        {300001, "token", "no such robot: the access token is wrong"},
        {310000, "keywords", "the robot wants one of its keywords in the text"},
        {310000, "sign", "the signature does not match: the robot's secret is another"},
        {310000, "timestamp", "the time of this machine is off by more than an hour"},
        {310000, "whitelist", "the address of this machine is not on the robot's list"},
    };
    for (const auto& one : all) {
        if (one.code == code && message.find(one.words) != std::string_view::npos) return one.why;
    }
    return {};
}

attempt classify_code(std::int64_t code, std::string_view message) {
    if (code == 0) return {.became = {.what = verdict::sent}};
    const std::string number = "errcode " + std::to_string(code) + ": ";
    for (const known_errcode& known : errcodes) {
        if (known.code != code) continue;
        const std::string_view better = known_words(code, message);
        const std::string why = number + std::string(better.empty() ? known.why : better);
        return {.became = {.what = known.what, .retry_after = known.wait, .reason = why}, .help = known.help};
    }
    return {.became = {.what = verdict::failed, .reason = number + std::string(chat::first_characters(message, 120))}};
}

attempt classify_answer(const json_object& root) {
    std::int64_t code = 0;
    if (root.kind("errcode") == json_kind::text) {
        const std::string_view digits = root.text("errcode");
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
        if (ec != std::errc() || end != digits.data() + digits.size()) root.refuse("errcode");
    } else {
        code = root.integer("errcode");
    }
    return classify_code(code, chat::one_line(chat::repaired(root.text_if("errmsg"))));
}

} // namespace

bool allowed_webhook(std::string_view url, std::span<const std::string> hosts) {
    const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!printable || url.size() > url_limit_bytes) return false;
    const auto to = split(url);
    if (!to || !to->rest.starts_with(reply_path)) return false;
    const std::string_view behind = to->rest.substr(reply_path.size());
    if (!behind.empty() && (behind[0] != '?' || behind.find_first_of("#\\") != std::string_view::npos)) return false;
    return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& entry) {
        const bool named = entry.find("://") != std::string::npos;
        const auto allowed = split(named ? entry : "https://" + entry);
        return allowed && allowed->rest.empty() && allowed->scheme == to->scheme && allowed->authority == to->authority;
    });
}

net::http_request encode(const chat::outgoing& message, commands form) {
    const auto whom = usable_ids(message);
    const composition made = compose(message, naming::by_id, form, [&](const composition& candidate) {
        return chat::json_text(body_of(candidate, whom)).size() <= body_limit_bytes;
    });
    net::http_request request;
    request.url = message.reply.url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = chat::json_text(body_of(made, whom));
    return request;
}

attempt classify(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return {.became = *told};
    if (is_shut_out(answer)) return {.became = shut_out()};
    auto read = chat::read_json(answer.body, classify_answer);
    return read ? *std::move(read) : attempt{.became = by_status(answer)};
}

} // namespace adapters::dingtalk
