// What an admin may set, as typed values. load.hpp reads them from TOML and says what is wrong with it; everybody else
// only sees these structs. Every key is explained in config.example.toml with its default.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/outgoing.hpp"
#include "knowledge/match/index.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::config {

// Text that must never be printed. Streaming or formatting it gives ***; reveal() is for the code that signs or sends.
class secret {
  public:
    secret() = default;
    explicit secret(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

  private:
    std::string value_;
};

std::ostream& operator<<(std::ostream& out, const secret& hidden);

enum class language { zh, en };

std::string_view to_string(language which); // "zh", "en"

// Texts of a community's own in the place of those of the catalogue (conversation/texts.hpp), by their keys.
struct own_words {
    std::string zh, en; // "": the catalogue's
};
using wording = std::map<std::string, own_words, std::less<>>;

// How people are spoken to. Whoever words something passes it on whole; what has no words of its own may take the bare
// language.
struct voice {
    voice(language speaks = language::zh) : in(speaks) {} // NOLINT(google-explicit-constructor): a plain voice
    operator language() const { return in; }              // NOLINT(google-explicit-constructor)

    language in;
    std::shared_ptr<const wording> own; // may be null
};

// What is said and done in one group. A group that does not set a key inherits it from its community.
struct group_settings {
    adapters::chat::platform platform = adapters::chat::platform::simulator;
    std::string workspace;
    std::string id;
    std::string name;
    std::string community;
    voice speaks;
    std::vector<std::string> moderators;  // stable member ids of this platform
    std::vector<std::string> trusted;     // likewise: what they answer below a question is proposed to the moderators
    std::vector<std::string> collections; // empty: all
    bool learn_from_log = false;          // which messages are for the bot, from what became of earlier ones
    knowledge::match::thresholds at = knowledge::match::shipped_thresholds;
    std::string no_answer;                    // said when there is no answer; empty: the catalogue's text
    std::chrono::seconds context_expiry{600}; // how long a follow-up may lean on the last answer
    std::chrono::seconds correct_within = std::chrono::days(7); // posts that old are corrected; 0: none
    // Manners.
    bool as_asked = false;                  // a question is answered in its own language, zh with Han letters, else en
    bool answer_unmentioned = false;        // Slack: also who did not mention the bot, when it is very sure …
    double unmentioned_at = 95;             // … which is from this confidence on
    bool answer_follow_ups = true;          // Slack: who goes on in a thread where he is alone with the bot
    std::int64_t repeat_within = 10;        // the same answer not twice in a thread or so many questions; 0: it may be
    std::int64_t member_per_minute = 20;    // messages taken from a member, and …
    std::int64_t group_per_minute = 120;    // … from a group; 0: no limit
    std::string quiet_hours;                // "22:00-08:00": notices wait until they end; empty: none
    std::string timezone = "Asia/Shanghai"; // the community's
    std::int64_t wrong_streak = 4;          // wrong answers in a row that make the bot more careful; 0: never
    double careful_by = 10;                 // points, until a moderator has looked
};

struct workspace_settings {
    adapters::chat::platform platform = adapters::chat::platform::slack;
    std::string id;
    std::vector<std::string> moderators; // stable member ids; ids mean something inside one workspace only
    std::vector<std::string> trusted{};
};

struct community_settings {
    std::string name;
    voice speaks;
    std::string timezone = "Asia/Shanghai";     // IANA name, for the weekly's dates
    std::vector<workspace_settings> workspaces; // direct messages and groups not listed belong here …
    bool unlisted_groups = true;                // … and are answered, with the community's own settings, unless false
    group_settings defaults;                    // platform, workspace, id, name, moderators unset
    std::vector<group_settings> groups;         // complete: inherited keys filled in
    std::string moderators_group;     // "slack:T1/C9": where cards of open questions are posted; empty: nowhere
    std::int64_t cards_per_hour = 12; // beyond, one card shows the rest of the hour's questions
    bool weekly_review = true;        // that group is told on Mondays which entries need another look
    std::vector<std::vector<std::string>> synonyms; // rows of words that mean the same; all communities' count for all

    // moderators_group in its parts.
    [[nodiscard]] std::optional<adapters::chat::place> moderators_place() const;
};

struct server_settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::filesystem::path tls_certificate, tls_key; // both or none
    std::int64_t connections_per_peer = 128;        // 0: no limit; peers of a loopback address are not counted
    std::chrono::seconds drain{8};                  // at SIGTERM: how long requests and sends under way may take
};

struct network_settings {
    bool proxy_from_environment = true;   // HTTPS_PROXY, HTTP_PROXY and NO_PROXY are obeyed
    bool allow_private_addresses = false; // names may lead to addresses that are not public
};

