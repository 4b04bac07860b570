// The command line as values. One struct a verb; the verbs themselves see only these, not the library that reads them.
#pragma once

#include "bot/cli/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bot::cli {

struct common_arguments {
    std::optional<std::filesystem::path> database; // --db
    std::optional<std::filesystem::path> config;   // --config
};

struct serve_arguments {
    std::optional<std::uint16_t> port; // overrides the configuration's
};
struct chat_arguments {
    std::string as; // who speaks first; empty: the first member
};
struct ask_arguments {
    std::vector<std::string> words; // the question
    std::string batch;              // a file of JSON lines, "-" for standard input; empty: one question
    std::vector<std::string> collections;
    bool json = false;
};
struct import_arguments {
    std::vector<std::filesystem::path> paths;
    std::string state = "canonical";
    std::string collection = "default";
    bool dry_run = false;
    bool json = false;
};
struct export_arguments {
    std::string format = "jsonl";
    std::optional<std::filesystem::path> out;
    std::vector<std::string> collections;
    bool drafts = false; // drafts and retired ones too
};
struct weekly_draft_arguments {
    std::string from, to; // dates, both included
    std::string community;
    std::string title;
    std::optional<std::filesystem::path> out;
};
struct announce_arguments {
    std::string where;          // "dingtalk:NAME"
    std::filesystem::path file; // Markdown
    bool dry_run = false;
};
// Whose settings are in force, and whose questions are looked at. Both empty: the only community's, else everybody's.
struct audience_arguments {
    std::string community;
    std::string group; // its id or its name
};
struct eval_arguments {
    std::vector<std::filesystem::path> paths; // folders, or one regression file
    std::optional<std::filesystem::path> kb;
    std::optional<double> answer_at;
    std::string within; // a field of entries and questions that says what belongs together
    int folds = 0;      // 0: the shipped calibration
    std::uint64_t dealing = 0;
    bool own_log = false;   // the questions are the log that is learnt from, too
    std::size_t labels = 0; // of them, 0: all
    bool together = false;
    bool young = false; // also with a few entries only
    bool fit = false;
    bool json = false;
    audience_arguments audience;
    bool no_save = false; // of a regression file: leave what was noted of the last run
    bool tune = false;
    double precision = 0.95;
    std::optional<std::filesystem::path> svg; // of --tune
};
struct replay_arguments {
    std::string since = "30d", until;
    audience_arguments audience;
    std::vector<std::filesystem::path> imports;
    bool json = false;
};
struct why_arguments {
    std::vector<std::string> words;   // the question
    std::vector<std::string> context; // what the same member said before, oldest first
    audience_arguments audience;
    bool json = false;
};
struct entry_arguments {
    enum class act {
        show,
        history,
        diff,
        edit,
        translate,
        expire,
        revert,
        retire,
        restore,
        merge,
        unmerge,
        correct,
        review
    };
    act what = act::show;
    std::string id;                            // external id
    std::string other;                         // merge: the one that survives
    std::vector<int> numbers;                  // diff: one or two revisions; revert: the one to go back to
    std::optional<std::string> question, text; // edit, translate: what it says now …
    std::optional<std::filesystem::path> file; // … or a file that says the answer, "-" for standard input
    std::vector<std::string> phrasings, tags;  // edit: more of them
    std::optional<std::string> until, version; // expire
    std::string language;                      // translate: "zh", "en"
    bool never = false;                        // expire: no end; translate: no such answer any more
    int seen = 0;                              // edit: the revision it started from
    bool yes = false;                          // correct: do it
    std::string community;                     // review
    bool json = false;
    std::string colour = "auto";
};
struct config_check_arguments {
    bool json = false;
};
struct audit_arguments {
    std::string since = "30d", until; // see moment_of() in dates.hpp
    std::string actor;                // a part of who; empty: everybody
    std::string about;                // a question's number or an entry's name; empty: everything
    bool json = false;
};
struct version_arguments {
    bool json = false;
};
struct manifest_arguments {
    std::string url; // where the platform reaches the program
    std::string name = "Qunda";
    bool socket = false;
};

using verb_arguments =
    std::variant<serve_arguments, chat_arguments, ask_arguments, import_arguments, export_arguments,
                 weekly_draft_arguments, announce_arguments, eval_arguments, replay_arguments, why_arguments,
                 config_check_arguments, version_arguments, manifest_arguments, entry_arguments, audit_arguments>;

struct arguments {
    common_arguments common;
    verb_arguments verb;
};

// Prints help or the mistake itself; then only the exit code comes back.
[[nodiscard]] std::variant<arguments, exit_code> read_arguments(int count, const char* const* values);

} // namespace bot::cli
