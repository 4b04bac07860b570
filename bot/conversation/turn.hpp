// One happening being taken: the unit of work inside the transaction. It reads what is known, lets the pure functions
// beside it decide, and records what they decided. turn.cpp has what members say, turn_presses.cpp what they press,
// turn_changes.cpp what they change or take back, turn_answers.cpp what moderators answer and mark, turn_learning.cpp
// what is proposed to learn, turn_why.cpp why a question was decided as it was.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/outgoing.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/command.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/preparation.hpp"
#include "bot/conversation/reference.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::conversation {

class turn {
  public:
    // All references outlive the turn. `group` are the settings in force where it happened, `prepared` is of `what`.
    turn(knowledge::store::session& db, const config::settings& settings, const config::group_settings& group,
         const preparation& prepared, const adapters::chat::happening& what, knowledge::timestamp now);

    // False: it was taken before and nothing was changed.
    [[nodiscard]] bool take();

    // The lanes of the outbox that something was put into.
    [[nodiscard]] const std::vector<std::string>& lanes() const { return lanes_; }
    [[nodiscard]] bool knowledge_moved() const { return knowledge_moved_; } // an entry was made

  private:
    [[nodiscard]] bool first_time();

    void take(const adapters::chat::incoming& said);
    void handle(const ask_question& asked);
    void handle(const ask_help& asked);
    void handle(const list_open& asked);
    void handle(const pick_number& picked);
    void handle(const give_answer& given);
    void handle(const list_proposals& asked);
    void handle(const judge_proposal& judged);
    void handle(const ask_why& asked);
    void handle(const press_button& pressed);
    void handle(const mistyped& typed);

    // What the matcher makes of a question: decision, candidates and state are filled in.
    struct decided {
        std::vector<knowledge::entry> offer; // the entries to give
        std::string trace;                   // why, to be kept with the question
    };
    [[nodiscard]] decided decide(knowledge::store::question& question) const;
    [[nodiscard]] knowledge::store::question as_question(std::string_view quoted) const;
    [[nodiscard]] reply reply_to(const knowledge::store::question& question,
                                 const std::vector<knowledge::entry>& offer) const;
    void give_picked(const knowledge::store::question& asked, const knowledge::entry& entry);

    void take(const adapters::chat::press& pressed);
    void press(adapters::chat::action what, const reference& about);
    void opinion_given(const knowledge::store::question& about, adapters::chat::action what);
    void moderator_wanted(knowledge::store::question about);
    void picked(const knowledge::store::question& about, std::size_t place);
    // Shows the message of ours that was pressed with its status as it is now and without some buttons; false where
    // that cannot be done.
    bool show_again(const knowledge::store::question& about, const std::vector<adapters::chat::action>& without);
    void say_instead(reply what, const knowledge::store::question& about);

    void settle(const knowledge::store::question& asked, const knowledge::entry& picked);
    void propose(const knowledge::store::question& asked, knowledge::store::proposal_kind kind,
                 knowledge::entry_id entry);
    void withdraw_proposals(knowledge::question_id question);
    [[nodiscard]] bool add_phrasing(const knowledge::store::proposal& accepted);
    // Whether who is speaking moderates where this was asked, and may be shown it here.
    [[nodiscard]] bool may_judge(const knowledge::store::question& asked) const;
    [[nodiscard]] bool may_see(const knowledge::store::question& asked) const;
    [[nodiscard]] std::optional<knowledge::store::question> last_decided_here() const;

    void take(const adapters::chat::edit& change);
    void take(const adapters::chat::deletion& gone);
    // What was said to a question and has left: told by the platform under an id, or on its way to one. What had not
    // left is taken back.
    struct spoken {
        std::vector<knowledge::store::outbox_row> posted, under_way;
    };
    spoken take_back_pending(knowledge::question_id question, const std::string& why);
    // Takes the place of the message of that row, whether or not the platform's id of it is known already.
    void say_in_place_of(const knowledge::store::outbox_row& row, adapters::chat::outgoing message,
                         knowledge::store::outbox_kind kind);

    void take(const adapters::chat::mark& marked);
    void answer_question(knowledge::store::question asked, const config::group_settings& group,
                         const knowledge::entry& entry);
    knowledge::entry make_entry(const config::group_settings& group, knowledge::entry entry);

    [[nodiscard]] knowledge::store::question new_question(std::string text) const;
    [[nodiscard]] std::optional<knowledge::store::question> last_question() const;
    // The same, or else what was asked in another thread of this group: a number or a word of praise is often said
    // beside the thread.
    [[nodiscard]] std::optional<knowledge::store::question> last_question_nearby() const;
    // The entries that are still canonical now, in the order asked for.
    [[nodiscard]] std::vector<knowledge::entry> canonical(const std::vector<knowledge::entry_id>& ids) const;
    [[nodiscard]] bool moderates(const config::group_settings& group) const;
    [[nodiscard]] bool moderates_any() const; // at least one group of this community
    [[nodiscard]] std::string actor() const;  // who, as revisions and the audit name him
    [[nodiscard]] bool can_replace() const;   // messages of ours, on this platform
    void refuse(const std::string& action, const std::string& subject);

    void say_here(reply what, knowledge::store::outbox_kind kind, knowledge::question_id question = {});
    // Only to who is speaking, where the platform has a way; otherwise here.
    void say_privately(reply what);
    void note(text title, text body, std::int64_t number = 0); // a short answer to who is speaking, privately
    void say(adapters::chat::outgoing message, knowledge::store::outbox_kind kind, knowledge::question_id question);

    knowledge::store::session& db_;
    const config::settings& settings_;
    const config::group_settings& group_;
    const preparation& prepared_;
    const knowledge::match::index& index_;
    const adapters::chat::happening& what_;
    const occasion at_;
    knowledge::timestamp now_;
    std::vector<std::string> lanes_;
    bool knowledge_moved_ = false;
};

} // namespace bot::conversation
