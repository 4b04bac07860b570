// The form behind the shortcut "Mark as canonical answer": a modal view as JSON, and what was written into it. Pure;
// the words on it are the caller's.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::chat {
class json_object;
}

namespace adapters::slack {

inline constexpr std::string_view mark_callback_id = "mark_canonical";

// Longer answers do not fit into a form (four inputs of what Slack takes in one).
inline constexpr std::size_t form_answer_limit_characters = 11600;

struct form_labels {
    std::string title, submit, close; // at most 24 characters each, shortened otherwise
    std::string question, answer, phrasings, phrasings_hint, tags, tags_hint, collection, collection_hint;

    bool operator==(const form_labels&) const = default;
};

// `first` is what the form shows to begin with; its place, message, question_id and reply travel with the form. Give a
// view that replaces another one the next `turn`: Slack keeps what it shows under a name it knows.
[[nodiscard]] std::string mark_view(const chat::mark& first, const form_labels& labels, int turn = 0);

struct filled_form {
    chat::mark mark;                // without who, workspace and delivery_id: the submission says those
    std::vector<std::string> empty; // names of inputs that must not be empty, as errors_of() wants them

    bool operator==(const filled_form&) const = default;
};

// `view` as a submission has it. What is no form of ours fails the read.
[[nodiscard]] filled_form read_mark_form(const chat::json_object& view);

// The answer to a submission that leaves the form open and says why at these inputs; JSON.
[[nodiscard]] std::string errors_of(const std::vector<std::string>& inputs, std::string_view why);

// Where a trouble is shown that belongs to no input.
inline constexpr std::string_view any_input = "answer";

} // namespace adapters::slack
