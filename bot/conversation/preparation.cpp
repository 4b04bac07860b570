#include "bot/conversation/preparation.hpp"

#include "bot/conversation/pointing.hpp"
#include "knowledge/text/cues.hpp"

#include <utility>
#include <variant>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

// What a message in somebody's thread goes on from: the last question of those before it that has an answer, else what
// the thread began with.
std::string_view talked_about(const chat::incoming& said, const config::group_settings& group,
                              const preparation& made) {
    for (const auto& one : said.thread_last) {
        const auto cues = knowledge::text::read_cues(one);
        if (!cues.asks && !cues.trouble) continue;
        const auto judged = judge(one, std::nullopt, *made.index, group,
                                  {.revision = made.revision, .for_us = made.for_us(group, one)});
        if (judged.decided == knowledge::decision::answer) return one;
    }
    return said.thread_text;
}

} // namespace

preparation prepare(const chat::happening& what, const config::group_settings& group,
                    std::shared_ptr<const knowledge::match::index> index, std::int64_t revision,
                    std::shared_ptr<const group_logs> logs) {
    preparation made{.index = std::move(index), .revision = revision, .logs = std::move(logs)};
    const auto* said = std::get_if<chat::incoming>(&what);
    if (said == nullptr || said->unreadable) return made;
    const std::string_view thread = talked_about(*said, group, made);
    const std::string_view above = said->quoted_text.empty() ? thread : said->quoted_text;
    if (said->overheard) {
        made.text = said->text; // what is not said to the bot is no command
        made.understood = ask_question{};
    } else if (!above.empty() && (said->text.empty() || only_points(said->text))) {
        // A mention that says nothing of its own under somebody's message asks what that message asks; it is never
        // taken for a command.
        made.text = above;
        made.understood = ask_question{};
    } else {
        made.text = said->text;
        made.quoted = said->quoted_text;
        made.thread_text = thread;
        made.understood = understand(said->text);
    }
    const bool asks =
        std::holds_alternative<ask_question>(*made.understood) || std::holds_alternative<mistyped>(*made.understood);
    if (asks && made.quoted.empty() && made.thread_text.empty())
        made.alone = judge(made.text, std::nullopt, *made.index, group,
                           {.revision = revision, .for_us = made.for_us(group, made.text)});
    return made;
}

} // namespace bot::conversation
