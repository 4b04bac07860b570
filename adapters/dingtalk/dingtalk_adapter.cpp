#include "adapters/dingtalk/dingtalk_adapter.hpp"

#include "adapters/dingtalk/card.hpp"
#include "adapters/dingtalk/card_callback.hpp"
#include "adapters/dingtalk/openapi.hpp"
#include "adapters/dingtalk/ways.hpp"
#include "adapters/dingtalk/webhook.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace adapters::dingtalk {

using chat::verdict;

namespace {

constexpr std::chrono::milliseconds register_again = std::chrono::minutes(1);
constexpr std::size_t most_closed = 256; // sessions that are known to be gone; a forgotten one is only asked once more

bool has_commands(const chat::outgoing& message) {
    return std::any_of(message.buttons.begin(), message.buttons.end(),
                       [](const chat::button& one) { return !one.says.empty(); });
}

// A message on its way out.
struct journey {
    chat::outgoing message;
    choice route;
    std::function<void(chat::delivery)> finished;
    std::size_t at = 0; // of route.ways
    commands form = commands::tapped;
    std::string token; // that the last call went with
    bool token_renewed = false, card_repeated = false;
    std::string troubles; // of the ways that are behind

    [[nodiscard]] way now() const { return route.ways[at]; }
};

} // namespace

struct dingtalk_adapter::implementation : std::enable_shared_from_this<implementation> {
    net::event_loop& loop;
    net::http_client& client;
    const dingtalk_settings how;
    const card_settings cards;
    std::shared_ptr<token_source> token;
    std::deque<std::string> closed_sessions;
    std::string last_warning;
    std::unique_ptr<net::event_loop::timer> timer;

    implementation(net::event_loop& l, net::http_client& c, dingtalk_settings h)
        : loop(l), client(c), how(std::move(h)), cards{.template_id = how.card_template,
                                                       .robot_code = how.robot_code,
                                                       .route_key = route_key()} {
        if (!how.app.client_id.empty()) token = std::make_shared<token_source>(client, how.api_url, how.app, how.now);
    }

    [[nodiscard]] std::string route_key() const {
        return how.card_callback_url.empty() ? std::string() : "qunda-" + how.robot_code;
    }

    [[nodiscard]] choice route_of(const chat::outgoing& message) const {
        const outlets there{.openapi = token != nullptr,
                            .cards = token != nullptr && !how.card_template.empty(),
                            .hosts = how.webhook_hosts,
                            .expiry_margin = how.expiry_margin};
        choice found = ways_for(message, there, how.now());
        if (is_closed(message.reply.url)) {
            std::erase(found.ways, way::session);
            found.without_session = "session expired";
        }
        return found;
    }

    [[nodiscard]] bool is_closed(const std::string& session) const {
        return std::find(closed_sessions.begin(), closed_sessions.end(), session) != closed_sessions.end();
    }

    // What waits for OpenAPI, and is tried again, need not ask the webhook again.
    void close(const std::string& session) {
        if (is_closed(session)) return;
        if (closed_sessions.size() >= most_closed) closed_sessions.pop_front();
        closed_sessions.push_back(session);
    }

    void go(const std::shared_ptr<journey>& one) {
        if (one->at >= one->route.ways.size()) {
            const std::string why = one->troubles.empty() ? one->route.without_session : one->troubles;
            return end(one, {.what = verdict::failed, .reason = why});
        }
        if (one->now() == way::session) return call(one, encode(one->message, one->form));
        token->get([self = weak_from_this(), one](std::variant<std::string, chat::delivery> got) {
            const auto alive = self.lock();
            if (!alive) return one->finished({.what = verdict::retry, .reason = "shutting down"});
            if (auto* const without = std::get_if<chat::delivery>(&got)) return alive->go_without(one, *without);
            one->token = std::get<std::string>(std::move(got));
            alive->call(one, alive->request_of(*one));
        });
    }

    // No token: nothing has left, so whatever is open takes the message now.
    void go_without(const std::shared_ptr<journey>& one, const chat::delivery& why) {
        warn(why.reason);
        const bool last = one->at + 1 >= one->route.ways.size();
        settle(one, {.became = last ? why : chat::delivery{.what = verdict::failed, .reason = why.reason},
                     .help = remedy::elsewhere});
    }

    [[nodiscard]] net::http_request request_of(const journey& one) const {
        const openapi_access access{.api_url = how.api_url, .token = one.token};
        switch (one.now()) {
        case way::card:
            return encode_card(one.message, cards, access);
        case way::card_update:
            return encode_card_update(one.message, access);
        case way::group:
            return encode_to_group(one.message, one.form, access, how.robot_code);
        case way::person:
            return encode_to_person(one.message, one.form,
                                    one.message.where.direct ? one.message.partner.id : one.message.only_for.id, access,
                                    how.robot_code);
        case way::recall:
            return encode_recall(one.message, access, how.robot_code);
        case way::session:
            break;
        }
        return encode(one.message, one.form);
    }

