// Threads in which nobody has spoken but the bot and the member who opened them with a question to it: what he says
// there next goes on with that although it does not mention the bot. Once somebody else speaks, people talk among
// themselves. In memory, bounded; in every other thread the bot has to be mentioned.
#pragma once

#include "knowledge/model.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bot::server {

class thread_talk {
  public:
    static constexpr std::size_t most = 1000; // threads; the one that was quiet longest goes first

    // This member said something to the bot, and with it began the thread, or said it in there. `thread`: its key over
    // all workspaces.
    void began(const std::string& thread, const std::string& member, knowledge::timestamp now);
    void spoke_to_us(std::string_view thread, std::string_view member, knowledge::timestamp now);

    // Somebody said something in there without mentioning the bot. Whether it goes on with what was said to the bot,
    // where the last word was at most so long ago.
    [[nodiscard]] bool goes_on(std::string_view thread, std::string_view member, knowledge::timestamp now,
                               std::chrono::seconds within);

  private:
    struct talk {
        std::string thread, member;
        knowledge::timestamp at;
    };
    void touch(std::list<talk>::iterator one, knowledge::timestamp now);
    void forget(std::unordered_map<std::string_view, std::list<talk>::iterator>::iterator one);

    std::list<talk> talks_; // the one that was quiet longest first
    std::unordered_map<std::string_view, std::list<talk>::iterator> by_thread_;
};

} // namespace bot::server
