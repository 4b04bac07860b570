#include "bot/conversation/conversation.hpp"

#include "bot/conversation/language_asked_in.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/overheard.hpp"
#include "bot/conversation/preparation.hpp"
#include "bot/conversation/turn.hpp"
#include "bot/observe/log.hpp"

#include <memory>
#include <utility>

namespace bot::conversation {

namespace {

// What became of a unit of work, for the platform.
outcome outcome_of(const std::exception_ptr& trouble, const adapters::chat::place& where) {
    try {
        std::rethrow_exception(trouble);
    } catch (const knowledge::store::error& error) {
        const bool passing = error.kind() == knowledge::store::trouble::locked ||
                             error.kind() == knowledge::store::trouble::full ||
                             error.kind() == knowledge::store::trouble::overloaded;
        observe::log::error("a message of {} was not stored: {}", to_string(where.on), error.what());
        return passing ? outcome::busy : outcome::broken;
    } catch (const std::exception& error) {
        observe::log::error("a message of {} was not stored: {}", to_string(where.on), error.what());
        return outcome::broken;
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
    if (!is_welcome(what, *group)) return finished(outcome::not_ours);
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
        auto [index, revision] = index_.now_with_revision();
        shared->prepared =
            prepare(shared->what, shared->group, std::move(index), revision, hooks_.logs ? hooks_.logs() : nullptr);
        const auto& understood = shared->prepared.understood;
        if (hooks_.links && understood && std::holds_alternative<ask_status>(*understood))
            shared->prepared.links = hooks_.links();
        // Members talk among themselves: nothing of that goes further than this.
        if (is_overheard(shared->what) && !worth_answering(shared->prepared, shared->group))
            return shared->finished(outcome::not_ours);
        if (is_follow_up(shared->what) && !worth_following(shared->prepared))
            return shared->finished(outcome::not_ours);
    } catch (const std::exception&) {
        return shared->finished(outcome_of(std::current_exception(), shared->where()));
    }

    auto work = [this, shared](knowledge::store::session& db) {
        turn one(db, settings_, shared->group, shared->prepared, shared->what, memory_, waiting_, hooks_.clock());
        shared->fresh = one.take();
        shared->lanes = one.lanes();
        shared->knowledge_moved = one.knowledge_moved();
    };
    auto done = [this, shared](const std::exception_ptr& trouble) {
        if (trouble) return shared->finished(outcome_of(trouble, shared->where()));
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

} // namespace bot::conversation
