// A file of questions an admin keeps with what is expected of each, and how it compares with the run before. Pure:
// texts in, texts out; files are the caller's.
#pragma once

#include "knowledge/match/eval_set.hpp"
#include "knowledge/match/index.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

struct expectation {
    std::size_t line = 0; // in its file, from 1
    std::string text;
    std::vector<std::string> context;
    std::vector<std::string> entries; // external ids, any of them is right; empty: neither answer nor suggestion
    std::string note;
};

// JSON lines {"q": "…", "context": ["…"]?, "expect": "ID" | ["ID", …] | "silence", "note": "…"?}. `file` is what
// mistakes call it. Throws input_error.
[[nodiscard]] std::vector<expectation> read_expectations(std::string_view text, const std::string& file);

enum class since_last { unknown, same, mended, regressed };

struct checked {
    expectation expected;
    decision got = decision::silent;
    std::string got_id; // of the first candidate; empty where there was none
    double confidence = 0;
    bool right = false;
    since_last change = since_last::unknown; // unknown: was not in the last run
};

// Whose decisions are checked.
struct checked_for {
    std::vector<std::string> collections;
    thresholds at{};
    std::function<double(std::string_view)> for_us{}; // what the group's own log says of a text; empty: nothing
};
[[nodiscard]] std::vector<checked> check(const index& all, std::vector<expectation> expected, const checked_for& whom);

// What was right and what was not, by question, context and expectation: a line that was changed is a new one.
struct last_run {
    std::string under; // whose thresholds and collections were in force
    std::map<std::string, bool> right;
};

// Throws input_error.
[[nodiscard]] last_run read_last_run(std::string_view text, const std::string& file);
[[nodiscard]] std::string write_last_run(const std::vector<checked>& run, std::string_view under);
void compare(std::vector<checked>& run, const last_run& before);

} // namespace knowledge::match
