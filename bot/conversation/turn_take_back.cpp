// An answer taken back, by who asked or by a moderator: it goes where the platform lets it go, is called off where it
// does not, counts as a wrong one, and its question waits for a person.
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/proposals.hpp"

#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

void turn::take_back(store::question about) {
    const auto* pressed = std::get_if<chat::press>(&what_);
    const bool own = asked_by_speaker(about);
    if (!own && !may_judge(about)) {
        store::insert_audit(db_, {.at = now_,
                                  .actor = actor(),
                                  .action = "refused take back",
                                  .subject = "question " + std::to_string(about.id.value),
                                  .detail = "neither the asker nor a moderator"});
        // A reaction is an everyday thing: who may not is not told so.
        if (pressed == nullptr || !pressed->value.empty()) note(text::taken_back_title, text::taken_back_others);
        return;
    }
    bool anything_said = false;
    const bool called_off = withdraw(about, anything_said);
    if (!anything_said) return note(text::taken_back_title, text::nothing_to_take_back);

    const bool first_blame = store::count_feedback(db_, about.id).unhelpful == 0; // each answer is wrong once
    if (store::give_feedback(db_, about.id, actor(), store::opinion::unhelpful, now_) && first_blame)
        answer_was_wrong(about);
    propose(about, store::proposal_kind::negative, about.answered_with);
    about.state = store::question_state::open;
    about = store::update_question(db_, std::move(about));
    begin_waiting(about);
    const auto entry = store::find_entry(db_, about.answered_with);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = own ? "take back own" : "take back",
                              .subject = "question " + std::to_string(about.number),
                              .detail = entry ? "entry " + entry->external_id : std::string()});
    if (!called_off) {
        say_here({.title = phrase(text::taken_back_title, group_.speaks),
                  .markdown = phrase(text::taken_back_below, group_.speaks)},
                 store::outbox_kind::answer, about.id);
    }
    note(text::taken_back_title, text::taken_back, about.number);
}

// False: something stands there that cannot be taken away. `anything_said`: there was something to take back.
bool turn::withdraw(const store::question& about, bool& anything_said) {
    const auto able = settings_.abilities_of(at_.where.on);
    struct standing {
        store::outbox_row row;
        chat::outgoing message;
    };
    std::vector<standing> there;
    bool gone = true;
    for (auto& row : store::outbox_of_question(db_, about.id)) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message || row.state == store::outbox_state::failed) continue;
        const bool called_off = message->markdown == phrase(text::taken_back_below, group_.speaks);
        if (message->what == chat::act::withdraw || called_off) {
            there.clear(); // it was taken back before
            continue;
        }
        if (row.state == store::outbox_state::pending) {
            (void)store::mark_failed(db_, row.id, "the answer was taken back");
            anything_said = true;
            continue;
        }
        const bool post = message->what == chat::act::post || !message->takes_place_of.empty();
        if (post && !message->buttons.empty()) there.push_back({std::move(row), std::move(*message)});
    }
    for (auto& [row, message] : there) {
        anything_said = true;
        const bool known = !row.platform_id.empty() || row.state != store::outbox_state::sent;
        // A card of DingTalk's goes by our own id, and can be shown anew but not be taken away.
        const bool card = able.replaces && row.platform_id == message.id;
        message.reply = at_.reply;
        // What others were told by the same message stands.
        const bool for_others = row.sent_with && store::sent_together(db_, row.sent_with).size() > 1;
        if (!known || for_others || (!able.withdraws && !card)) {
            gone = false;
            continue;
        }
        message.what = card ? chat::act::replace : chat::act::withdraw;
        if (card) {
            message.markdown = phrase(text::taken_back_below, group_.speaks);
            message.footer.clear();
            message.status.clear();
        }
        message.buttons.clear();
        say_in_place_of(row, std::move(message), store::outbox_kind::notice);
    }
    return gone;
}

} // namespace bot::conversation
