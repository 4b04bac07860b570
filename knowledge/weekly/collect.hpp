// From what was asked in some days to the threads of a draft: each answered question once, with the questions of its
// chain before it, newest knowledge first; and what nobody answered.
#pragma once

#include "knowledge/store/questions.hpp"
#include "knowledge/weekly/draft.hpp"

#include <string>
#include <vector>

namespace knowledge::store {
class session;
}

namespace knowledge::weekly {

struct collect_options {
    std::string community; // empty: all
    timestamp from, to;    // asked_at in [from, to)
    bool show_names = true;
};

struct collected {
    std::vector<draft_thread> threads;
    std::vector<open_question> unanswered;
};

// One thread for each chain that was answered from, down to the last entry that was asked for; a chain that was left at
// two ends gives two threads. Those a person answered come first, then those more members asked, then the older.
// Entries that are not canonical (any more) are left out, except for unanswered turns a thread passes through.
// Questions must come oldest first.
collected arrange(const std::vector<store::question>& questions, const std::vector<entry>& entries, bool show_names);

// arrange() on what is stored, naming nobody who does not want to be named. Throws store::error.
collected collect(store::session& db, const collect_options& which);

} // namespace knowledge::weekly
