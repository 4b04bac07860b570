#include "adapters/slack/oauth.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/net/hex.hpp"
#include "adapters/net/hmac.hpp"
#include "adapters/net/seal.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>
#include <utility>

namespace adapters::slack {

namespace {

constexpr std::size_t secret_bytes = 24;
constexpr std::size_t token_limit_bytes = 500;

std::string joined(std::span<const std::string_view> words) {
    std::string out;
    for (const std::string_view word : words)
        out += (out.empty() ? "" : ",") + std::string(word);
    return out;
}

// A token becomes a header.
bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= token_limit_bytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

} // namespace

std::string authorize_url(const oauth_app& app, std::string_view api_url, std::string_view state) {
    std::string url;
    if (const auto api = net::parse_url(api_url)) {
        const std::size_t path = api_url.find('/', api->scheme.size() + 3);
        url = api_url.substr(0, path);
    }
    url += "/oauth/v2/authorize?client_id=" + net::percent_encode(app.client_id);
    url += "&scope=" + net::percent_encode(joined(bot_scopes()));
    url += "&redirect_uri=" + net::percent_encode(app.redirect_url);
    url += "&state=" + net::percent_encode(state);
    return url;
}

api_call exchange(const oauth_app& app, std::string_view code) {
    return {.method = "oauth.v2.access",
            .fields = {{"client_id", app.client_id},
                       {"client_secret", app.client_secret},
                       {"code", std::string(code)},
                       {"redirect_uri", app.redirect_url}}};
}

std::optional<granted> read_exchange(std::string_view body) {
    const auto read = chat::read_json(body, [](const chat::json_object& root) {
        granted out;
        out.token = root.text("access_token");
        if (root.text("token_type") != "bot" || !is_token(out.token)) root.refuse("access_token");
        out.bot_user = id(root, "bot_user_id");
        // Installed for a whole organisation there is no team.
        const chat::json_object team = root.object_or_empty("team"), enterprise = root.object_or_empty("enterprise");
        const chat::json_object& home = team ? team : enterprise;
        out.workspace = id(home, "id");
        out.title = chat::one_line(chat::first_characters(home.text_if("name"), 100));
        out.scopes = chat::one_line(root.text_if("scope"));
        out.installed_by = root.object_or_empty("authed_user").text_if("id");
        if (!chat::is_plain_id(out.installed_by)) out.installed_by.clear();
        return out;
    });
    if (!read) return std::nullopt;
    return *read;
}

bool read_own_name(std::string_view body, granted& grant) {
    const auto read = chat::read_json(body, [&](const chat::json_object& root) {
        const std::string user = id(root, "user_id"), team = id(root, "team_id");
        const std::string_view enterprise = root.text_if("enterprise_id");
        if (user != grant.bot_user || (team != grant.workspace && enterprise != grant.workspace))
            root.refuse("user_id");
        return std::string(root.text_if("bot_id"));
    });
    if (!read) return false;
    grant.bot_id = chat::is_plain_id(*read) ? *read : "";
    return true;
}

install_states::install_states() : key_(net::random_bytes(secret_bytes)) {}

std::string install_states::state_of(std::string_view until, std::string_view cookie) const {
    return std::string(until) + '.' + net::to_hex(net::hmac_sha256(key_, {until, ".", cookie}));
}

install_states::ticket install_states::begin(chat::timestamp now) const {
    std::string cookie = net::to_hex(net::random_bytes(secret_bytes));
    std::string state = state_of(std::to_string((now + lifetime).time_since_epoch().count()), cookie);
    return {std::move(state), std::move(cookie)};
}

bool install_states::holds(std::string_view state, std::string_view cookie, chat::timestamp now) const {
    const std::string_view until = state.substr(0, state.find('.'));
    // The signature first: what was signed is a number of ours.
    if (!net::equal_in_constant_time(state, state_of(until, cookie))) return false;
    std::int64_t milliseconds = 0;
    (void)std::from_chars(until.data(), until.data() + until.size(), milliseconds);
    return now < chat::timestamp(std::chrono::milliseconds(milliseconds));
}

} // namespace adapters::slack
