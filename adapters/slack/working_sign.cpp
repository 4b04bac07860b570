#include "adapters/slack/working_sign.hpp"

#include "adapters/slack/fields.hpp"

#include <map>
#include <utility>

namespace adapters::slack {

namespace {

// More answers than this are not under way at once; beyond it there is no sign.
constexpr std::size_t most_signs = 1000;
// An answer that is tried longer than this has expired, and nobody says so.
constexpr std::chrono::minutes longest_wait{30};

constexpr std::chrono::seconds between_tries{30};
constexpr int most_tries = 10;

std::string key_of(const chat::place& where, const std::string& question) {
    return where.workspace + " " + where.group + " " + question;
}

// Not for what only one member sees, nor for what changes a message.
bool is_shown_for(const chat::outgoing& message) {
    return message.what == chat::act::post && message.only_for.id.empty();
}

} // namespace

struct working_sign::implementation : std::enable_shared_from_this<implementation> {
    enum class stage { waiting, adding, shown };
    struct sign {
        std::string workspace;
        net::pairs item;
        stage at = stage::waiting;
        bool ended = false; // while it was being added
        std::unique_ptr<net::event_loop::timer> timer;
    };

    net::event_loop& loop;
    const web_api& api;
    std::string emoji;
    std::chrono::milliseconds patience;
    std::function<chat::timestamp()> clock;
    const chat::timestamp began = clock();
    chat::timestamp minute = began;    // began then
    int in_minute = 0;                 // signs that were shown
    std::map<std::string, sign> signs; // by the message that has it

    implementation(net::event_loop& l, const web_api& a, std::string e, std::function<chat::timestamp()> c,
                   std::chrono::milliseconds p)
        : loop(l), api(a), emoji(std::move(e)), patience(p), clock(std::move(c)) {}

    [[nodiscard]] bool may_show_one() {
        const auto now = clock();
        if (now - minute >= std::chrono::minutes(1)) {
            minute = now;
            in_minute = 0;
        }
        return in_minute++ < most_a_minute;
    }

    [[nodiscard]] net::pairs item_of(const chat::place& where, const std::string& question) const {
        return {{"channel", where.group}, {"timestamp", question}, {"name", emoji}};
    }

    // It must not stay for good because Slack was asked too often.
    void take_away(const std::string& workspace, const net::pairs& item, int tries = 1) {
        auto done = [self = weak_from_this(), workspace, item, tries](const api_answer& got) {
            const auto alive = self.lock();
            if (!alive || got.ok || !got.passing || tries == most_tries) return;
            const auto handle = std::make_shared<std::unique_ptr<net::event_loop::timer>>();
            *handle = alive->loop.after(between_tries, [self, workspace, item, tries, handle] {
                const auto keep = std::move(*handle); // breaks the cycle timer → lambda → timer
                if (const auto still = self.lock()) still->take_away(workspace, item, tries + 1);
            });
        };
        api.call(workspace, {"reactions.remove", item}, std::move(done));
    }

    void show(const std::string& id) {
        const auto found = signs.find(id);
        if (found == signs.end()) return;
        if (!may_show_one()) {
            signs.erase(found);
            return;
        }
        sign& one = found->second;
        one.at = stage::adding;
        api.call(one.workspace, {"reactions.add", one.item}, [self = weak_from_this(), id](const api_answer&) {
            if (const auto alive = self.lock()) alive->added(id);
        });
    }

    void added(const std::string& id) {
        const auto found = signs.find(id);
        if (found == signs.end()) return;
        sign& one = found->second;
        one.at = stage::shown;
        if (one.ended) return end(id);
        one.timer = loop.after(longest_wait, [self = weak_from_this(), id] {
            if (const auto alive = self.lock()) alive->end(id);
        });
    }

    void end(const std::string& id) {
        const auto found = signs.find(id);
        if (found == signs.end()) return;
        sign& one = found->second;
        if (one.at == stage::adding) {
            one.ended = true;
            return;
        }
        // Also where adding it failed: the answer to that may have been lost.
        if (one.at == stage::shown) take_away(one.workspace, one.item);
        signs.erase(found);
    }
};

working_sign::working_sign(net::event_loop& loop, const web_api& api, std::string emoji,
                           std::function<chat::timestamp()> clock, std::chrono::milliseconds patience)
    : impl_(std::make_shared<implementation>(loop, api, std::move(emoji), std::move(clock), patience)) {}

void working_sign::begin(const chat::place& where, const std::string& question) {
    auto& signs = impl_->signs;
    const auto key = key_of(where, question);
    if (impl_->emoji.empty() || !time_of(question) || signs.size() >= most_signs || signs.contains(key)) return;
    implementation::sign one;
    one.workspace = where.workspace;
    one.item = impl_->item_of(where, question);
    one.timer = impl_->loop.after(impl_->patience, [self = impl_->weak_from_this(), key] {
        if (const auto alive = self.lock()) alive->show(key);
    });
    signs.emplace(key, std::move(one));
}

void working_sign::begin(const chat::outgoing& message) {
    if (is_shown_for(message)) begin(message.where, message.answers);
}

void working_sign::end(const chat::outgoing& message) {
    if (impl_->emoji.empty() || !is_shown_for(message) || !time_of(message.answers)) return;
    // Who showed it may have ended before its time.
    const auto key = key_of(message.where, message.answers);
    const auto known = impl_->signs.find(key);
    const bool will_be_taken_away = known != impl_->signs.end() && known->second.at != implementation::stage::waiting;
    if (message.said_at < impl_->began && message.said_at != chat::timestamp{} && !will_be_taken_away)
        impl_->take_away(message.where.workspace, impl_->item_of(message.where, message.answers));
    impl_->end(key);
}

} // namespace adapters::slack
