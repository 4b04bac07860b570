// One happening being taken: the unit of work inside the transaction. It reads what is known, lets the pure functions
// beside it decide, and records what they decided. turn.cpp has what members say, turn_presses.cpp what they press,
// turn_changes.cpp what they change or take back, turn_answers.cpp what moderators answer and mark, turn_learning.cpp
// what is proposed to learn, turn_entries.cpp, turn_undo.cpp, turn_corrections.cpp and turn_canonical.cpp what
// moderators do to entries, turn_why.cpp why a question was decided as it was, turn_manners.cpp when the bot holds back
// or is held back, turn_take_back.cpp an answer taken back, turn_status.cpp what moderators ask about the bot,
// turn_privacy.cpp what members ask about themselves, turn_waiting.cpp which questions wait together, turn_clusters.cpp
// what becomes of them, turn_cards.cpp how moderators are shown them, turn_proposals.cpp the answers that trusted
// people propose.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "adapters/chat/outgoing.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/card.hpp"
#include "bot/conversation/command.hpp"
#include "bot/conversation/companions.hpp"
#include "bot/conversation/occasion.hpp"
#include "bot/conversation/preparation.hpp"
#include "bot/conversation/reference.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/conversation/short_memory.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/clusters.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/entry_log.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/manners.hpp"
#include "knowledge/store/merges.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/question_log.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace bot::conversation {

struct answered_message {
    adapters::chat::place where;
    std::string id; // the platform's
};

class turn {
  public:
    // All references outlive the turn. `group` are the settings in force where it happened, this turn's own; its
    // language becomes that of the question that is pressed on, where the group wants that. `prepared` is of `what`.
    turn(knowledge::store::session& db, const config::settings& settings, config::group_settings& group,
         const preparation& prepared, const adapters::chat::happening& what, short_memory& memory, companions& waiting,
         knowledge::timestamp now);

    // False: it was taken before and nothing was changed.
    [[nodiscard]] bool take();

    // The lanes of the outbox that something was put into.
    [[nodiscard]] const std::vector<std::string>& lanes() const { return lanes_; }
    // The messages whose answers were put there, to be sent as soon as it is their turn.
    [[nodiscard]] const std::vector<answered_message>& answered() const { return answered_; }
    [[nodiscard]] bool knowledge_moved() const { return knowledge_moved_; } // an entry was made

    // Cards that lag behind what this turn stored: to be shown anew before the transaction ends, once for all turns of
    // a batch, because a card costs more than a question and many may ask at once.
    struct grown_card {
        knowledge::outbox_id id;
        std::chrono::seconds within;
    };
    [[nodiscard]] const std::vector<grown_card>& grown_cards() const { return grown_; }
    void show_anew(knowledge::outbox_id card, std::chrono::seconds within);

  private:
    [[nodiscard]] bool first_time();

    void take(const adapters::chat::incoming& said);
    void handle(const ask_question& asked);
    // True when it was some, and there is nothing to log.
    [[nodiscard]] bool answer_small_talk();
    void handle(const ask_help& asked);
    void handle(const list_open& asked);
    void handle(const pick_number& picked);
    void handle(const give_answer& given);
    void handle(const list_proposals& asked);
    void handle(const judge_proposal& judged);
    void handle(const ask_why& asked);
    void handle(const press_button& pressed);
    void handle(const link_entry& asked);
    void handle(const ignore_question& asked);
    void handle(const merge_questions& asked);
    void handle(const part_question& asked);
    void handle(const assign_question& asked);
    void handle(const accept_solved& said);
    void handle(const mistyped& typed);
    void handle(const ask_weekly& asked);
    void handle(const mute_group& asked);
    void handle(const unmute_group& asked);
    void handle(const ask_status& asked);
    void handle(const forget_me& asked);
    void handle(const ask_my_data& asked);
    void handle(const be_named& asked);

