// What Slack's desk (slack_desk.hpp) asks the database while a happening is not complete. When the database cannot be
// read, it is as if nothing were found, and a line of the log says so: the happening goes on without.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/store/store.hpp"

#include <optional>
#include <string>

namespace bot::cli {

class slack_lookups {
  public:
    // References outlive this.
    slack_lookups(const knowledge::store::store& store, const config::settings& settings)
        : store_(store), settings_(settings) {}

    // What was asked in this message, when it was asked us.
    [[nodiscard]] std::optional<std::string> asked_in(const adapters::chat::place& where,
                                                      const std::string& message_id) const;
    // The entry a message of ours gives, as a form to edit it begins with.
    [[nodiscard]] std::optional<adapters::chat::mark> given_in(const adapters::chat::place& where,
                                                               const std::string& message_id) const;
    // What was asked in the question that a button of a card is about.
    [[nodiscard]] std::optional<std::string> asked_about(const std::string& button_value) const;
    // Whether this member's words in this thread may be an answer to a question that waits there.
    [[nodiscard]] bool may_answer(const adapters::chat::remark& said) const;
    // Whether an answer was proposed in that message.
    [[nodiscard]] bool proposes(const adapters::chat::place& where, const std::string& message_id) const;

  private:
    const knowledge::store::store& store_;
    const config::settings& settings_;
};

} // namespace bot::cli
