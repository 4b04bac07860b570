// What members change or take back after they asked.
#include "bot/conversation/turn.hpp"
#include "knowledge/store/entries.hpp"

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

bool decided_by_the_bot(store::question_state state) {
    return state == store::question_state::answered || state == store::question_state::suggested ||
           state == store::question_state::open;
}

} // namespace

void turn::take(const chat::edit& change) {
    auto asked = store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                 change.message_id);
    // A mention that came in by the edit is told as a message of its own.
    if (!asked || asked->text == change.text || change.text.empty()) return;
    if (!change.who.id.empty() && change.who.id != asked->member) return;
    const auto before = *asked;
    asked->text = change.text;
    withdraw_proposals(asked->id);
    if (!decided_by_the_bot(asked->state)) {
        (void)store::update_question(db_, std::move(*asked));
        return;
    }
    const auto [offer, trace] = decide(*asked);
    asked = store::update_question(db_, std::move(*asked));
    store::update_trace(db_, asked->id, trace);
    const bool same = before.decided == asked->decided && before.answered_with == asked->answered_with &&
                      asked->decided != knowledge::decision::suggest;
    const auto posted = take_back_pending(asked->id, "the question was edited");
    if (same && !posted.empty()) return; // what stands there still holds
    if (posted.empty() || !can_replace())
        return say_here(reply_to(*asked, offer), store::outbox_kind::answer, asked->id);
    auto old = chat::outgoing_from_json(posted.front().payload);
    if (!old) return;
    put(reply_to(*asked, offer), *old);
    old->what = chat::act::replace;
    old->target = posted.front().platform_id;
    old->status.clear();
    say(std::move(*old), store::outbox_kind::answer, asked->id);
}

void turn::take(const chat::deletion& gone) {
    auto asked = store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                 gone.message_id);
    if (!asked) return;
    asked->text.clear();
    withdraw_proposals(asked->id);
    if (decided_by_the_bot(asked->state)) asked->state = store::question_state::ignored;
    (void)store::update_question(db_, *asked);
    store::update_trace(db_, asked->id, {});
    const auto posted = take_back_pending(asked->id, "the question was deleted");
    if (!can_replace() || asked->state != store::question_state::ignored) return;
    for (const auto& row : posted) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message || message->what != chat::act::post) continue;
        message->what = chat::act::withdraw;
        message->target = row.platform_id;
        say(std::move(*message), store::outbox_kind::notice, asked->id);
    }
}

std::vector<store::outbox_row> turn::take_back_pending(knowledge::question_id question, const std::string& why) {
    std::vector<store::outbox_row> posted;
    for (auto& row : store::outbox_of_question(db_, question)) {
        if (row.state == store::outbox_state::pending)
            (void)store::mark_failed(db_, row.id, why);
        else if (!row.platform_id.empty())
            posted.push_back(std::move(row));
    }
    return posted;
}

} // namespace bot::conversation
