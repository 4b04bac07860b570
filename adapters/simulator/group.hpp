// A group without a platform: members speak in it, the bot answers in it, and everything said is kept in a bounded
// transcript. What `qunda chat` and the page /try show. Thread-safe.
#pragma once

#include "adapters/chat/outgoing.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::simulator {

struct line {
    std::uint64_t number = 0; // from 1, in the order said
    std::string id;           // unique over all runs: numbers begin anew with every process, the database does not
    bool from_bot = false;
    std::string member;                // who said it: display name; the bot's lines: who they are for, may be empty
    std::string text;                  // Markdown
    std::string thread;                // id of the line that began the thread
    std::vector<chat::button> buttons; // a tap on one says its `says`
    chat::timestamp at{};

    bool operator==(const line&) const = default;
};

class group final : public chat::adapter {
  public:
    using clock = std::function<chat::timestamp()>;

    // Known to the configuration as (simulator, `workspace`, `id`). `members` are display names; a member's stable id
    // is the name in lower case. At most `keep` lines are kept.
    group(std::string_view workspace, std::string_view id, std::vector<std::string> members, clock now,
          std::size_t keep = 1000);

    [[nodiscard]] const std::vector<std::string>& members() const { return members_; }

    // A member says something to the bot. `thread` is the thread of a line, or empty to begin one. The message is
    // to be handed to the conversation. nullopt: no such member, no such thread, or nothing said.
    [[nodiscard]] std::optional<chat::incoming> say(std::string_view member, std::string_view text,
                                                    std::string_view thread);

    // The bot's way in: the message is a line now.
    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override;

    // Lines after number `after`, oldest first; all of them when that line was never said here (who asks has seen an
    // earlier group, before a restart). Waits up to `patience` when there are none yet.
    [[nodiscard]] std::vector<line> lines_after(std::uint64_t after, std::chrono::milliseconds patience = {}) const;

  private:
    line& append(line next);

    const std::string workspace_, id_;
    const std::vector<std::string> members_;
    const clock now_;
    const std::size_t keep_;
    mutable std::mutex mutex_;
    mutable std::condition_variable said_;
    std::deque<line> lines_;
    std::uint64_t last_ = 0;
};

} // namespace adapters::simulator