    // Whether nothing is to be said to this message: the group is muted, or it asks too fast. A question is logged
    // then.
    [[nodiscard]] bool held_back();
    [[nodiscard]] bool too_fast();
    bool presses_too_fast(); // a bucket of their own: a reply is not paid for by judging the last one
    void log_only();
    bool take_overheard();
    bool take_follow_up();
    void say_how_to_go_on();
    // Whether that row gives the entry's answer as it is now.
    [[nodiscard]] bool says_what_holds(const knowledge::store::outbox_row& said, knowledge::entry_id entry) const;
    // The question that was given this one's answer a moment ago, where that is not to be given again.
    [[nodiscard]] std::optional<knowledge::store::question>
    answered_before(const knowledge::store::question& asked) const;
    [[nodiscard]] reply pointer_to(const knowledge::store::question& before) const;
    // `answer_given`: not only a pointer to an earlier one.
    void remember(const knowledge::store::question& asked, bool answer_given = true);
    [[nodiscard]] std::optional<knowledge::store::outbox_row> answer_to(const knowledge::store::question& asked) const;
    // What members think of the bot's own answers, one after the other.
    void answer_was_wrong(const knowledge::store::question& about);
    void answer_was_right(const knowledge::store::question& about);
    void tell_moderators(const reply& what);

    void take_back(knowledge::store::question about);
    [[nodiscard]] bool withdraw(const knowledge::store::question& about, bool& anything_said);

    [[nodiscard]] std::int64_t forget_in_outbox();
    void forget_on_card(knowledge::outbox_id id);
    [[nodiscard]] knowledge::store::group_key this_group() const;
    [[nodiscard]] knowledge::store::member_key this_member() const;
    [[nodiscard]] std::string local_time(knowledge::timestamp at) const;
    [[nodiscard]] double answer_at() const; // in force in this group

    void handle(const show_entry& wanted);
    void handle(const undo_change& wanted);
    void undo_done_to(std::int64_t number);
    void handle(const put_entry& wanted);
    void handle(const edit_entry& wanted);
    void handle(const join_entries& wanted);
    void handle(const part_entries& wanted);
    void handle(const correct_posts& wanted);
    void handle(const keep_canonical& wanted);

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
    // Those that were answered by one message with this one, itself among them.
    [[nodiscard]] std::vector<knowledge::store::question> told_with(const knowledge::store::question& about);
    void opinion_given(const knowledge::store::question& about, adapters::chat::action what);
    void opinion_taken_back(const knowledge::store::question& about);
    void opinions_changed(const knowledge::store::question& about, const knowledge::store::feedback_count& opinions);
    [[nodiscard]] knowledge::store::given_by given_how() const;
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
    [[nodiscard]] bool may_judge(const knowledge::store::question& asked);
    [[nodiscard]] bool may_see(const knowledge::store::question& asked);
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
    // Everybody who waits for this question, and for those it waits with, is told. `from`: the proposal it comes from.
    void answer_together(const knowledge::store::question& asked, const knowledge::entry& entry,
                         const std::string& action, std::int64_t from = 0);
    std::size_t tell_askers(const std::vector<knowledge::store::question>& waiting, const knowledge::entry& entry);
    void answered_by_form(const adapters::chat::mark& form);
    void answer_with(const knowledge::store::question& asked, knowledge::entry entry);
    knowledge::entry make_entry(knowledge::entry entry);
    // What its member had asked before, in as private a place.
    [[nodiscard]] std::optional<knowledge::store::question> leant_on(const knowledge::store::question& asked) const;
    // Where what is answered in a group is kept.
    [[nodiscard]] static std::string collection_of(const config::group_settings& group);
    // A message is kept as an answer, whatever way somebody said so.
    void keep(const adapters::chat::mark& marked, std::optional<knowledge::store::question> asked);
    // The answer to this question was given meanwhile; true when that was said, and there is nothing more to do.
    [[nodiscard]] bool answered_meanwhile(const knowledge::store::question& asked, const std::string& answer);
    [[nodiscard]] std::vector<knowledge::store::question> waiting_here() const;

