#include "adapters/slack/blocks.hpp"

#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/render.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace adapters::slack {

using nlohmann::json;

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

json mrkdwn_object(std::string_view text) {
    return {{"type", "mrkdwn"}, {"text", text}};
}

std::string label_of(const chat::button& one) {
    const std::string line = chat::one_line(chat::repaired(one.label));
    const auto kept = chat::first_characters(line, label_limit_characters);
    if (kept.empty()) return "…";
    return kept.size() == line.size() ? line
                                      : std::string(chat::first_characters(line, label_limit_characters - 1)) + "…";
}

json actions_of(const chat::outgoing& message) {
    json elements = json::array();
    std::map<chat::action, std::size_t> seen;
    for (const chat::button& one : message.buttons) {
        if (elements.size() == most_buttons) break;
        // Picks are numbered from the first on; another action only when it is there twice.
        std::size_t& number = seen[one.what];
        const bool numbered = one.what == chat::action::pick || number > 0;
        ++number;
        elements.push_back({{"type", "button"},
                            {"action_id", action_id(one.what, numbered ? number : 0)},
                            {"text", {{"type", "plain_text"}, {"text", label_of(one)}}},
                            {"value", one.value}});
    }
    return {{"type", "actions"}, {"block_id", "actions-" + message.id}, {"elements", elements}};
}

} // namespace

std::string text_of(const chat::outgoing& message, std::size_t limit) {
    std::string below;
    for (const std::string& part : {message.footer, message.status}) {
        const std::string text = render(part, footer_limit_characters);
        if (!text.empty()) below += (below.empty() ? "" : std::string(between)) + text;
    }
    const std::size_t taken = chat::count_characters(below) + between.size();
    const std::string body = render(message.markdown, below.empty() ? limit : limit - std::min(taken, limit));
    std::string text = with_mention(message.mention, body);
    if (below.empty()) return text;
    return body.empty() ? text + below : text + std::string(between) + below;
}

std::string blocks_of(const chat::outgoing& message) {
    const auto footer = render_pieces(message.footer, context_limit_characters, footer_limit_characters);
    const auto status = render_pieces(message.status, context_limit_characters, context_limit_characters);
    std::size_t left = blocks_limit_characters;
    for (const auto* part : {&footer, &status}) {
        for (const std::string& text : *part)
            left -= chat::count_characters(text);
    }
    left -= std::min(message.buttons.size(), most_buttons) * label_limit_characters;
    // The mention stands in the first section.
    const std::size_t piece = section_limit_characters - mention(message.mention.id).size() - 1;
    auto body = render_pieces(message.markdown, piece, left - section_limit_characters + piece);

    const bool plain = footer.empty() && status.empty() && message.buttons.empty() && body.size() <= 1;
    if (plain && message.what == chat::act::post) return {};
    json blocks = json::array();
    if (body.empty()) body.emplace_back();
    body.front() = with_mention(message.mention, std::move(body.front()));
    for (const std::string& text : body) {
        if (!text.empty()) blocks.push_back({{"type", "section"}, {"text", mrkdwn_object(text)}});
    }
    for (const auto* part : {&footer, &status}) {
        for (const std::string& text : *part)
            blocks.push_back({{"type", "context"}, {"elements", json::array({mrkdwn_object(text)})}});
    }
    if (!message.buttons.empty()) blocks.push_back(actions_of(message));
    return chat::json_text(blocks);
}

} // namespace adapters::slack
