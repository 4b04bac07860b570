// One entry as a file gives it, before anything is decided about the database. Every reader produces these; what a file
// does not say stays unset, so that importing it again does not wipe what others added.
#pragma once

#include "knowledge/exchange/text_file.hpp"
#include "knowledge/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace knowledge::exchange {

struct row {
    std::string file;        // its bare name
    int line = 0;            // where it starts in it
    std::string external_id; // may be empty: then it is made from the file's name and the question
    bool id_is_made = false; // the file gave none
    std::string question;
    std::optional<std::string> answer; // Markdown; empty: nobody answered, the entry can only be a draft
    std::optional<std::vector<std::string>> phrasings;
    std::optional<std::vector<std::string>> tags;
    std::optional<entry_state> state;
    std::optional<std::string> collection;
    std::optional<std::string> valid_until, valid_for;
    std::optional<std::vector<answer_variant>> variants; // made_for empty: of the answer as it is
    std::vector<source> sources;
    std::vector<std::string> context;    // earlier questions, where they are no rows themselves
    std::optional<std::size_t> previous; // the row this one follows up: an index into the same rows, before this one
    bool printed = false; // a turn of a weekly's thread, which other editions may print again under another id

    bool operator==(const row&) const = default;
};

// What a reader makes of a file. A file with anything in `refused` has no rows: it is imported whole or not at all.
struct parsed_file {
    std::vector<row> rows;
    std::vector<finding> unplaced;
    std::vector<finding> refused;
};

// What is wrong with what a row says of these, "" for nothing.
std::string trouble_with_validity(const row& one);

std::optional<entry_state> state_named(std::string_view name);

// Drops empty wordings, repeated ones and the question itself.
std::vector<std::string> distinct_phrasings(const std::vector<std::string>& phrasings, std::string_view question);

} // namespace knowledge::exchange
