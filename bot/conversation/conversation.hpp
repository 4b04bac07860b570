// The one way of everything that happens to the bot, whatever platform it came from: in one transaction it is
// deduplicated, understood, decided, logged and answered into the outbox; then the platform may be told "received".
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/companions.hpp"
#include "bot/conversation/group_logs.hpp"
#include "bot/conversation/live_index.hpp"
#include "bot/conversation/short_memory.hpp"
#include "bot/conversation/storing.hpp"
#include "knowledge/store/store.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace bot::conversation {

enum class outcome {
    taken,     // committed: question, decision and reply are stored
    duplicate, // was taken before; nothing was changed
    not_ours,  // a group the bot has no business in; nothing was stored
    busy,      // not stored, the platform may try again: queue full, database locked, disk full
    broken     // not stored: our mistake, it is in the log
};

std::string_view to_string(outcome what);

class conversation {
  public:
    struct hooks {
        std::function<knowledge::timestamp()> clock;
        // Called after a commit that left something to send in that lane.
        std::function<void(const std::string&)> outbox_filled;
        // Before that: an answer to this message of somebody's is in there. May be empty.
        std::function<void(const adapters::chat::place&, const std::string& message_id)> answered{};
        // The connections to the platforms, a line each, for who asks how the bot is. May be empty.
        std::function<std::string()> links{};
        // What is learnt from the groups' logs. May be empty: nothing.
        std::function<std::shared_ptr<const group_logs>()> logs{};
    };

    // All references outlive the conversation.
    conversation(const config::settings& settings, knowledge::store::store& store, live_index& index, hooks how);

    // From any thread. `finished` runs once: after the commit, on the thread the store posts its completions to, or at
    // once when nothing is to be stored.
    void take(adapters::chat::happening what, std::function<void(outcome)> finished);

    // Why what is said cannot be stored just now, "" when it can. On the thread of the store's completions.
    [[nodiscard]] std::string why_not_stored() const;

  private:
    void tell_of_stranger(const adapters::chat::place& where);

    const config::settings& settings_;
    knowledge::store::store& store_;
    live_index& index_;
    hooks hooks_;
    short_memory memory_;
    companions waiting_;                      // of the writer's thread
    storing storing_;                         // of the thread of the store's completions
    std::atomic<std::uint64_t> strangers_{0}; // what came from workspaces that no community names
};

} // namespace bot::conversation
