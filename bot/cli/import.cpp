#include "knowledge/exchange/import.hpp"

#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/observe/progress.hpp"
#include "bot/observe/table.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/exchange/apply.hpp"
#include "knowledge/exchange/plan.hpp"

#include <fmt/format.h>

#include <iostream>

namespace bot::cli {

namespace exchange = knowledge::exchange;

namespace {

std::string as_table(const exchange::summary& done) {
    observe::table table({{.title = "import"}, {.title = "", .side = observe::align::right}});
    const auto row = [&table](const char* what, std::size_t count) { table.add({what, std::to_string(count)}); };
    row("files", static_cast<std::size_t>(done.files));
    row("threads", static_cast<std::size_t>(done.threads));
    row("turns", static_cast<std::size_t>(done.turns));
    row("answered", static_cast<std::size_t>(done.answered));
    row("entries new", static_cast<std::size_t>(done.entries_new));
    row("entries changed", static_cast<std::size_t>(done.entries_changed));
    row("repeated", static_cast<std::size_t>(done.repeated));
    row("kept as edited", done.kept.size());
    row("lines not placed", done.unplaced.size());
    row("refused", done.refused.size());
    return table.to_string(observe::terminal_columns(observe::stream::out));
}

// Where there is no database yet, none is made to look into.
exchange::summary dry_run(const common_arguments& common, const config::settings& settings,
                          const exchange::batch& batch, const exchange::import_options& options) {
    const auto how = database(common, settings, if_missing::create);
    std::error_code ignored;
    const auto status = std::filesystem::status(how.path, ignored);
    const bool nothing_there = !std::filesystem::exists(status) ||
                               (is_regular_file(status) && std::filesystem::file_size(how.path, ignored) == 0);
    if (nothing_there) return exchange::plan_import(batch, {}, {}, options).outcome;
    // A file an older qunda wrote is brought up to date by being opened; its entries stay as they are.
    const knowledge::store::store store(how);
    return exchange::dry_run(store, batch, options);
}

void list(const std::vector<exchange::finding>& findings, const char* what) {
    for (const auto& one : findings) {
        std::cerr << observe::printable(fmt::format("{}:{}: {}: {}", one.file, one.line, what, one.reason)) << '\n';
    }
}

} // namespace

int import(const common_arguments& common, const import_arguments& how) {
    for (const auto& path : how.paths) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored))
            throw stop(no_input, path.string() + ": there is no such file or folder");
    }
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const exchange::import_options options{.state = how.state == "draft" ? knowledge::entry_state::draft
                                                                         : knowledge::entry_state::canonical,
                                           .collection = how.collection};
    const auto batch = exchange::read_batch(how.paths);

    exchange::summary done;
    if (how.dry_run) {
        done = dry_run(common, settings, batch, options);
    } else {
        knowledge::store::store store(database(common, settings, if_missing::create));
        observe::progress bar(observe::progress::on_stderr("import", batch.rows.size()));
        done = exchange::import_batch(store, batch, options, now(), [&bar](std::size_t now_done, std::size_t) {
            bar.show(now_done, observe::progress::clock::now());
        });
    }

    if (how.json) {
        std::cout << exchange::to_json(done) << '\n';
    } else {
        list(done.unplaced, "not placed");
        list(done.refused, "refused");
        std::cout << as_table(done);
        if (how.dry_run) std::cout << "dry run: no entry was changed\n";
    }
    return done.refused.empty() ? ok : findings;
}

} // namespace bot::cli
