// Reads the questions and answers of a past weekly: a tolerant grammar of lines, not a Markdown tree, because the pages
// were written by hand and their layout drifted. What cannot be placed is reported with its line, never dropped.
// Pure; weekly_lines.hpp says what one line is, this file what a sequence of them means.
#pragma once

#include "knowledge/exchange/text_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

struct weekly_turn {
    std::string question; // plain text, lines kept; empty when only a picture was asked
    std::string answer;   // Markdown; empty when nobody answered
    int line = 0;         // where the question starts

    bool operator==(const weekly_turn&) const = default;
};

struct project_link {
    std::string label; // "SOFATracer"
    std::string url;

    bool operator==(const project_link&) const = default;
};

struct weekly_thread {
    std::string number; // as printed on the asker's line; may be empty, and numbers repeat and skip
    std::string topic;  // the line above that says what several askers' questions are about; usually empty
    std::string asker;
    std::vector<weekly_turn> turns;
    std::vector<project_link> links; // mostly one or none
    int images = 0;                  // pictures in questions (not kept) and answers (kept)
    int line = 0;

    bool operator==(const weekly_thread&) const = default;
};

struct weekly_edition {
    std::string title;
    std::string date; // from the front matter, else a day in the file's name, else empty
    std::vector<weekly_thread> threads;
    std::vector<finding> unplaced;
};

weekly_edition read_weekly(std::string_view text, std::string_view file);

// Whether a Markdown page is a weekly: its category says so, or it has the questions' section with an asker in it.
// A title alone does not: a FAQ may be called "Q&A".
bool looks_like_weekly(std::string_view text);

} // namespace knowledge::exchange
