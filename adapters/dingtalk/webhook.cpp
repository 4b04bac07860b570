#include "adapters/dingtalk/webhook.hpp"

#include "adapters/chat/http_outcome.hpp"
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/render.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace adapters::dingtalk {

using chat::delivery;
using chat::json_kind;
using chat::json_object;
using chat::verdict;
using nlohmann::json;

namespace {

constexpr std::string_view reply_path = "/robot/sendBySession";
constexpr std::size_t url_limit_bytes = 2048;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

// "HTTPS://Host:443/path" → {"https", "host:443", "/path"}; nullopt when it is not written that plainly.
struct address {
    std::string scheme, authority;
    std::string_view rest;
};

std::optional<address> split(std::string_view url) {
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    address out{lower(url.substr(0, colon)), {}, {}};
    if (out.scheme != "https" && out.scheme != "http") return std::nullopt;
    const std::string_view behind = url.substr(colon + 3);
    const std::size_t end = std::min(behind.find_first_of("/?#\\"), behind.size());
    out.authority = lower(behind.substr(0, end));
    out.rest = behind.substr(end);
    const std::string_view usual = out.scheme == "https" ? ":443" : ":80";
    if (out.authority.ends_with(usual)) out.authority.erase(out.authority.size() - usual.size());
    const std::size_t port = out.authority.find(':');
    const std::string_view host = std::string_view(out.authority).substr(0, port);
    const auto plain = [](char c) { return chat::is_plain_id({&c, 1}) || c == '.' || c == '-'; };
    if (host.empty() || !std::all_of(host.begin(), host.end(), plain)) return std::nullopt;
    if (port != std::string::npos) {
        const std::string_view digits = std::string_view(out.authority).substr(port + 1);
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    }
    return out;
}

json body_of(const chat::outgoing& message, std::string_view who, std::string_view text) {
    json at = {{"isAtAll", false}};
    if (!who.empty()) at["atUserIds"] = json::array({who});
    const std::string title = render_title(message.title);
    return {{"msgtype", "markdown"},
            {"markdown", {{"title", title.empty() ? "…" : title}, {"text", text}}}, // an empty title is refused
            {"at", at}};
}

std::string dump(const json& body) {
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Ids of members are chosen by their organisation; what could be anything else in a Markdown text is not mentioned.
std::string_view mentionable(const chat::person& who) {
    const auto plain = [](char c) { return chat::is_plain_id({&c, 1}) || c == '-' || c == '_' || c == '.'; };
    const bool good = who.id.size() <= 64 && std::all_of(who.id.begin(), who.id.end(), plain);
    return good ? std::string_view(who.id) : std::string_view{};
}

struct known_code {
    std::int64_t code;
    verdict what;
    std::optional<std::chrono::milliseconds> wait;
    std::string_view why;
};

using std::chrono::seconds;
constexpr std::chrono::milliseconds ban = seconds(300); // an address is shut out for five minutes

const known_code codes[] = {
    {-1, verdict::retry, std::nullopt, "busy"},
    {90002, verdict::retry, seconds(1), "too many calls by everyone"},
    {90018, verdict::retry, seconds(1), "too many calls by the app"},
    {130101, verdict::retry, seconds(60), "more than 20 messages a minute"},
    {410100, verdict::retry, seconds(60), "too many messages"},
    {40035, verdict::failed, std::nullopt, "parameter missing or not JSON"},
    {43004, verdict::failed, std::nullopt, "wrong content type"},
    {90020, verdict::failed, std::nullopt, "the month's quota is used up"},
    {101002, verdict::failed, std::nullopt, "too large"},
    {300001, verdict::failed, std::nullopt, "session expired"},
    {310000, verdict::failed, std::nullopt, "refused by the robot's security settings"},
    {400013, verdict::failed, std::nullopt, "the group was disbanded"},
    {400101, verdict::failed, std::nullopt, "no such token"},
    {400102, verdict::failed, std::nullopt, "the robot was stopped"},
    {400105, verdict::failed, std::nullopt, "message type not supported"},
    {400106, verdict::failed, std::nullopt, "no such robot"},
    {430101, verdict::failed, std::nullopt, "unsafe link"},
    {430102, verdict::failed, std::nullopt, "unsafe text"},
    {430103, verdict::failed, std::nullopt, "unsafe picture"},
    {430104, verdict::failed, std::nullopt, "unsafe content"},
    {460101, verdict::failed, std::nullopt, "too large"},
};

delivery classify_code(std::int64_t code, std::string_view message) {
    if (code == 0) return {.what = verdict::sent};
    const std::string number = "errcode " + std::to_string(code) + ": ";
    for (const known_code& known : codes) {
        if (known.code == code) {
            return {.what = known.what, .retry_after = known.wait, .reason = number + std::string(known.why)};
        }
    }
    return {.what = verdict::failed, .reason = number + std::string(chat::first_characters(message, 120))};
}

delivery classify_answer(const json_object& root) {
    if (root.kind("punish") != json_kind::absent) {
        return {.what = verdict::retry, .retry_after = ban, .reason = "our address is shut out for a while"};
    }
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

delivery without_code(const net::http_answer& answer) {
    const std::string status = "HTTP " + std::to_string(answer.status);
    if (answer.status == 502 || answer.status == 504) return {.what = verdict::uncertain, .reason = status};
    if (answer.status >= 500) {
        return {.what = verdict::retry, .retry_after = chat::retry_after(answer), .reason = status};
    }
    if (answer.status >= 300) return {.what = verdict::failed, .reason = status};
    if (chat::trimmed(answer.body).starts_with('<')) {
        return {.what = verdict::retry, .retry_after = ban, .reason = status + " with a page: shut out for a while"};
    }
    return {.what = verdict::uncertain, .reason = status + " without an errcode"};
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

net::http_request encode(const chat::outgoing& message) {
    const std::string_view who = mentionable(message.mention);
    const auto whole = [&](std::string_view text) {
        return who.empty() ? std::string(text) : '@' + std::string(who) + "\n\n" + std::string(text);
    };
    const std::string text = render(chat::whole_text(message), [&](std::string_view candidate) {
        return dump(body_of(message, who, whole(candidate))).size() <= body_limit_bytes;
    });
    net::http_request request;
    request.url = message.reply.url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = dump(body_of(message, who, whole(text)));
    return request;
}

delivery classify(const net::http_answer& answer) {
    if (auto told = chat::without_platform_answer(answer)) return *told;
    const auto read = chat::read_json(answer.body, classify_answer);
    return read ? *read : without_code(answer);
}

} // namespace adapters::dingtalk