    [[nodiscard]] knowledge::store::authorship authorship() const;
    [[nodiscard]] bool may_change(const knowledge::entry& entry) const;
    [[nodiscard]] std::optional<knowledge::entry> entry_meant(const std::optional<entry_name>& which) const;
    // The same for somebody who wants to change it: who may not, and who names none, is told so.
    [[nodiscard]] std::optional<knowledge::entry> entry_to_change(const std::optional<entry_name>& which,
                                                                  const std::string& action);
    // False when it was not changed, which was said then. `seen` is the revision it started from, 0 when not known.
    bool change_entry(const knowledge::entry& before, knowledge::entry wanted, int seen,
                      knowledge::store::change_kind kind);
    [[nodiscard]] knowledge::store::revision version_seen(const knowledge::store::revision& latest, int seen) const;
    // A form that was opened on an entry, and says which revision it showed.
    void edit_by_form(const adapters::chat::mark& marked, const entry_name& form);
    void say_conflict(const knowledge::store::revision& latest, const std::string& yours);
    void say_about_entry(std::string markdown, const std::string& id = {});
    // And offers to correct what was posted. `back_in_use`: it was retired before.
    void say_changed(const knowledge::entry& entry, std::string told, bool back_in_use = false);
    void part(const knowledge::store::merge& merge, const std::string& action);
    void undo_merge(const knowledge::store::entry_change& last);
    // False when nothing of it stands any more; then nothing was done.
    [[nodiscard]] bool undo_questions(const knowledge::store::question_change& last);
    [[nodiscard]] bool undo_judgement(const knowledge::store::question_change& last);
    [[nodiscard]] bool undo_assigning(const knowledge::store::question_change& last);
    void say_undone(text said, std::int64_t number, std::string subject, std::string detail);
    void press_correct(std::string_view value);
    void correct(const knowledge::entry& entry);
    [[nodiscard]] std::int64_t correction_days() const;
    [[nodiscard]] static std::string quoted_id(const knowledge::entry& entry);
    // As a command names it, to stand between backquotes.
    [[nodiscard]] std::string said_id(const knowledge::entry& entry, int revision = 0) const;
    void note_change(const knowledge::entry& entry, knowledge::store::change_kind kind, int before,
                     std::int64_t merge = 0);
    void audit_entry(const std::string& action, const knowledge::entry& entry, std::string detail);
    [[nodiscard]] std::string today() const;
    // The entry with the answer in the language of what was asked.
    [[nodiscard]] knowledge::entry in_language_of(knowledge::entry entry, std::string_view asked) const;

    [[nodiscard]] knowledge::store::question new_question(std::string text) const;
    [[nodiscard]] std::optional<knowledge::store::question> last_question() const;
    // The same, or else what was asked in another thread of this group: a number or a word of praise is often said
    // beside the thread.
    [[nodiscard]] std::optional<knowledge::store::question> last_question_nearby() const;
    // Never of somebody without a stable id: whoever else has none may have asked it.
    [[nodiscard]] bool asked_by_speaker(const knowledge::store::question& asked) const;
    // The entries that are still canonical now, in the order asked for.
    [[nodiscard]] std::vector<knowledge::entry> canonical(const std::vector<knowledge::entry_id>& ids) const;
    [[nodiscard]] bool moderates(const config::group_settings& group) const;
    [[nodiscard]] bool moderates_any() const; // at least one group of this community
    [[nodiscard]] std::string actor() const;  // who, as revisions and the audit name him
    [[nodiscard]] bool can_replace() const;   // messages of ours, on this platform
    void refuse(const std::string& action, const std::string& subject);

