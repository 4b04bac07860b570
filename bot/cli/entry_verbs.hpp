// What the verbs of the family `qunda entry` share. entry.cpp tells them apart, entry_report.cpp has those that only
// look, entry_changes.cpp those that change.
#pragma once

#include "bot/cli/arguments.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/store.hpp"

#include <string>

namespace bot::cli {

struct entry_desk {
    const common_arguments& common;
    const entry_arguments& how;
    const config::settings& settings;
    knowledge::store::store& store;
    knowledge::timestamp now;
    std::string today;
};

// Throws stop{no_input}: there is no such entry.
[[nodiscard]] knowledge::entry entry_named(knowledge::store::session& db, const std::string& id);

int show_entry(const entry_desk& desk);
int entry_history(const entry_desk& desk);
int entry_diff(const entry_desk& desk);
int review_entries(const entry_desk& desk);
int change_entry(const entry_desk& desk);
int merge_or_part(const entry_desk& desk);
int correct_entry(const entry_desk& desk);

} // namespace bot::cli
