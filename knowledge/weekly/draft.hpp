// Writes an edition as the Markdown page an editor starts from, in the form past editions have: front matter, the
// questions as numbered threads, and empty sections for reading, releases and live streams. Pure.
// exchange/weekly_reader.hpp reads the page back and finds the same threads, whatever was asked and answered: texts
// are escaped here, and Markdown readers show them as they were meant.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace knowledge::weekly {

enum class language { zh, en };

struct draft_turn {
    std::string question; // plain text
    std::string answer;   // Markdown; empty where nobody answered

    bool operator==(const draft_turn&) const = default;
};

struct draft_thread {
    std::string asker; // display name; empty: printed as anonymous
    std::vector<draft_turn> turns;
    std::string link_label; // the project link that closes the thread …
    std::string link_url;   // … none when this is empty
    int askers = 1;         // how many members asked it; a note to the editor when there were several

    bool operator==(const draft_thread&) const = default;
};

// A question nobody answered, for the editor to see.
struct open_question {
    std::int64_t number = 0; // "#12"
    std::string asker;
    std::string group; // where it was asked; may be empty
    std::string text;
    int askers = 1;

    bool operator==(const open_question&) const = default;
};

// An entry a person should look at again, and why; for the editor.
struct due_entry {
    std::string id, question, why;

    bool operator==(const due_entry&) const = default;
};

struct draft_page {
    language speaks = language::zh;
    std::string title; // empty: made from the days
    std::chrono::year_month_day first_day;
    std::chrono::year_month_day last_day; // the edition's date
    std::string utc_offset = "+08:00";    // of that date, as front matter wants it
    std::vector<draft_thread> threads;
    std::vector<open_question> unanswered;
    std::vector<due_entry> due;
};

std::string write_draft(const draft_page& page);

// What the page can say of a thread: names on one line, texts without control characters, no more than one empty line
// in a row, no turns without a question. Reading the page back gives exactly this.
draft_thread printable(const draft_thread& thread, language speaks);

} // namespace knowledge::weekly
