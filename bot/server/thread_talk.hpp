// Threads in which nobody has spoken but the bot and the member who opened them with a question to it: what he says
// there next goes on with that although it does not mention the bot. Once somebody else speaks, people talk among
// themselves. In memory, bounded; in every other thread the bot has to be mentioned.
#pragma once

#include "knowledge/model.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

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
        std::string member;
        knowledge::timestamp at;
    };
    std::map<std::string, talk, std::less<>> talks_;
};

} // namespace bot::server