    [[nodiscard]] static attempt read(const journey& one, const net::http_answer& answer) {
        switch (one.now()) {
        case way::card:
            return classify_card(answer, one.message.id);
        case way::card_update:
            return classify_card(answer, one.message.target);
        case way::group:
        case way::person:
            return classify_openapi(answer);
        case way::recall:
            return classify_recall(answer);
        case way::session:
            break;
        }
        return classify(answer);
    }

    void call(const std::shared_ptr<journey>& one, net::http_request request) {
        client.send(std::move(request), [self = weak_from_this(), one](const net::http_answer& answer) {
            const attempt found = read(*one, answer);
            if (const auto alive = self.lock()) return alive->settle(one, found);
            one->finished(found.became);
        });
    }

    void settle(const std::shared_ptr<journey>& one, attempt found) {
        const verdict what = found.became.what;
        // Making a card again under its own id does nothing where it is there, so doubt can be settled at once.
        if (what == verdict::uncertain && is_card(one->now()) && !std::exchange(one->card_repeated, true))
            return go(one);
        if (what != verdict::failed) return end(one, std::move(found.became));
        switch (found.help) {
        case remedy::fresh_token:
            token->drop(one->token);
            if (!std::exchange(one->token_renewed, true)) return go(one);
            return go_elsewhere(one, found.became.reason + ", and neither is a new one");
        case remedy::plainer:
            if (one->form == commands::tapped && has_commands(one->message)) {
                one->form = commands::written;
                return go(one);
            }
            break;
        case remedy::expired:
            close(one->message.reply.url);
            return go_elsewhere(one, found.became.reason);
        case remedy::elsewhere:
            return go_elsewhere(one, found.became.reason);
        case remedy::none:
            break;
        }
        end(one, std::move(found.became));
    }

    static bool is_card(way what) { return what == way::card || what == way::card_update; }

    void go_elsewhere(const std::shared_ptr<journey>& one, const std::string& why) {
        if (one->now() != way::session) warn(why);
        one->troubles += (one->troubles.empty() ? "" : "; ") + why;
        ++one->at;
        go(one);
    }

    void end(const std::shared_ptr<journey>& one, chat::delivery became) {
        const bool left = became.what == verdict::sent || became.what == verdict::uncertain;
        if (left && how.counted) how.counted();
        one->finished(std::move(became));
    }

    // Each trouble once, until there is another: what is wrong with the app is wrong for every message.
    void warn(const std::string& what) {
        if (!how.warn || what == last_warning) return;
        last_warning = what;
        how.warn(what);
    }

    void register_callback() {
        const auto later = [self = weak_from_this()](const chat::delivery& why) {
            const auto alive = self.lock();
            if (!alive || why.what == verdict::sent) return;
            alive->warn("presses on cards do not arrive yet: " + why.reason);
            alive->timer = alive->loop.after(register_again, [self] {
                if (const auto still = self.lock()) still->register_callback();
            });
        };
        token->get([self = weak_from_this(), later](std::variant<std::string, chat::delivery> got) {
            const auto alive = self.lock();
            if (!alive) return;
            if (const auto* without = std::get_if<chat::delivery>(&got)) return later(*without);
            const openapi_access access{.api_url = alive->how.api_url, .token = std::get<std::string>(got)};
            alive->client.send(encode_card_route(alive->cards.route_key, alive->how.card_callback_url,
                                                 card_api_secret(alive->how.app.client_secret), access),
                               [self, later, used = access.token](const net::http_answer& answer) {
                                   const attempt found = classify_card_route(answer);
                                   const auto still = self.lock();
                                   if (still && found.help == remedy::fresh_token) still->token->drop(used);
                                   later(found.became);
                               });
        });
    }
};

dingtalk_adapter::dingtalk_adapter(net::event_loop& loop, net::http_client& client, dingtalk_settings how)
    : impl_(std::make_shared<implementation>(loop, client, std::move(how))) {}

void dingtalk_adapter::send(chat::outgoing message, std::function<void(chat::delivery)> finished) {
    auto one = std::make_shared<journey>();
    one->route = impl_->route_of(message);
    one->message = std::move(message);
    one->finished = std::move(finished);
    // Not from within send(): `finished` may come at once.
    impl_->loop.post([impl = impl_, one] { impl->go(one); });
}

void dingtalk_adapter::start() {
    if (impl_->token && !impl_->how.card_template.empty() && !impl_->how.card_callback_url.empty())
        impl_->register_callback();
}

} // namespace adapters::dingtalk
