#include "bot/server/slack_people.hpp"

#include "adapters/slack/fields.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/proposing.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace bot::server {

namespace chat = adapters::chat;
namespace slack = adapters::slack;
using conversation::outcome;

namespace {

std::string key_of(const chat::place& where, const chat::person& who) {
    return where.workspace + " " + who.id;
}

chat::person& who_in(chat::happening& what) {
    return std::visit([](auto& one) -> chat::person& { return one.who; }, what);
}

const chat::person& who_in(const chat::happening& what) {
    return std::visit([](const auto& one) -> const chat::person& { return one.who; }, what);
}

// What is kept under a name: a question, an answer somebody proposes, a mark. An opinion is nobody's by name.
bool is_kept_by_name(const chat::happening& what) {
    return std::holds_alternative<chat::incoming>(what) || std::holds_alternative<chat::remark>(what) ||
           std::holds_alternative<chat::mark>(what);
}

} // namespace

const slack_people::known* slack_people::find(const chat::place& where, const chat::person& who) const {
    const auto found = known_.find(key_of(where, who));
    return found == known_.end() ? nullptr : &found->second;
}

bool slack_people::has_to_know(const chat::happening& what) const {
    return !with_.settings.slack.answer_outsiders || std::holds_alternative<chat::remark>(what);
}

// A guest whom the configuration trusts by name is no stranger.
bool slack_people::turned_away(const chat::happening& what) const {
    const auto& where = conversation::place_of(what);
    const auto* who = find(where, who_in(what));
    if (with_.settings.slack.answer_outsiders || who == nullptr || !who->who.guest) return false;
    const auto group = with_.settings.group(where.on, where.workspace, conversation::settings_group_of(what));
    return !group || !conversation::is_trusted(*group, where, who_in(what));
}

void slack_people::take(chat::happening what, std::function<void(outcome)> finished) {
    const auto& who = who_in(what);
    if (who.id.empty()) return with_.in(std::move(what), std::move(finished));
    if (has_to_know(what) && find(conversation::place_of(what), who) == nullptr)
        return know_first(std::move(what), std::move(finished));
    take_as_known(std::move(what), std::move(finished));
}

void slack_people::know_first(chat::happening what, std::function<void(outcome)> finished) {
    struct waiting {
        chat::happening what;
        std::function<void(outcome)> finished;
        std::unique_ptr<adapters::net::event_loop::timer> timer{};
    };
    const chat::introduction one{.where = conversation::place_of(what), .who = who_in(what)};
    const auto kept = std::make_shared<waiting>(waiting{std::move(what), std::move(finished)});
    const auto go_on = [this, kept] {
        if (!kept->finished) return;              // the other end came first
        const auto keep = std::move(kept->timer); // breaks the cycle timer → lambda → kept
        take_as_known(std::move(kept->what), std::exchange(kept->finished, {}));
    };
    kept->timer = with_.loop.after(with_.patience, go_on);
    look_up(one, [go_on](const slack::member_profile*) { go_on(); });
}

void slack_people::take_as_known(chat::happening what, std::function<void(outcome)> finished) {
    if (turned_away(what)) return finished(outcome::not_ours);
    const chat::introduction one{.where = conversation::place_of(what), .who = who_in(what)};
    const auto* known = find(one.where, one.who);
    if (known != nullptr && !known->who.name.empty()) who_in(what).name = known->who.name;
    const bool asks = is_kept_by_name(what) && (known == nullptr || known->fresh_until <= with_.clock());
    if (!asks) return with_.in(std::move(what), std::move(finished));
    with_.in(std::move(what), [this, one, finished = std::move(finished)](outcome became) {
        finished(became);
        if (became == outcome::taken) look_up_later(one);
    });
}

// One after the other, with a pause: what is to be said needs the connections to Slack more than names do.
void slack_people::look_up_later(chat::introduction one) {
    const bool waits = std::ranges::any_of(waiting_, [&](const chat::introduction& other) {
        return other.who.id == one.who.id && other.where.workspace == one.where.workspace;
    });
    if (waits || waiting_.size() >= most_waiting) return; // the latter: when he next says something
    waiting_.push_back(std::move(one));
    if (waiting_.size() == 1 && !pause_) look_up_next();
}

void slack_people::look_up_next() {
    look_up(waiting_.front(), [this](const slack::member_profile* found) {
        auto one = std::move(waiting_.front());
        waiting_.pop_front();
        if (found != nullptr && !found->name.empty()) {
            one.who.name = found->name;
            with_.in(std::move(one), [](outcome) {}); // what went wrong is in the log; the next one is named
        }
        pause_ = with_.loop.after(with_.pause, [this] {
            const auto over = std::move(pause_);
            if (!waiting_.empty()) look_up_next();
        });
    });
}

void slack_people::look_up(const chat::introduction& one, const told& then) {
    const auto resting = rests_.find(one.where.workspace);
    const bool rests = resting != rests_.end() && with_.clock() < resting->second.until;
    const auto user = std::string(slack::user_of(one.who.id));
    if (rests || user.empty()) return then(nullptr);
    with_.call(
        one.where.workspace, slack::look_up_member(user),
        [this, key = key_of(one.where, one.who), workspace = one.where.workspace, then](const slack::api_answer& got) {
            auto found = got.ok ? slack::read_member(got.body) : std::nullopt;
            if (!found && slack::is_nobody(got.error)) found.emplace();
            if (!found) {
                note_trouble(workspace, got.ok ? "an answer that cannot be read" : got.error);
                return then(nullptr);
            }
            rests_.erase(workspace);
            if (known_.size() >= most_known) known_.clear();
            const auto& known = known_[key] = {*std::move(found), with_.clock() + fresh_for};
            then(&known.who);
        });
}

void slack_people::note_trouble(const std::string& workspace, const std::string& error) {
    auto& rest = rests_[workspace];
    if (rest.error != error)
        observe::log::warning("slack: who somebody is in workspace {} could not be read ({}); members have no names, "
                              "and guests are not known as such, until it can (scope users:read)",
                              observe::log_text(workspace), observe::log_text(error));
    rest = {error, with_.clock() + rest_after_trouble};
}

} // namespace bot::server
