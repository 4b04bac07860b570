// From files and folders to one batch of rows, without looking at the database: which reader takes which file, in which
// order, under which ids. plan.hpp compares a batch with what is stored, apply.hpp writes it.
#pragma once

#include "knowledge/exchange/row.hpp"
#include "knowledge/exchange/summary.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace knowledge::exchange {

struct batch {
    std::vector<row> rows; // every one with an id; `previous` points into this list
    summary counted;       // files, threads, turns, answered, repeated, unplaced, refused so far
};

// Files as given, folders recursively in order of name. Weeklies come in the order of their dates, behind everything
// else. In a folder only .md, .markdown, .csv, .json and .jsonl files are looked at, and nothing hidden.
// A missing or unreadable file is a refusal, like a file with any bad row: nothing of it is in the batch.
batch read_batch(const std::vector<std::filesystem::path>& paths);

// One file's text as rows, by extension and content: .json and .jsonl, .csv, Markdown as weekly or FAQ.
// `name` decides how sources and made-up ids call the file.
parsed_file read_rows(std::string_view text, std::string_view name);

} // namespace knowledge::exchange
