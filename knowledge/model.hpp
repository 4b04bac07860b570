// The values the whole house speaks of: entries, where they came from, questions, and the ids that must not be mixed
// up. Plain data; what may be done with it is decided in knowledge/store, knowledge/match and bot/conversation.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge {

// An id of one kind of row. Ids of different kinds are different types, so that one cannot stand in for another.
// 0 means "none". Ids are made by us: 63 bits, ordered by time (store/ids.hpp).
template <class Tag>
struct strong_id {
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    auto operator<=>(const strong_id&) const = default;
};

using entry_id = strong_id<struct entry_tag>;
using question_id = strong_id<struct question_tag>;
using outbox_id = strong_id<struct outbox_tag>;
using cluster_id = strong_id<struct cluster_tag>;

// UTC. Milliseconds are what the platforms stamp their messages with.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// canonical entries are answered; drafts and retired ones never are.
enum class entry_state { draft, canonical, retired };

std::string_view to_string(entry_state state);

// Where an entry was printed or said. An entry printed twice has two.
struct source {
    std::string edition; // date of the weekly's edition, "2020-05-22"; empty when it was no edition
    int thread = 0;      // place of the thread in that edition, from 1
    int turn = 0;        // place of the turn in that thread, from 1
    std::string asker;   // the nickname as printed; may be empty
    std::string label;   // the project link under the thread: what it says ("SOFATracer") …
    std::string url;     // … and where it leads; both empty when there is none
    std::string file;    // the file it was read from, for people to find it again

    bool operator==(const source&) const = default;
};

// What an entry's answer says in another language.
struct answer_variant {
    std::string language; // "zh", "en"
    std::string answer;   // Markdown, never empty
    std::string made_for; // fingerprint of the answer it says the same as (entry_rules.hpp)

    bool operator==(const answer_variant&) const = default;
};

struct entry {
    entry_id id;
    std::string external_id; // what the outside calls it, unique: "2020-05-22#1#3", or the id of an imported row
    std::string collection = "default";
    entry_state state = entry_state::canonical;
    std::string question;
    std::vector<std::string> phrasings; // other ways to ask it; never contains `question` itself
    std::string answer;                 // Markdown; empty only in a draft
    std::vector<std::string> tags;
    std::vector<source> sources;
    std::vector<std::string> context;     // earlier questions of its chain, oldest first
    entry_id previous;                    // the entry this one follows up, none for the first of a chain
    std::string valid_until;              // the last day it is right, "2026-12-31"; empty: no end
    std::string valid_for;                // what it is right for, as people say it: "SOFATracer 3.x"; may be empty
    std::vector<answer_variant> variants; // by language, each once

    bool operator==(const entry&) const = default;
};

// What the bot did with a question: answered it, asked "did you mean", or logged it and stayed out of the way.
enum class decision { answer, suggest, silent };

std::string_view to_string(decision d);

} // namespace knowledge
