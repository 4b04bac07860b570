#include "knowledge/exchange/export.hpp"

#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/cli/write_file.hpp"
#include "knowledge/store/entries.hpp"

#include <iostream>

namespace bot::cli {

int export_knowledge(const common_arguments& common, const export_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    const knowledge::store::store store(database(common, settings, if_missing::refuse));
    knowledge::store::entry_filter which{.state = {}, .collections = how.collections};
    if (!how.drafts) which.state = knowledge::entry_state::canonical;
    auto entries = store.read([&](knowledge::store::session& db) { return knowledge::store::load_entries(db, which); });
    const auto text =
        knowledge::exchange::export_entries(std::move(entries), knowledge::exchange::format_named(how.format).value());
    if (how.out)
        write_file(*how.out, text);
    else
        std::cout << text;
    return ok;
}

} // namespace bot::cli
