// What an import did, or would do: the one object `qunda import --json` prints.
#pragma once

#include "knowledge/exchange/text_file.hpp"

#include <string>
#include <vector>

namespace knowledge::exchange {

// An entry that was left as it is although the file says something else, because a person changed it since.
struct kept_entry {
    std::string external_id;
    std::string reason;

    bool operator==(const kept_entry&) const = default;
};

struct summary {
    int files = 0;    // read, refused ones included
    int threads = 0;  // of weeklies
    int turns = 0;    // of weeklies
    int answered = 0; // turns with an answer
    int entries_new = 0;
    int entries_changed = 0;
    int repeated = 0; // threads printed before, and rows given twice: the known entry got one more source at most
    std::vector<finding> unplaced;
    std::vector<finding> refused;
    std::vector<kept_entry> kept;

    bool operator==(const summary&) const = default;
};

// {files, threads, turns, answered, entries_new, entries_changed, repeated, unplaced: [{file, line, reason}],
//  refused: [{file, line, reason}], kept: [{id, reason}]}
std::string to_json(const summary& what);

} // namespace knowledge::exchange
