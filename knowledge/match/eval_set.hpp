// Reads a folder of labelled questions: kb.jsonl (what is known) and queries.jsonl (what is asked, and what is right).
#pragma once

#include "knowledge/match/index.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace knowledge::match {

// what() is "file:line: reason", or "file: reason" when the file itself is the trouble.
class input_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct labelled_query {
    query ask;
    bool any = false;           // should be answered, no particular entry is named
    std::vector<entry_id> gold; // right entries that are in the knowledge base
    std::string kind;           // as the file has it, "" when it has none

    [[nodiscard]] bool answerable() const { return any || !gold.empty(); }
};

struct eval_set {
    std::string name;
    std::vector<document> documents;
    std::vector<labelled_query> queries;
};

// How a folder is read.
struct eval_source {
    std::string kb_file = "kb.jsonl";
    // The name of a text field of entries and questions, or empty. Where a question has it, only the entries with the
    // same text are searched, as a group searches its collections. For a JSONL file of entries which all have it.
    std::string within;
};

// `kb_file` is looked up in `folder` and read as `qunda import` reads it, in any of its formats, into an empty
// database: what is measured is what is asked. A set without questions, or without anything to answer with, is refused.
// A gold id that is not in the knowledge base is dropped; a question left without any counts as unanswerable. Throws
// input_error.
[[nodiscard]] eval_set read_eval_set(const std::filesystem::path& folder, const eval_source& source = {});

} // namespace knowledge::match
