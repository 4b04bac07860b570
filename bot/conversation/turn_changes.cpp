// What members change or take back after they asked.
#include "bot/conversation/turn.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/proposals.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

bool decided_by_the_bot(store::question_state state) {
    return state == store::question_state::answered || state == store::question_state::suggested ||
           state == store::question_state::open;
}

bool is_replied_to(store::session& db, knowledge::question_id question) {
    return std::ranges::any_of(store::outbox_of_question(db, question),
                               [](const store::outbox_row& row) { return row.state != store::outbox_state::failed; });
}

// A post, or what became one because the message it was to replace never arrived.
bool makes_a_message(const chat::outgoing& message) {
    return message.what == chat::act::post || !message.takes_place_of.empty();
}

} // namespace

void turn::take(const chat::edit& change) {
    auto asked = store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                 change.message_id);
    if (!asked) return proposal_changed(change.message_id, change.markdown.empty() ? change.text : change.markdown);
    // A mention that came in by the edit is told as a message of its own.
    if (asked->text == change.text || change.text.empty()) return;
    if (!change.who.id.empty() && change.who.id != asked->member) return;
    const auto before = *asked;
    asked->text = change.text;
    withdraw_proposals(asked->id);
    if (!decided_by_the_bot(asked->state)) {
        asked = store::update_question(db_, std::move(*asked));
        if (asked->state == store::question_state::merged) show_anew(cluster_of(*asked).card, {});
        return;
    }
    const auto [offer, trace] = decide(*asked);
    asked = store::update_question(db_, std::move(*asked));
    store::update_trace(db_, asked->id, trace);
    wait_anew(before, *asked);
    const bool same = before.decided == asked->decided && before.answered_with == asked->answered_with &&
                      asked->decided != knowledge::decision::suggest;
    if (same && is_replied_to(db_, asked->id)) return; // what was said still holds
    const auto left = take_back_pending(asked->id, "the question was edited");
    const auto& rows = left.posted.empty() ? left.under_way : left.posted;
    auto old = rows.empty() ? std::nullopt : chat::outgoing_from_json(rows.front().payload);
    if (!can_replace() || !old) return say_here(reply_to(*asked, offer), store::outbox_kind::answer, asked->id);
    put(reply_to(*asked, offer), *old);
    old->what = chat::act::replace;
    old->status.clear();
    say_in_place_of(rows.front(), std::move(*old), store::outbox_kind::answer);
}

void turn::take(const chat::deletion& gone) {
    auto asked = store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                 gone.message_id);
    if (!asked) return proposal_changed(gone.message_id, {});
    asked->text.clear();
    store::forget_proposals(db_, asked->id);
    const bool waits = decided_by_the_bot(asked->state) || asked->state == store::question_state::merged;
    if (waits) asked->state = store::question_state::ignored;
    (void)store::update_question(db_, *asked);
    if (waits) end_waiting(*asked);
    store::update_trace(db_, asked->id, {});
    const auto left = take_back_pending(asked->id, "the question was deleted");
    if (!can_replace() || asked->state != store::question_state::ignored) return;
    // What is under way beside a message that is there already changes that one.
    for (const auto& row : left.posted.empty() ? left.under_way : left.posted) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message || !makes_a_message(*message)) continue;
        message->what = chat::act::withdraw;
        say_in_place_of(row, std::move(*message), store::outbox_kind::notice);
    }
}

turn::spoken turn::take_back_pending(knowledge::question_id question, const std::string& why) {
    spoken left;
    for (auto& row : store::outbox_of_question(db_, question)) {
        if (row.state == store::outbox_state::pending)
            (void)store::mark_failed(db_, row.id, why);
        else if (!row.platform_id.empty())
            left.posted.push_back(std::move(row));
        else if (row.state == store::outbox_state::sending || row.state == store::outbox_state::uncertain)
            left.under_way.push_back(std::move(row));
    }
    return left;
}

void turn::say_in_place_of(const store::outbox_row& row, chat::outgoing message, store::outbox_kind kind) {
    message.target = row.platform_id;
    message.takes_place_of = row.platform_id.empty() ? std::to_string(row.id.value) : std::string();
    say(std::move(message), kind, row.question);
}

} // namespace bot::conversation
