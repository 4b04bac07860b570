#include "bot/cli/entry_verbs.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/conversation/local_day.hpp"

namespace bot::cli {

knowledge::entry entry_named(knowledge::store::session& db, const std::string& id) {
    auto found = knowledge::store::find_entry(db, id);
    if (!found) throw stop(no_input, id + ": there is no such entry; `qunda export` lists their ids");
    return std::move(*found);
}

int entry(const common_arguments& common, const entry_arguments& how) {
    const auto settings = settings_in_force(common, config::secrets::not_needed);
    knowledge::store::store store(database(common, settings, if_missing::refuse));
    const auto moment = now();
    const auto community =
        how.community.empty() && !settings.communities.empty() ? settings.communities.front().name : how.community;
    const entry_desk desk{.common = common,
                          .how = how,
                          .settings = settings,
                          .store = store,
                          .now = moment,
                          .today = conversation::local_day(settings, community, moment)};
    using act = entry_arguments::act;
    switch (how.what) {
    case act::show:
        return show_entry(desk);
    case act::history:
        return entry_history(desk);
    case act::diff:
        return entry_diff(desk);
    case act::review:
        return review_entries(desk);
    case act::merge:
    case act::unmerge:
        return merge_or_part(desk);
    case act::correct:
        return correct_entry(desk);
    case act::edit:
    case act::translate:
    case act::expire:
    case act::revert:
    case act::retire:
    case act::restore:
        break;
    }
    return change_entry(desk);
}

} // namespace bot::cli
