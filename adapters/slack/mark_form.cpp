#include "adapters/slack/mark_form.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace adapters::slack {

using chat::json_object;
using nlohmann::json;

namespace {

constexpr std::size_t title_limit = 24;
constexpr std::size_t hint_limit = 150;
// Slack takes 3,000 characters in an input and may count an emoji twice.
constexpr std::size_t input_limit = 2900;
constexpr std::size_t most_parts = form_answer_limit_characters / input_limit;
constexpr std::size_t most_phrasings = 50, most_tags = 20;
constexpr int most_turns = 1; // a view is replaced once, when the question has been looked up
constexpr std::string_view action = "value";

std::string shortened(std::string_view text, std::size_t most) {
    const std::string line = chat::one_line(text);
    const auto kept = chat::first_characters(line, most);
    return kept.size() == line.size() ? line : std::string(chat::first_characters(line, most - 1)) + "…";
}

json plain(std::string_view text, std::size_t most) {
    return {{"type", "plain_text"}, {"text", shortened(text, most)}};
}

std::string named(std::string_view input, int turn) {
    return turn == 0 ? std::string(input) : std::string(input) + "_again";
}

std::string answer_input(std::size_t part) {
    return std::string(any_input) + (part == 0 ? "" : "_" + std::to_string(part + 1));
}

struct input {
    std::string name;
    std::string_view label, hint, value;
    bool optional = false, lines = false;
};

json block_of(const input& one) {
    json element = {{"type", "plain_text_input"}, {"action_id", action}, {"multiline", one.lines}};
    const auto value = chat::first_characters(one.value, input_limit);
    if (!value.empty()) element["initial_value"] = value;
    json block = {{"type", "input"}, {"block_id", one.name}, {"label", plain(one.label, hint_limit)}};
    block["element"] = std::move(element);
    if (one.optional) block["optional"] = true;
    if (!one.hint.empty()) block["hint"] = plain(one.hint, hint_limit);
    return block;
}

// Cut where a line ends; joined with line ends again it is the same.
std::vector<std::string> parts_of(std::string_view answer) {
    std::vector<std::string> parts;
    while (chat::count_characters(answer) > input_limit && parts.size() + 1 < most_parts) {
        const auto most = chat::first_characters(answer, input_limit);
        const std::size_t line = most.rfind('\n');
        const bool at_line = line != std::string_view::npos && line > 0;
        parts.emplace_back(at_line ? most.substr(0, line) : most);
        answer.remove_prefix(at_line ? line + 1 : most.size());
    }
    parts.emplace_back(answer);
    return parts;
}

std::string joined(const std::vector<std::string>& all, std::string_view between) {
    std::string out;
    for (const std::string& one : all) {
        if (!out.empty()) out += between;
        out += one;
    }
    return out;
}

std::string metadata_of(const chat::mark& first) {
    return chat::json_text(json{{"channel", first.where.group},
                                {"direct", first.where.direct},
                                {"thread", first.where.thread},
                                {"message", first.message_id},
                                {"question", first.question_id},
                                {"url", first.reply.url},
                                {"based_on", first.based_on},
                                {"about", first.about},
                                {"until", first.reply.expires_at.time_since_epoch().count()}});
}

std::optional<chat::mark> from_metadata(std::string_view text) {
    auto read = chat::read_json(text, [](const json_object& root) {
        chat::mark out;
        out.where.on = chat::platform::slack;
        out.where.group = id(root, "channel");
        out.where.direct = root.flag_or("direct", false);
        out.where.thread = message_ts_or_nothing(root, "thread");
        out.message_id = message_ts(root, "message");
        out.question_id = message_ts_or_nothing(root, "question");
        out.about = root.text_or("about", "");
        out.reply.url = root.text_or("url", "");
        out.based_on = root.text_or("based_on", "");
        out.reply.expires_at = chat::timestamp(std::chrono::milliseconds(root.integer_or("until", 0)));
        return out;
    });
    if (!read) return std::nullopt;
    return *std::move(read);
}

std::string_view written_in(const json_object& values, std::string_view block) {
    return values.object_if(block).object_if(action).text_if("value");
}

std::string_view value_in(const json_object& values, std::string_view block) {
    return chat::trimmed(written_in(values, block));
}

// Each line or piece once, nothing empty.
std::vector<std::string> pieces(std::string_view text, std::string_view between, std::size_t most) {
    std::vector<std::string> out;
    while (!text.empty() && out.size() < most) {
        const std::size_t end = std::min(text.find_first_of(between), text.size());
        std::string piece = chat::one_line(chat::trimmed(text.substr(0, end)));
        if (!piece.empty() && std::find(out.begin(), out.end(), piece) == out.end()) out.push_back(std::move(piece));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// Commas as people type them in Chinese.
std::string with_commas(std::string_view text) {
    std::string out(text);
    for (const std::string_view wide : {"，", "、", "；"}) {
        for (std::size_t at = 0; (at = out.find(wide, at)) != std::string::npos;)
            out.replace(at, wide.size(), ",");
    }
    return out;
}

} // namespace

std::string mark_view(const chat::mark& first, const form_labels& labels, int turn) {
    json blocks = json::array();
    const auto add = [&](const input& one) { blocks.push_back(block_of(one)); };
    add({.name = named("question", turn), .label = labels.question, .value = first.question, .lines = true});
    const auto parts = parts_of(first.answer);
    for (std::size_t part = 0; part < parts.size(); ++part)
        add({.name = answer_input(part),
             .label = labels.answer,
             .value = parts[part],
             .optional = part > 0,
             .lines = true});
    const auto phrasings = joined(first.phrasings, "\n"), tags = joined(first.tags, ", ");
    add({.name = "phrasings",
         .label = labels.phrasings,
         .hint = labels.phrasings_hint,
         .value = phrasings,
         .optional = true,
         .lines = true});
    add({.name = "tags", .label = labels.tags, .hint = labels.tags_hint, .value = tags, .optional = true});
    add({.name = "collection",
         .label = labels.collection,
         .hint = labels.collection_hint,
         .value = first.collection,
         .optional = true});
    const json view = {{"type", "modal"},
                       {"callback_id", mark_callback_id},
                       {"private_metadata", metadata_of(first)},
                       {"title", plain(labels.title, title_limit)},
                       {"submit", plain(labels.submit, title_limit)},
                       {"close", plain(labels.close, title_limit)},
                       {"blocks", blocks}};
    return chat::json_text(view);
}

filled_form read_mark_form(const json_object& view) {
    filled_form out;
    auto origin = from_metadata(view.text("private_metadata"));
    if (!origin) {
        view.refuse("private_metadata");
        return out;
    }
    out.mark = *std::move(origin);
    const json_object values = view.object("state").object("values");
    std::string question_input = named("question", 0);
    for (int turn = 0; turn <= most_turns; ++turn) {
        if (values.kind(named("question", turn)) == chat::json_kind::object) question_input = named("question", turn);
    }
    out.mark.question = chat::one_line(value_in(values, question_input));
    for (std::size_t part = 0; part < most_parts; ++part) {
        // Empty lines where one input ends and the next begins are the answer's.
        const auto text = written_in(values, answer_input(part));
        if (text.empty()) continue;
        if (!out.mark.answer.empty()) out.mark.answer += '\n';
        out.mark.answer += text;
    }
    out.mark.answer = chat::trimmed(out.mark.answer);
    out.mark.phrasings = pieces(value_in(values, "phrasings"), "\n", most_phrasings);
    out.mark.tags = pieces(with_commas(value_in(values, "tags")), ",;\n", most_tags);
    out.mark.collection = chat::one_line(value_in(values, "collection"));
    if (out.mark.question.empty()) out.empty.push_back(question_input);
    if (out.mark.answer.empty()) out.empty.push_back(answer_input(0));
    return out;
}

std::string errors_of(const std::vector<std::string>& inputs, std::string_view why) {
    json errors = json::object();
    for (const std::string& one : inputs)
        errors[one] = why;
    return chat::json_text(json{{"response_action", "errors"}, {"errors", errors}});
}

} // namespace adapters::slack
