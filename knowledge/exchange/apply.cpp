#include "knowledge/exchange/apply.hpp"

#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace knowledge::exchange {
namespace {

import_plan plan_against(store::session& db, const batch& from, const import_options& how) {
    const entry_history history = [&](entry_id id) { return store::revisions(db, id); };
    return plan_import(from, store::load_entries(db), history, how);
}

void carry_out(store::session& db, std::vector<step> steps, timestamp now, const progress& tell) {
    std::vector<entry_id> ids(steps.size());
    const std::size_t stride = std::max<std::size_t>(steps.size() / 100, 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        step& what = steps[i];
        if (what.previous_step) what.value.previous = ids[*what.previous_step];
        const store::authorship by{.author = "import", .via = std::move(what.via), .at = now};
        switch (what.what) {
        case step::kind::insert:
            ids[i] = store::insert_entry(db, std::move(what.value), by);
            break;
        case step::kind::update:
            store::update_entry(db, what.value, by);
            break;
        case step::kind::add_sources:
            for (const source& where : what.value.sources)
                store::add_source(db, what.value.id, where);
            break;
        }
        if (tell && ((i + 1) % stride == 0 || i + 1 == steps.size())) tell(i + 1, steps.size());
    }
}

} // namespace

summary import_batch(store::store& into, const batch& from, const import_options& how, timestamp now,
                     const progress& tell) {
    return into.write([&](store::session& db) {
        import_plan plan = plan_against(db, from, how);
        const auto& done = plan.outcome;
        if (done.entries_new + done.entries_changed > 0)
            store::insert_audit(db, {.at = now,
                                     .actor = "cli",
                                     .action = "import",
                                     .subject = "knowledge",
                                     .detail = fmt::format("files {}, entries new {}, changed {}", done.files,
                                                           done.entries_new, done.entries_changed)});
        carry_out(db, std::move(plan.steps), now, tell);
        return std::move(plan.outcome);
    });
}

summary dry_run(const store::store& into, const batch& from, const import_options& how) {
    return into.read([&](store::session& db) { return plan_against(db, from, how).outcome; });
}

} // namespace knowledge::exchange
