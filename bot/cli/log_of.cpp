#include "bot/cli/log_of.hpp"

#include "bot/observe/progress.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/questions.hpp"

#include <algorithm>

namespace bot::cli {

namespace store = knowledge::store;

replayed_log replay_log(const store::store& store, const known& all, const config::settings& settings,
                        const audience& whose, knowledge::timestamp from, knowledge::timestamp to) {
    replayed_log made;
    made.log = store.read([&](store::session& db) {
        // What a question may lean on is needed, too.
        constexpr auto before = config::longest_context_expiry;
        const auto earliest = std::max(from, knowledge::timestamp{} + before) - before;
        return conversation::log{.questions = store::questions_between(db, whose.community, earliest, to),
                                 .opinions = store::count_feedback_between(db, from, to),
                                 .proposals = store::load_proposals(db, whose.community),
                                 .traces = store::traces_between(db, whose.community, from, to)};
    });
    std::erase_if(made.log.questions,
                  [&](const store::question& one) { return !whose.includes(one.community, one.group); });

    observe::progress bar(observe::progress::on_stderr("replay", made.log.questions.size()));
    conversation::replay_options how;
    how.from = from;
    how.settings_of = [&](const store::question& asked) {
        if (whose.everywhere) return std::optional(whose.settings);
        const auto platform = adapters::chat::platform_from(asked.platform);
        auto group = platform ? settings.group(*platform, asked.workspace, asked.group) : std::nullopt;
        if (!group) ++made.elsewhere;
        return group;
    };
    how.logs = &all.logs;
    how.tell = [&bar](std::size_t done) { bar.show(done, observe::progress::clock::now()); };
    made.questions = conversation::replay(made.log, *all.index, how);
    return made;
}

} // namespace bot::cli
