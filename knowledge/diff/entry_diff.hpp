// What is different between two versions of an entry, field by field. Pure. How it looks is for whoever shows it:
// bot/cli/diff_text.hpp on a terminal, bot/conversation/diff_reply.hpp in a group.
#pragma once

#include "knowledge/diff/text_diff.hpp"
#include "knowledge/model.hpp"

#include <string>
#include <vector>

namespace knowledge::diff {

enum class field {
    state,
    question,
    phrasings,
    answer,
    variant,
    tags,
    collection,
    valid_until,
    valid_for,
    sources,
    chain,
    name
};

std::string_view to_string(field which); // "state", "phrasings" …

struct field_change {
    field what = field::answer;
    std::string language;                    // of a variant: "en"
    pieces text;                             // of one text, by words
    std::string before, after;               // the same text, whole
    std::vector<std::string> removed, added; // of a list: phrasings, tags, sources

    bool operator==(const field_change&) const = default;
};

// Only the fields that changed, in the order people read an entry. Lists are compared as sets: another order is no
// change.
[[nodiscard]] std::vector<field_change> compare(const entry& before, const entry& after);

// A source as one line: "2020-05-22 #1 #3, asker, SOFATracer".
[[nodiscard]] std::string as_line(const source& where);

} // namespace knowledge::diff
