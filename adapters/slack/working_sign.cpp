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
    std::map<std::string, sign> signs; // by message id

    implementation(net::event_loop& l, const web_api& a, std::string e, std::chrono::milliseconds p)
        : loop(l), api(a), emoji(std::move(e)), patience(p) {}

    void show(const std::string& id) {
        const auto found = signs.find(id);
        if (found == signs.end()) return;
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
        if (one.at == stage::shown) api.call(one.workspace, {"reactions.remove", one.item}, [](const api_answer&) {});
        signs.erase(found);
    }
};

working_sign::working_sign(net::event_loop& loop, const web_api& api, std::string emoji,
                           std::chrono::milliseconds patience)
    : impl_(std::make_shared<implementation>(loop, api, std::move(emoji), patience)) {}

void working_sign::begin(const chat::outgoing& message) {
    auto& signs = impl_->signs;
    const bool shows = !impl_->emoji.empty() && message.what == chat::act::post && message.only_for.id.empty() &&
                       time_of(message.answers) && signs.size() < most_signs;
    if (!shows || signs.contains(message.id)) return;
    implementation::sign one;
    one.workspace = message.where.workspace;
    one.item = {{"channel", message.where.group}, {"timestamp", message.answers}, {"name", impl_->emoji}};
    one.timer = impl_->loop.after(impl_->patience, [self = impl_->weak_from_this(), id = message.id] {
        if (const auto alive = self.lock()) alive->show(id);
    });
    signs.emplace(message.id, std::move(one));
}

void working_sign::end(const std::string& message_id) {
    impl_->end(message_id);
}

} // namespace adapters::slack
