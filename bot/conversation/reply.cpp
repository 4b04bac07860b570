#include "bot/conversation/reply.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "bot/conversation/commands.hpp"
#include "bot/conversation/reference.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/match/features.hpp"

#include <algorithm>
#include <vector>

namespace bot::conversation {

namespace chat = adapters::chat;

namespace {

constexpr std::size_t title_length = 60;   // what a phone's conversation list shows
constexpr std::size_t label_length = 60;   // a button; platforms take 75 at most
constexpr std::size_t answer_length = 300; // of a proposal: enough to judge most
constexpr std::size_t line_length = 120;   // a question in a list: one line on a desktop, two on a phone

std::string shortened(std::string_view text, std::size_t most) {
    return plain_line(text, most);
}

std::string numbered(std::span<const knowledge::entry> entries, std::string_view today = {},
                     const config::voice& speaks = {}) {
    std::string list;
    int number = 0;
    for (const auto& entry : entries) {
        list += fmt::format("\n{}. {}", ++number, quoted_line(entry.question, line_length));
        if (knowledge::has_expired(entry, today))
            list += " — " + phrase(text::expired, speaks, fmt::arg("date", entry.valid_until));
    }
    return list;
}

std::string source_line(const knowledge::entry& entry, const config::voice& speaks) {
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

// What the group's log made of the best candidate's confidence, 0 where it is not among the reasons that are kept.
double said_by_log(const knowledge::match::trace& why) {
    if (why.candidates.empty()) return 0;
    const auto name =
        knowledge::match::feature_descriptions[static_cast<std::size_t>(knowledge::match::feature::for_us)].name;
    const auto& parts = why.candidates.front().parts;
    const auto found = std::ranges::find(parts, name, &knowledge::match::contribution::name);
    return found == parts.end() ? 0 : found->amount;
}

// Of what was decided by another version there may be no name.
std::string input_name(const std::string& feature, const config::voice& speaks) {
    const auto known = text_of("input_" + feature);
    return known ? phrase(*known, speaks) : "`" + feature + "`";
}

// A line for the words that are unknown, and one for those that were read as others.
std::string words_of(const knowledge::match::noted_words& words, const config::voice& speaks) {
    std::vector<std::string> unknown, otherwise;
    for (const auto& word : words.unknown)
        unknown.push_back(quoted_line(word, line_length));
    for (const auto& word : words.otherwise)
        otherwise.push_back(quoted_line(word.said, line_length) + " → " + quoted_line(word.read_as, line_length));
    std::string lines;
    const auto add = [&](text which, const std::vector<std::string>& all) {
        if (!all.empty())
            lines += "\n\n" + phrase(which, speaks, fmt::arg("words", fmt::format("{}", fmt::join(all, " · "))));
    };
    add(text::why_unknown, unknown);
    add(text::why_read_as, otherwise);
    return lines;
}

std::string body_of(const knowledge::entry& entry) {
    return "> " + quoted_line(entry.question, line_length) + "\n\n" + entry.answer;
}

chat::button button(chat::action what, reference about, std::string label, text says, const config::voice& speaks) {
    auto value = to_string(about);
    auto words = phrase(says, speaks, fmt::arg("reference", value));
    return {.what = what, .value = std::move(value), .label = std::move(label), .says = std::move(words)};
}

// Where in the question's list of candidates the entry stands, from 1.
std::size_t place_of(knowledge::entry_id entry, const knowledge::store::question& question) {
    const auto found = std::ranges::find(question.candidates, entry, &knowledge::store::logged_candidate::id);
    return static_cast<std::size_t>(found - question.candidates.begin()) + 1;
}

} // namespace

void put(reply what, chat::outgoing& into) {
    into.title = std::move(what.title);
    into.markdown = std::move(what.markdown);
    into.footer = std::move(what.footer);
    into.buttons = std::move(what.buttons);
    into.names_members = what.names_members;
}

std::string plain_line(std::string_view text, std::size_t most) {
    const auto line = chat::one_line(text);
    const auto kept = chat::first_characters(line, most);
    return kept.size() == line.size() ? line : std::string(kept) + "…";
}

std::string quoted_line(std::string_view text, std::size_t most) {
    return chat::markdown::from_plain(shortened(text, most));
}

reply answer_reply(const knowledge::entry& entry, std::span<const knowledge::entry> follow_ups,
                   knowledge::question_id question, const config::voice& speaks, std::string_view today) {
    reply made;
    made.title = phrase(text::answer_title, speaks, fmt::arg("question", shortened(entry.question, title_length)));
    made.markdown = body_of(entry);
    made.footer = source_line(entry, speaks);
    const auto add_line = [&made](const std::string& line) {
        if (!made.footer.empty()) made.footer += "\n\n";
        made.footer += line;
    };
    if (!entry.valid_for.empty())
        add_line(phrase(text::valid_for, speaks, fmt::arg("what", quoted_line(entry.valid_for, line_length))));
    if (knowledge::has_expired(entry, today))
        add_line(phrase(text::expired_answer, speaks, fmt::arg("date", entry.valid_until)));
    if (!follow_ups.empty()) {
        if (!made.footer.empty()) made.footer += "\n\n";
        made.footer += phrase(text::follow_ups, speaks) + "\n" + numbered(follow_ups);
    }
    const auto add = [&](chat::action what, text label, text says) {
        made.buttons.push_back(button(what, {.question = question}, phrase(label, speaks), says, speaks));
    };
    add(chat::action::helpful, text::button_helpful, text::says_helpful);
    add(chat::action::unhelpful, text::button_unhelpful, text::says_unhelpful);
    add(chat::action::ask_moderator, text::button_moderator, text::says_moderator);
    return made;
}

reply suggest_reply(std::span<const knowledge::entry> offer, const knowledge::store::question& question,
                    const config::voice& speaks, std::string_view today, told where) {
    reply made;
    made.title = phrase(text::suggest_title, speaks);
    made.markdown = phrase(text::suggest, speaks) + "\n" + numbered(offer, today, speaks);
    made.footer = phrase(where == told::here ? text::suggest_none : text::suggest_none_alone, speaks,
                         fmt::arg("number", question.number));
    for (const auto& entry : offer) {
        made.buttons.push_back(button(chat::action::pick,
                                      {.question = question.id, .place = place_of(entry.id, question)},
                                      shortened(entry.question, label_length), text::says_pick, speaks));
    }
    made.buttons.push_back(button(chat::action::ask_moderator, {.question = question.id},
                                  phrase(text::button_none, speaks), text::says_moderator, speaks));
    return made;
}

chat::button take_back_button(knowledge::question_id question, const config::voice& speaks) {
    return button(chat::action::take_back, {.question = question}, phrase(text::button_take_back, speaks),
                  text::says_take_back, speaks);
}

reply not_helped_reply(knowledge::question_id question, const config::voice& speaks) {
    return {.title = phrase(text::help_title, speaks),
            .markdown = phrase(text::not_helped, speaks),
            .buttons = {button(chat::action::ask_moderator, {.question = question},
                               phrase(text::button_moderator, speaks), text::says_moderator, speaks),
                        take_back_button(question, speaks)}};
}

std::string status_line(const knowledge::store::question& question, const knowledge::store::feedback_count& opinions,
                        const config::voice& speaks) {
    std::string line;
    if (opinions != knowledge::store::feedback_count{}) {
        line = phrase(text::opinions, speaks, fmt::arg("helpful", opinions.helpful),
                      fmt::arg("unhelpful", opinions.unhelpful));
    }
    if (question.state == knowledge::store::question_state::open) {
        if (!line.empty()) line += " · ";
        line += phrase(text::handed_on, speaks, fmt::arg("number", question.number));
    }
    return line;
}

reply logged_reply(std::int64_t number, const config::group_settings& group, told where) {
    const auto title = phrase(text::logged_title, group.speaks, fmt::arg("number", number));
    if (group.no_answer.empty())
        return {.title = title,
                .markdown = phrase(where == told::here ? text::logged : text::logged_alone, group.speaks,
                                   fmt::arg("number", number))};
    return {.title = title,
            .markdown = phrase(text::logged_unnumbered, group.speaks, fmt::arg("text", group.no_answer),
                               fmt::arg("number", number))};
}

reply help_reply(bool moderator, const config::voice& speaks) {
    auto body = phrase(text::help, speaks);
    const auto list = [&](audience who) {
        for (const auto& one : commands()) {
            const auto line = help_line(one, speaks);
            if (one.who != who || line.empty()) continue;
            body += "\n- " +
                    phrase(text::help_line, speaks, fmt::arg("command", usage(one, speaks)), fmt::arg("help", line));
        }
    };
    body += "\n";
    list(audience::members);
    if (moderator) {
        body += "\n\n" + phrase(text::help_moderators, speaks) + "\n";
        list(audience::moderators);
    }
    return {.title = phrase(text::help_title, speaks), .markdown = body};
}

reply mistyped_reply(const mistyped& typed, const config::voice& speaks) {
    std::string meant(typed.name);
    const auto arguments = typed.arguments.empty() ? in(typed.meant->arguments, speaks) : typed.arguments;
    if (!arguments.empty()) meant += " " + std::string(arguments);
    return {.title = phrase(text::help_title, speaks),
            .markdown = phrase(typed.unfinished || !typed.arguments.empty() ? text::unfinished : text::mistyped, speaks,
                               fmt::arg("command", meant))};
}

reply proposals_reply(std::span<const shown_proposal> waiting, std::size_t count, const config::voice& speaks) {
    const auto title = phrase(text::proposals_title, speaks);
    if (waiting.empty()) return {.title = title, .markdown = phrase(text::proposals_none, speaks)};
    auto body = phrase(text::proposals_list, speaks, fmt::arg("count", counted(count))) + "\n";
    for (const auto& [what, question] : waiting) {
        if (what.kind == knowledge::store::proposal_kind::answer) {
            const auto name =
                what.proposed_name.empty() ? phrase(text::somebody, speaks) : quoted_line(what.proposed_name, 24);
            body += "\n- " + phrase(what.solved ? text::proposal_solved : text::proposal_answer, speaks,
                                    fmt::arg("number", what.number), fmt::arg("name", name),
                                    fmt::arg("text", quoted_line(what.text, answer_length)),
                                    fmt::arg("question", quoted_line(question, line_length)));
            continue;
        }
        const auto says =
            what.kind == knowledge::store::proposal_kind::phrasing ? text::proposal_phrasing : text::proposal_negative;
        body += "\n- " + phrase(says, speaks, fmt::arg("number", what.number),
                                fmt::arg("text", quoted_line(what.text, line_length)),
                                fmt::arg("question", quoted_line(question, line_length)));
    }
    if (count > waiting.size()) body += "\n- …";
    return {.title = title, .markdown = body};
}

reply why_reply(const knowledge::store::question& question, const knowledge::match::trace& why,
                std::span<const std::optional<knowledge::entry>> entries, std::string_view before,
                std::int64_t revision_now, const config::voice& speaks) {
    const auto decided = question.decided == knowledge::decision::answer    ? text::why_answered
                         : question.decided == knowledge::decision::suggest ? text::why_suggested
                                                                            : text::why_silent;
    std::string body = "> " + quoted_line(question.text, line_length) + "\n\n";
    body += phrase(decided, speaks, fmt::arg("confidence", fmt::format("{:.0f}", question.confidence)),
                   fmt::arg("answer_at", fmt::format("{:g}", why.at.answer_at)),
                   fmt::arg("suggest_at", fmt::format("{:g}", why.at.suggest_at)));
    if (why.leant && !before.empty())
        body += "\n\n" + phrase(text::why_leant, speaks, fmt::arg("question", quoted_line(before, line_length)));
    else if (why.leant)
        body += "\n\n" + phrase(text::why_leant_on_quote, speaks);
    body += words_of(why.words, speaks);
    if (why.candidates.empty()) body += "\n\n" + phrase(text::why_no_candidate, speaks);
    for (std::size_t i = 0; i < why.candidates.size(); ++i) {
        const auto& one = why.candidates[i];
        const auto& entry = entries[i];
        body += "\n\n" + phrase(text::why_candidate, speaks, fmt::arg("place", i + 1),
                                fmt::arg("question", quoted_line(entry ? entry->question : std::string(), line_length)),
                                fmt::arg("id", quoted_line(entry ? entry->external_id : std::string(), line_length)),
                                fmt::arg("confidence", fmt::format("{:.0f}", one.confidence)));
        // The question itself stands above already.
        if (entry && one.wording > 0 && one.wording <= entry->phrasings.size())
            body += "\n\n" + phrase(text::why_wording, speaks,
                                    fmt::arg("wording", quoted_line(entry->phrasings[one.wording - 1], line_length)));
        std::string parts;
        for (const auto& part : one.parts)
            parts +=
                fmt::format("{}{} {:+.3g}", parts.empty() ? "" : " · ", input_name(part.name, speaks), part.amount);
        body += "\n\n" + phrase(text::why_parts, speaks, fmt::arg("base", fmt::format("{:+.3g}", one.base)),
                                fmt::arg("parts", parts));
    }
    if (const double amount = said_by_log(why); amount != 0)
        body += "\n\n" + phrase(amount > 0 ? text::why_log_for : text::why_log_against, speaks,
                                fmt::arg("amount", fmt::format("{:+.3g}", amount)));
    if (why.revision != 0 && why.revision != revision_now)
        body += "\n\n" + phrase(text::why_moved, speaks, fmt::arg("then", why.revision), fmt::arg("now", revision_now));
    return {.title = phrase(text::why_title, speaks), .markdown = body};
}

reply told_reply(const knowledge::store::question& question, const knowledge::entry& entry, const config::voice& speaks,
                 std::string_view today) {
    const auto number = fmt::arg("number", question.number);
    auto made = answer_reply(entry, {}, question.id, speaks, today);
    made.title = phrase(text::told_title, speaks, number);
    made.markdown = phrase(text::told, speaks, number) + "\n\n" + made.markdown;
    return made;
}

} // namespace bot::conversation
