// One message being taken: the unit of work inside the transaction. It reads what is known, lets the pure functions
// beside it decide, and records what they decided.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/command.hpp"
#include "bot/conversation/reply.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::conversation {

class turn {
  public:
    turn(knowledge::store::session& db, const config::settings& settings, const config::group_settings& group,
         const knowledge::match::index& index, const adapters::chat::incoming& message, knowledge::timestamp now);

    // False: the message was taken before and nothing was changed.
    [[nodiscard]] bool take();

    [[nodiscard]] bool spoke() const { return spoke_; }                     // something lies in the outbox
    [[nodiscard]] bool knowledge_moved() const { return knowledge_moved_; } // an entry was made

  private:
    [[nodiscard]] bool first_time();
    void handle(const ask_question& asked);
    void handle(const ask_help& asked);
    void handle(const list_open& asked);
    void handle(const pick_number& picked);
    void handle(const give_answer& given);

    [[nodiscard]] knowledge::store::question new_question() const;
    [[nodiscard]] std::optional<knowledge::store::question> last_question() const;
    // The entries that are still canonical now, in the order asked for.
    [[nodiscard]] std::vector<knowledge::entry> canonical(const std::vector<knowledge::entry_id>& ids) const;
    [[nodiscard]] bool moderates(const config::group_settings& group) const;
    [[nodiscard]] bool moderates_any() const; // at least one group of this community
    void refuse(const std::string& action, const std::string& subject);

    void answer_with(const knowledge::entry& entry, knowledge::question_id question);
    void say_here(reply what, knowledge::store::outbox_kind kind, knowledge::question_id question = {});
    void say(const adapters::chat::place& where, const adapters::chat::person& to,
             const adapters::chat::reply_address& address, reply what, knowledge::store::outbox_kind kind,
             knowledge::question_id question);

    knowledge::store::session& db_;
    const config::settings& settings_;
    const config::group_settings& group_;
    const knowledge::match::index& index_;
    const adapters::chat::incoming& message_;
    knowledge::timestamp now_;
    bool spoke_ = false;
    bool knowledge_moved_ = false;
};

} // namespace bot::conversation
