#include "adapters/slack/blocks.hpp"

#include "adapters/chat/json_writer.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/render.hpp"

#include <algorithm>
#include <map>

namespace adapters::slack {

namespace {

constexpr std::size_t footer_limit_characters = 3000; // longer ones are no footers
constexpr std::size_t most_buttons = 25;              // that Slack takes in a row
constexpr std::string_view between = "\n\n";

// The mention in front. What must begin its line does not follow it on the same one.
std::string with_mention(const chat::person& whom, std::string text) {
    const std::string who = mention(whom.id);
    if (who.empty()) return text;
    const bool own_line = text.starts_with("```") || text.starts_with("> ") || text.starts_with("• ");
    return who + (own_line ? "\n" : " ") + text;
}

void write_mrkdwn(chat::json_writer& out, std::string_view text) {
    out.member("type", "mrkdwn");
    out.member("text", text);
}

std::string label_of(const chat::button& one) {
    const std::string line = chat::one_line(chat::repaired(one.label));
    const auto kept = chat::first_characters(line, label_limit_characters);
    if (kept.empty()) return "…";
    return kept.size() == line.size() ? line
                                      : std::string(chat::first_characters(line, label_limit_characters - 1)) + "…";
}

void write_actions(chat::json_writer& out, const chat::outgoing& message) {
    out.member("type", "actions");
    out.member("block_id", "actions-" + message.id);
    std::map<chat::action, std::size_t> seen;
    const auto write = [&](const chat::button& one) {
        // Picks are numbered from the first on; another action only when it is there twice.
        std::size_t& number = seen[one.what];
        const bool numbered = one.what == chat::action::pick || number > 0;
        ++number;
        out.object([&] {
            out.member("type", "button");
            out.member("action_id", action_id(one.what, numbered ? number : 0));
            out.object("text", [&] {
                out.member("type", "plain_text");
                out.member("text", label_of(one));
            });
            out.member("value", one.value);
        });
    };
    out.array("elements", [&] {
        for (std::size_t i = 0; i < std::min(message.buttons.size(), most_buttons); ++i)
            write(message.buttons[i]);
    });
}

names naming_of(const chat::outgoing& message) {
    return message.names_members ? names::shown : names::as_text;
}

} // namespace

std::string text_of(const chat::outgoing& message, std::size_t limit) {
    std::string below;
    for (const std::string& part : {message.footer, message.status}) {
        const std::string text = render(part, footer_limit_characters, naming_of(message));
        if (!text.empty()) below += (below.empty() ? "" : std::string(between)) + text;
    }
    const std::size_t taken = chat::count_characters(below) + between.size();
    const std::string body =
        render(message.markdown, below.empty() ? limit : limit - std::min(taken, limit), naming_of(message));
    std::string text = with_mention(message.mention, body);
    if (below.empty()) return text;
    return body.empty() ? text + below : text + std::string(between) + below;
}

std::string blocks_of(const chat::outgoing& message) {
    const auto footer =
        render_pieces(message.footer, context_limit_characters, footer_limit_characters, naming_of(message));
    const auto status =
        render_pieces(message.status, context_limit_characters, context_limit_characters, naming_of(message));
    std::size_t left = blocks_limit_characters;
    for (const auto* part : {&footer, &status}) {
        for (const std::string& text : *part)
            left -= chat::count_characters(text);
    }
    left -= std::min(message.buttons.size(), most_buttons) * label_limit_characters;
    // The mention stands in the first section.
    const std::size_t piece = section_limit_characters - mention(message.mention.id).size() - 1;
    auto body = render_pieces(message.markdown, piece, left - section_limit_characters + piece, naming_of(message));

    const bool plain = footer.empty() && status.empty() && message.buttons.empty() && body.size() <= 1;
    if (plain && message.what == chat::act::post) return {};
    if (body.empty()) body.emplace_back();
    body.front() = with_mention(message.mention, std::move(body.front()));
    chat::json_writer out;
    out.array([&] {
        for (const std::string& text : body) {
            if (text.empty()) continue;
            out.object([&] {
                out.member("type", "section");
                out.object("text", [&] { write_mrkdwn(out, text); });
            });
        }
        for (const auto* part : {&footer, &status}) {
            for (const std::string& text : *part) {
                out.object([&] {
                    out.member("type", "context");
                    out.array("elements", [&] { out.object([&] { write_mrkdwn(out, text); }); });
                });
            }
        }
        if (!message.buttons.empty()) out.object([&] { write_actions(out, message); });
    });
    return out.take();
}

} // namespace adapters::slack