    // The question of that number, if it waits and who is speaking may see to it; otherwise he has been told, or his
    // try is on record. `answer` is what he says to it, so that two who answer at once see both.
    [[nodiscard]] std::optional<knowledge::store::question>
    waiting_question(std::int64_t number, const std::string& action, const std::string& answer = {});
    // Those of a cluster that who is speaking may see to, and those that this entry answers: a group that does not read
    // its collection would not be given it either.
    [[nodiscard]] std::vector<knowledge::store::question> waiting_for_me(const knowledge::store::cluster& cluster);
    [[nodiscard]] std::vector<knowledge::store::question> answered_by(const knowledge::entry& entry,
                                                                      const knowledge::store::question& asked,
                                                                      const knowledge::store::cluster& cluster) const;
    [[nodiscard]] std::vector<std::string> collections_of(const knowledge::store::group_key& where) const;
    // What is about to be done to them, so that it can be undone.
    void note_change(knowledge::store::question_change_kind kind, std::int64_t number,
                     const std::vector<knowledge::store::question>& questions, knowledge::entry_id entry = {},
                     std::int64_t entry_change = 0);
    // Stores a question; where it waits for a person, together with those that ask the same. Their cluster, which is to
    // be shown when everything else was said; nullopt when it does not wait.
    [[nodiscard]] std::optional<knowledge::store::cluster> log(knowledge::store::question& asked,
                                                               const std::string& trace);
    [[nodiscard]] std::optional<knowledge::store::cluster> cluster_to_join(const knowledge::store::question& asked);
    // A question that is stored waits from now on (again), or does not any more.
    void begin_waiting(knowledge::store::question& asked);
    void end_waiting(const knowledge::store::question& asked);
    // It is asked in other words now, or was decided otherwise: it may wait with others, or for nobody.
    void wait_anew(const knowledge::store::question& before, knowledge::store::question& now);
    void open_again(knowledge::store::cluster cluster); // and shows it
    // What they were answered with is answered with no more. How many wait again.
    std::size_t wait_again(std::vector<knowledge::store::question> reopened);
    [[nodiscard]] knowledge::store::cluster cluster_of(knowledge::store::question& asked);
    // Stores what has become of a cluster, and says so.
    void changed(const knowledge::store::cluster& cluster, const std::string& action, const std::string& detail,
                 text confirmed, std::int64_t other = 0);
    void end(knowledge::store::cluster& cluster, knowledge::store::cluster_state how);
    [[nodiscard]] static std::vector<std::string>
    other_wordings(const knowledge::store::question& asked, const knowledge::entry& known,
                   const std::vector<knowledge::store::question>& together);
    void take(const adapters::chat::remark& said);
    void take(const adapters::chat::introduction& named);
    [[nodiscard]] std::optional<knowledge::store::question> answered_by_words();
    std::int64_t propose_answer(const knowledge::store::question& asked, const std::string& text);
    // The message in which somebody did was edited, or deleted: "".
    void proposal_changed(const std::string& message_id, const std::string& text);
    void ask_whether_solved(const knowledge::store::question& asked);
    void ask_no_more(const std::vector<knowledge::store::question>& about);
    void pressed_solved(const adapters::chat::press& pressed);
    void solved(const knowledge::store::question& asked, const knowledge::store::proposal& proposed);
    void accept_answer(const knowledge::store::question& asked, const knowledge::store::proposal& accepted);

    void pressed_card(adapters::chat::action what, const std::string& value);

    void show_to_moderators(const knowledge::store::cluster& cluster);
    // `clusters` are the first of `count`.
    [[nodiscard]] std::optional<reply> card_of(const std::vector<knowledge::store::cluster>& clusters, bool digest,
                                               std::size_t count);
    [[nodiscard]] bool names_ids_of(const knowledge::store::question& asked);
    [[nodiscard]] std::optional<shown_cluster> shown_in_a_line(const knowledge::store::cluster& cluster);
    [[nodiscard]] std::optional<shown_cluster> shown(const knowledge::store::cluster& cluster, bool to_group);
    [[nodiscard]] const std::optional<adapters::chat::place>& moderators_place();
    [[nodiscard]] bool among_moderators(); // here is the moderators' group, and who is speaking moderates there
    [[nodiscard]] bool shown_on_card();    // a card that shows what was done was pressed

    void say_here(reply what, knowledge::store::outbox_kind kind, knowledge::question_id question = {});
    // Only to who is speaking, where the platform has a way; otherwise here.
    void say_privately(reply what);
    void note(text title, text body, std::int64_t number = 0); // a short answer to who is speaking, privately
    knowledge::outbox_id say(adapters::chat::outgoing message, knowledge::store::outbox_kind kind,
                             knowledge::question_id question, std::chrono::seconds later = {},
                             std::optional<std::chrono::seconds> keep = {});

    knowledge::store::session& db_;
    const config::settings& settings_;
    config::group_settings& group_;
    const preparation& prepared_;
    const knowledge::match::index& index_;
    const adapters::chat::happening& what_;
    const occasion at_;
    knowledge::timestamp now_;
    short_memory& memory_;
    knowledge::store::group_manners manners_; // of this group
    std::vector<std::string> lanes_;
    std::vector<grown_card> grown_;
    std::vector<answered_message> answered_;
    bool knowledge_moved_ = false;
    companions& waiting_;
    std::optional<std::optional<adapters::chat::place>> moderators_place_; // once it was looked for
};

} // namespace bot::conversation
