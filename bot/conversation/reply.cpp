#include "bot/conversation/reply.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "bot/conversation/texts.hpp"

#include <algorithm>
#include <vector>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

constexpr std::size_t title_length = 60; // what a phone's conversation list shows
constexpr std::size_t line_length = 120; // a question in a list: one line on a desktop, two on a phone

std::string shortened(std::string_view text, std::size_t most) {
    const auto line = chat::one_line(text);
    const auto kept = chat::first_characters(line, most);
    return kept.size() == line.size() ? line : std::string(kept) + "…";
}

std::string numbered(std::span<const knowledge::entry> entries) {
    std::string list;
    int number = 0;
    for (const auto& entry : entries) {
        list += fmt::format("\n{}. {}", ++number, quoted_line(entry.question, line_length));
    }
    return list;
}

std::string source_line(const knowledge::entry& entry, config::language speaks) {
    std::vector<std::string> names;
    const auto add = [&names](std::string name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    for (const auto& source : entry.sources) {
        if (!source.edition.empty()) add(phrase(text::source_edition, speaks, fmt::arg("date", source.edition)));
        if (!source.url.empty()) {
            // Angle brackets only where Markdown needs them.
            const bool bracketed = source.url.find_first_of(" ()") != std::string::npos;
            add(fmt::format("[{}]({}{}{})", quoted_line(source.label.empty() ? source.url : source.label, line_length),
                            bracketed ? "<" : "", source.url, bracketed ? ">" : ""));
        } else if (!source.label.empty()) {
            add(quoted_line(source.label, line_length));
        }
    }
    if (names.empty()) return {};
    return phrase(text::source, speaks, fmt::arg("sources", fmt::format("{}", fmt::join(names, " · "))));
}

std::string body_of(const knowledge::entry& entry, config::language speaks) {
    auto body = "> " + quoted_line(entry.question, line_length) + "\n\n" + entry.answer;
    if (const auto source = source_line(entry, speaks); !source.empty()) body += "\n\n" + source;
    return body;
}

} // namespace

std::string quoted_line(std::string_view text, std::size_t most) {
    return chat::markdown::from_plain(shortened(text, most));
}

reply answer_reply(const knowledge::entry& entry, std::span<const knowledge::entry> follow_ups,
                   config::language speaks) {
    auto body = body_of(entry, speaks);
    if (!follow_ups.empty()) body += "\n\n" + phrase(text::follow_ups, speaks) + "\n" + numbered(follow_ups);
    return {phrase(text::answer_title, speaks, fmt::arg("question", shortened(entry.question, title_length))), body};
}

reply suggest_reply(std::span<const knowledge::entry> candidates, std::int64_t number, config::language speaks) {
    return {phrase(text::suggest_title, speaks), phrase(text::suggest, speaks) + "\n" + numbered(candidates) + "\n\n" +
                                                     phrase(text::suggest_none, speaks, fmt::arg("number", number))};
}

reply logged_reply(std::int64_t number, const config::group_settings& group) {
    const auto title = phrase(text::logged_title, group.speaks, fmt::arg("number", number));
    if (group.no_answer.empty()) return {title, phrase(text::logged, group.speaks, fmt::arg("number", number))};
    return {title, phrase(text::logged_unnumbered, group.speaks, fmt::arg("text", group.no_answer),
                          fmt::arg("number", number))};
}

reply help_reply(bool moderator, config::language speaks) {
    auto body = phrase(text::help, speaks);
    if (moderator) body += "\n\n" + phrase(text::help_moderator, speaks);
    return {phrase(text::help_title, speaks), body};
}

reply open_reply(std::span<const knowledge::store::question> open, config::language speaks) {
    if (open.empty()) return {phrase(text::open_title, speaks), phrase(text::open_none, speaks)};
    auto body = phrase(text::open_list, speaks, fmt::arg("count", open.size())) + "\n";
    for (const auto& question : open) {
        const auto name =
            question.member_name.empty() ? phrase(text::somebody, speaks) : quoted_line(question.member_name, 24);
        body += "\n- " + phrase(text::open_item, speaks, fmt::arg("number", question.number),
                                fmt::arg("question", quoted_line(question.text, line_length)), fmt::arg("name", name));
    }
    return {phrase(text::open_title, speaks), body};
}

reply told_reply(const knowledge::store::question& question, const knowledge::entry& entry, config::language speaks) {
    return {phrase(text::told_title, speaks, fmt::arg("number", question.number)),
            phrase(text::told, speaks, fmt::arg("number", question.number)) + "\n\n" + body_of(entry, speaks)};
}

} // namespace bot::conversation