struct slack_settings {
    bool enabled = false;
    std::vector<secret> signing_secrets; // the current one first; a second one while the secret is being rotated
    secret bot_token;
    std::string bot_user_id; // to strip its mention and to know itself; empty: taken from the event's authorizations
    std::string api_url = "https://slack.com/api/";
    std::string mode = "http";                            // "socket": we connect, no public address needed
    secret app_token;                                     // xapp-…, for mode socket
    std::vector<std::string> socket_hosts{"*.slack.com"}; // where Socket Mode may lead us, beside api_url's host
    bool answer_outsiders = true;                         // people of other organisations in shared channels
    bool intro = true;                                    // say something when invited into a channel
    std::string working_emoji = "eyes";                   // on a question that waits for its answer; empty: none
    std::string canonical_emoji = "bookmark";      // by a moderator: the message is an answer to keep; empty: none
    std::string solved_emoji = "white_check_mark"; // under our own answer: it helped; empty: none
    std::string take_back_emoji = "wastebasket";   // by the asker or a moderator: the answer goes; empty: none
    std::string client_id, redirect_url;           // to be installed in several workspaces: both, with these two
    secret client_secret, token_key;               // token_key: base64 of 32 bytes, seals the tokens in the database

    [[nodiscard]] bool by_socket() const { return enabled && mode == "socket"; }
    [[nodiscard]] bool is_installable() const { return enabled && !client_id.empty(); }
};

// A robot that only posts into one group, for announcements.
struct custom_robot_settings {
    std::string name;
    secret access_token;
    secret sign_secret; // "SEC…"; empty: the robot checks something else
};

struct dingtalk_settings {
    bool enabled = false;
    std::vector<secret> app_secrets; // as above
    std::string robot_code;          // pinned: messages for another robot are refused; empty: any
    std::string corp_id;             // pinned likewise; also names the workspace when a message does not
    std::string bot_name;            // its name in the groups, to strip a mention that stayed in the text
    std::vector<std::string> webhook_hosts{"oapi.dingtalk.com"}; // where sessionWebhook may point, host or host:port
    std::chrono::seconds signature_window{300}; // DingTalk says an hour; a captured signature fits any body that long
    std::string mode = "http";                  // "stream": we connect, no public address needed
    std::string client_id;                      // the app's, for mode stream and OpenAPI; empty: sessionWebhook only
    std::string api_url = "https://api.dingtalk.com";   // OpenAPI
    std::string oapi_url = "https://oapi.dingtalk.com"; // custom robots
    std::vector<std::string> stream_hosts{"*.dingtalk.com",
                                          "*.dingtalk.io"}; // where Stream mode may lead us, beside api_url's
    std::string card_template;                              // "….schema"; empty: buttons are tapped and speak
    std::string card_callback_url;     // where presses on cards reach us from outside; empty: by Stream
    std::int64_t monthly_quota = 3000; // messages a calendar month in Shanghai; 0: not metered
    std::vector<custom_robot_settings> custom_robots;

    [[nodiscard]] bool by_stream() const { return enabled && mode == "stream"; }
    [[nodiscard]] bool has_openapi() const { return enabled && !client_id.empty(); }
    [[nodiscard]] bool has_cards() const { return has_openapi() && !card_template.empty(); }
};

struct simulator_settings {
    bool enabled = false;                                     // the page /try
    bool beyond_loopback = false;                             // serve it although the server is not bound to loopback
    std::vector<std::string> members{"Alice", "Bob", "Mona"}; // names; see simulator_member_id()
};

// Where the simulator's one group is: the page /try and `qunda chat` speak there.
inline constexpr std::string_view simulator_workspace = "local", simulator_group = "try";

// The stable id of a simulator's member: the name in lower case (ASCII only), "Mona" → "mona".
std::string simulator_member_id(std::string_view name);

struct storage_settings {
    std::filesystem::path path = "qunda.db";
};

struct logging_settings {
    std::string level = "info"; // error warning info debug
    bool member_text = false;   // texts of members in the log (promise 10: off)
};

// How long is kept what people left behind. 0: for ever.
struct retention_settings {
    std::chrono::seconds question_texts{0};
    std::chrono::seconds names = std::chrono::days(365);    // display names of who asked
    std::chrono::seconds deliveries = std::chrono::days(7); // keys against answering twice; platforms stop within a day
    std::chrono::seconds outbox = std::chrono::days(30);    // what was said, to look up what the bot said last month
    std::chrono::seconds audit{0};
    std::chrono::seconds feedback{0};
};

struct settings {
    server_settings server;
    network_settings network;
    storage_settings storage;
    logging_settings logging;
    slack_settings slack;
    dingtalk_settings dingtalk;
    simulator_settings simulator;
    retention_settings retention;
    std::vector<community_settings> communities;

    // What each platform's adapter can do as it is configured.
    [[nodiscard]] adapters::chat::abilities abilities_of(adapters::chat::platform platform) const;

    // The settings in force in a group: its own, or those of the community its workspace belongs to; nullopt when the
    // bot has no business there.
    [[nodiscard]] std::optional<group_settings> group(adapters::chat::platform platform, std::string_view workspace,
                                                      std::string_view id) const;
    [[nodiscard]] const community_settings* community(std::string_view name) const; // nullptr: there is none
    [[nodiscard]] std::vector<std::vector<std::string>> synonyms() const;           // of all communities
};

// What is in force when there is no configuration file: qunda.db in the current folder and one simulator group, "try"
// in workspace "local", where Mona moderates. Listens on loopback only, knows no platform and needs no secret.
settings embedded_default();

} // namespace bot::config

template <>
struct fmt::formatter<bot::config::secret> {
    constexpr auto parse(format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const bot::config::secret&, Context& context) const {
        auto out = context.out();
        for (int stars = 0; stars < 3; ++stars)
            *out++ = '*';
        return out;
    }
};
