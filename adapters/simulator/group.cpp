#include "adapters/simulator/group.hpp"

#include "adapters/chat/text.hpp"
#include "adapters/net/ascii.hpp"

#include <algorithm>
#include <utility>

namespace adapters::simulator {

namespace {

// Everything said here is said to the bot; who mentions it all the same, as help and the handbook show it, says no more
// than the rest.
std::string_view without_mention(std::string_view text) {
    const auto low = net::lower(text);
    for (const std::string_view name : {"@bot", "@qunda", "@我", "@群答"}) {
        const auto rest = text.substr(std::min(name.size(), text.size()));
        if (low.starts_with(name) && chat::ends_a_word(name, rest)) return chat::trimmed(rest);
    }
    return text;
}

} // namespace

group::group(std::string_view workspace, std::string_view id, std::vector<std::string> members, clock now,
             std::size_t keep)
    : workspace_(workspace), id_(id), members_(std::move(members)), now_(std::move(now)), keep_(keep) {}

line& group::append(line next) {
    next.number = ++last_;
    next.at = now_();
    next.id = std::to_string(next.at.time_since_epoch().count()) + "." + std::to_string(next.number);
    if (next.thread.empty()) next.thread = next.id;
    lines_.push_back(std::move(next));
    if (lines_.size() > keep_) lines_.pop_front();
    said_.notify_all();
    return lines_.back();
}

std::optional<chat::incoming> group::say(std::string_view member, std::string_view text, std::string_view thread) {
    text = chat::trimmed(text);
    const auto who =
        std::ranges::find_if(members_, [&](const auto& one) { return net::lower(one) == net::lower(member); });
    if (who == members_.end() || text.empty()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (!thread.empty()) {
        const bool known = std::ranges::any_of(lines_, [&](const line& one) { return one.thread == thread; });
        if (!known) return std::nullopt;
    }
    const auto& said = append({.number = 0,
                               .id = {},
                               .from_bot = false,
                               .member = *who,
                               .text = std::string(text),
                               .thread = std::string(thread),
                               .buttons = {},
                               .at = {}});
    return chat::incoming{.delivery_id = said.id,
                          .message_id = said.id,
                          .where = {.on = chat::platform::simulator,
                                    .workspace = workspace_,
                                    .group = id_,
                                    .group_title = {},
                                    .thread = said.thread,
                                    .direct = false},
                          .who = {.id = net::lower(*who), .name = *who},
                          .text = std::string(without_mention(text)),
                          .quoted_text = {},
                          .sent_at = said.at,
                          .reply = {}};
}

void group::send(chat::outgoing message, std::function<void(chat::delivery)> finished) {
    std::string id;
    {
        const std::lock_guard lock(mutex_);
        id = append({.number = 0,
                     .id = {},
                     .from_bot = true,
                     .member = message.mention.name,
                     .text = chat::whole_text(message),
                     .thread = std::move(message.where.thread),
                     .buttons = std::move(message.buttons),
                     .at = {}})
                 .id;
    }
    finished({.what = chat::verdict::sent, .message_id = std::move(id), .retry_after = {}, .reason = {}});
}

std::vector<line> group::lines_after(std::uint64_t after, std::chrono::milliseconds patience) const {
    std::unique_lock lock(mutex_);
    said_.wait_for(lock, patience, [&] { return last_ != after; });
    const auto seen = after > last_ ? 0 : after;
    std::vector<line> later;
    std::ranges::copy_if(lines_, std::back_inserter(later), [&](const line& one) { return one.number > seen; });
    return later;
}

} // namespace adapters::simulator
