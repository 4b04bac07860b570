#include "bot/conversation/conversation.hpp"

#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/overheard.hpp"
#include "bot/conversation/preparation.hpp"
#include "bot/conversation/turn.hpp"
#include "bot/observe/log.hpp"

#include <fmt/format.h>

#include <bit>
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

// Of what the store undoes without a word.
knowledge::store::store::work logged(knowledge::store::store::work job) {
    return [job = std::move(job)](knowledge::store::session& db) {
        try {
            job(db);
        } catch (const std::exception& trouble) {
            observe::log::error("a card of open questions was not shown anew: {}", trouble.what());
            throw;
        }
    };
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
    if (!group) {
        if (!settings_.names(where.on, where.workspace)) tell_of_stranger(where);
        return finished(outcome::not_ours);
    }
    if (!is_welcome(what, *group)) return finished(outcome::not_ours);
    if (group->as_asked) group->speaks.in = language_asked_in(what, group->speaks.in);

    struct task {
        adapters::chat::happening what;
        config::group_settings group;
        std::function<void(outcome)> finished;
        preparation prepared{};
        std::vector<std::string> lanes{};
        std::vector<answered_message> answered{};
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
        if (is_follow_up(shared->what) && !worth_following(shared->prepared))
            return shared->finished(outcome::not_ours);
    } catch (const std::exception& error) {
        observe::log::error("a message of {} was not understood: {}", to_string(shared->where().on), error.what());
        return shared->finished(outcome::broken);
    }

    auto work = [this, shared](knowledge::store::session& db) {
        const auto now = hooks_.clock();
        turn one(db, settings_, shared->group, shared->prepared, shared->what, memory_, waiting_, now);
        shared->fresh = one.take();
        shared->lanes = one.lanes();
        shared->answered = one.answered();
        shared->knowledge_moved = one.knowledge_moved();
        for (const auto& card : one.grown_cards()) {
            auto draw = [this, shared, card, now](knowledge::store::session& same) {
                turn again(same, settings_, shared->group, shared->prepared, shared->what, memory_, waiting_, now);
                again.show_anew(card.id, card.within);
                shared->lanes.insert(shared->lanes.end(), again.lanes().begin(), again.lanes().end());
            };
            knowledge::store::at_end_of_batch(db, fmt::format("card {}", card.id.value), logged(std::move(draw)));
        }
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
        for (const auto& [place, id] : shared->answered)
            if (hooks_.answered) hooks_.answered(place, id);
        for (const auto& lane : shared->lanes)
            hooks_.outbox_filled(lane);
    };
    if (!store_.submit(std::move(work), std::move(done))) {
        observe::log::warning("the queue of the database is full: a message of {} was refused",
                              to_string(shared->where().on));
        shared->finished(outcome::busy);
    }
}

// A mistyped workspace makes a bot that is silent and a log that is clean. Told ever more rarely.
void conversation::tell_of_stranger(const adapters::chat::place& where) {
    const auto count = ++strangers_;
    if (!std::has_single_bit(count)) return;
    observe::log::warning("{} not answered, because no community names where it came from; the last was of {}:{}",
                          count == 1 ? "1 message was" : std::to_string(count) + " messages were", to_string(where.on),
                          observe::log_text(where.workspace));
}

std::string conversation::why_not_stored() const {
    return storing_.trouble(std::chrono::steady_clock::now());
}

} // namespace bot::conversation
