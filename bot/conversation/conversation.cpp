#include "bot/conversation/conversation.hpp"

#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/overheard.hpp"
#include "bot/conversation/preparation.hpp"
#include "bot/conversation/turn.hpp"
#include "bot/observe/log.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace bot::conversation {

namespace {

struct failure {
    outcome for_platform;
    std::string why;
    std::string_view of_the_database; // "" where this unit of work failed alone
};

std::string_view of_the_database(knowledge::store::trouble what) {
    using knowledge::store::trouble;
    switch (what) {
    case trouble::locked:
        return "the database is locked";
    case trouble::full:
        return "the disk is full";
    case trouble::overloaded:
        return "the database is overloaded";
    case trouble::newer_schema:
    case trouble::unusable:
        return "the database cannot be used";
    case trouble::internal:
        break;
    }
    return {};
}

failure failure_of(const std::exception_ptr& thrown) {
    using knowledge::store::trouble;
    try {
        std::rethrow_exception(thrown);
    } catch (const knowledge::store::error& error) {
        const bool passing =
            error.kind() == trouble::locked || error.kind() == trouble::full || error.kind() == trouble::overloaded;
        return {passing ? outcome::busy : outcome::broken, error.what(), of_the_database(error.kind())};
    } catch (const std::exception& error) {
        return {outcome::broken, error.what(), {}};
    }
}

} // namespace

std::string_view to_string(outcome what) {
    switch (what) {
    case outcome::taken:
        return "taken";
    case outcome::duplicate:
        return "duplicate";
    case outcome::not_ours:
        return "not ours";
    case outcome::busy:
        return "busy";
    case outcome::broken:
        return "broken";
    }
    return "?";
}

conversation::conversation(const config::settings& settings, knowledge::store::store& store, live_index& index,
                           hooks how)
    : settings_(settings), store_(store), index_(index), hooks_(std::move(how)) {}

void conversation::take(adapters::chat::happening what, std::function<void(outcome)> finished) {
    const auto& where = place_of(what);
    auto group = settings_.group(where.on, where.workspace, settings_group_of(what));
    if (!group) return finished(outcome::not_ours);
    const auto* heard = std::get_if<adapters::chat::incoming>(&what);
    if (heard != nullptr && heard->overheard && !group->answer_unmentioned) return finished(outcome::not_ours);
    if (group->as_asked) group->speaks.in = language_asked_in(what, group->speaks.in);

    struct task {
        adapters::chat::happening what;
        config::group_settings group;
        std::function<void(outcome)> finished;
        preparation prepared{};
        std::vector<std::string> lanes{};
        bool fresh = false, knowledge_moved = false;

        [[nodiscard]] const adapters::chat::place& where() const { return place_of(what); }
    };
    const auto shared = std::make_shared<task>(task{std::move(what), std::move(*group), std::move(finished)});
    try {
        auto [index, state] = index_.now_with_state();
        shared->prepared = prepare(shared->what, shared->group, std::move(index), state.revision,
                                   hooks_.logs ? hooks_.logs() : nullptr);
        const auto& understood = shared->prepared.understood;
        if (hooks_.links && understood && std::holds_alternative<ask_status>(*understood))
            shared->prepared.links = hooks_.links();
        // Members talk among themselves: nothing of that goes further than this.
        if (is_overheard(shared->what) && !worth_answering(shared->prepared, shared->group))
            return shared->finished(outcome::not_ours);
    } catch (const std::exception& error) {
        observe::log::error("a message of {} was not understood: {}", to_string(shared->where().on), error.what());
        return shared->finished(outcome::broken);
    }

    auto work = [this, shared](knowledge::store::session& db) {
        turn one(db, settings_, shared->group, shared->prepared, shared->what, memory_, waiting_, hooks_.clock());
        shared->fresh = one.take();
        shared->lanes = one.lanes();
        shared->knowledge_moved = one.knowledge_moved();
    };
    auto done = [this, shared](const std::exception_ptr& trouble) {
        if (trouble) {
            const auto how = failure_of(trouble);
            storing_.failed(to_string(shared->where().on), how.why, how.of_the_database,
                            std::chrono::steady_clock::now());
            return shared->finished(how.for_platform);
        }
        storing_.worked();
        if (shared->knowledge_moved) index_.refresh();
        const auto* said = std::get_if<adapters::chat::incoming>(&shared->what);
        if (said != nullptr && observe::log::enabled(observe::log::level::debug)) {
            observe::log::debug("{} message {} in group {}: {}", to_string(shared->where().on),
                                shared->fresh ? "taken" : "seen before", observe::log_text(shared->where().group),
                                observe::log::member_text(said->text));
        }
        shared->finished(shared->fresh ? outcome::taken : outcome::duplicate);
        for (const auto& lane : shared->lanes)
            hooks_.outbox_filled(lane);
    };
    if (!store_.submit(std::move(work), std::move(done))) {
        observe::log::warning("the queue of the database is full: a message of {} was refused",
                              to_string(shared->where().on));
        shared->finished(outcome::busy);
    }
}

std::string conversation::why_not_stored() const {
    return storing_.trouble(std::chrono::steady_clock::now());
}

} // namespace bot::conversation
