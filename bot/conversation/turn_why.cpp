// Why a question was decided as it was, from what was kept with it: never decided anew.
#include "bot/conversation/turn.hpp"
#include "knowledge/match/trace.hpp"
#include "knowledge/store/entries.hpp"

namespace bot::conversation {

namespace store = knowledge::store;

namespace {

// "why" without a number is about what was said a moment ago.
constexpr std::chrono::hours last_reply_within{24};

} // namespace

void turn::handle(const ask_why& asked) {
    // A member's "why?" is a question like any other.
    if (!asked.about && !moderates_any()) return handle(ask_question{});
    const auto about = asked.about ? store::find_question(db_, group_.community, *asked.about) : last_decided_here();
    const auto subject = asked.about ? "question " + std::to_string(*asked.about) : std::string("the last question");
    // Who may not ask is not told which numbers exist.
    if (!(about ? may_judge(*about) : moderates_any())) return refuse("why", subject);
    if (!about && !asked.about) return note(text::why_title, text::nothing_to_judge);
    if (!about || (about->direct && !at_.where.direct))
        return note(text::why_title, text::no_such_question, asked.about.value_or(0));

    const auto why = knowledge::match::trace_from_json(store::trace_of(db_, about->id));
    if (!why) return note(text::why_title, text::why_not_kept);
    std::vector<std::optional<knowledge::entry>> entries;
    for (const auto& one : why->candidates)
        entries.push_back(store::find_entry(db_, one.id));
    const auto before = why->before ? store::find_question(db_, why->before) : std::nullopt;
    say_privately(why_reply(*about, *why, entries, before ? before->text : std::string(),
                            store::knowledge_revision(db_), group_.speaks));
}

// In this thread, else in this group.
std::optional<store::question> turn::last_decided_here() const {
    const auto last = [this](const std::optional<std::string>& thread) {
        auto found = store::last_question_of_anybody(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                     thread, now_ - last_reply_within);
        // What somebody asked in private is not what was said here.
        if (found && found->direct && !at_.where.direct) found.reset();
        return found;
    };
    auto found = last(at_.where.thread);
    return found ? found : last(std::nullopt);
}

} // namespace bot::conversation
