// The verbs, a file each. Each returns what the program ends with, and throws stop or store::error for run() to
// explain.
#pragma once

#include "bot/cli/arguments.hpp"

namespace bot::cli {

int serve(const common_arguments& common, const serve_arguments& how);
int chat(const common_arguments& common, const chat_arguments& how);
int ask(const common_arguments& common, const ask_arguments& how);
int import(const common_arguments& common, const import_arguments& how);
int export_knowledge(const common_arguments& common, const export_arguments& how);
int weekly_draft(const common_arguments& common, const weekly_draft_arguments& how);
int announce(const common_arguments& common, const announce_arguments& how);
int eval(const common_arguments& common, const eval_arguments& how);
int why(const common_arguments& common, const why_arguments& how);
int replay(const common_arguments& common, const replay_arguments& how);
int entry(const common_arguments& common, const entry_arguments& how);
int audit(const common_arguments& common, const audit_arguments& how);
int config_check(const common_arguments& common, const config_check_arguments& how);
int version(const version_arguments& how);
int manifest(const manifest_arguments& how);

// Reads the command line, runs the verb, turns whatever it throws into a sentence and an exit code.
int run(int count, const char* const* values);

} // namespace bot::cli
