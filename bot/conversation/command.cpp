#include "bot/conversation/command.hpp"

#include "adapters/chat/text.hpp"
#include "bot/conversation/argument_slip.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/commands.hpp"
#include "bot/conversation/typing_mistake.hpp"

namespace bot::conversation {

namespace {

constexpr int most_options = 9; // a pick is one digit: lists of ours are never longer

} // namespace

request understand(std::string_view text) {
    text = adapters::chat::trimmed(text);
    if (text.empty()) return ask_help{};
    if (text.size() == 1 && text[0] >= '1' && text[0] <= '0' + most_options) return pick_number{text[0] - '0'};

    const auto low = lower(text);
    std::optional<mistyped> bare, unmarked; // a command by its name alone, or with something else than what it takes
    for (const auto& one : commands()) {
        for (const auto* names : {&one.names.zh, &one.names.en}) {
            for (const auto name : *names) {
                if (name.front() != low.front()) continue; // nearly always, and most texts are no command
                const auto rest = behind(text, low, name);
                if (!rest) continue;
                if (auto understood = one.read(*rest)) return std::move(*understood);
                if (adapters::chat::trimmed(*rest).empty() && !one.help.en.empty()) bare = mistyped{&one, name, true};
                if (auto slip = argument_slip(one, name, *rest)) unmarked = std::move(slip);
            }
        }
    }
    if (auto link = equation(text)) return std::move(*link);
    if (bare) return *bare;
    if (unmarked) return *unmarked;
    if (const auto slip = typing_mistake(text)) return *slip;
    return ask_question{};
}

} // namespace bot::conversation
