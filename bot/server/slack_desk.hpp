// What comes from Slack, over HTTP or Socket Mode alike, once it is verified: decoded, completed with what Slack did
// not send along, and taken. Answers in Slack's terms.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/commands.hpp"
#include "adapters/slack/events.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/web_api.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/texts.hpp"
#include "bot/server/intake.hpp"
#include "bot/server/thread_talk.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bot::server {

class slack_desk {
  public:
    // HTTP's status, and what the answer says; Socket Mode acknowledges with the JSON when the status is 200.
    struct reply {
        int status = 200;
        std::string json = {}; // empty: nothing to say
    };
    using answering = std::function<void(reply)>; // called once

    struct parts {
        adapters::net::event_loop& loop;
        const adapters::slack::web_api& api;
        adapters::chat::adapter& way_out; // for what must be said although nothing can be stored
        const config::settings& settings;
        intake in;
        std::function<knowledge::timestamp()> clock;
        // What was asked in this message, when it was asked us.
        std::function<std::optional<std::string>(const adapters::chat::place&, const std::string& message_id)> asked_in;
        // The entry a message of ours gives, as a form to edit it begins with; `based_on` names its revision.
        std::function<std::optional<adapters::chat::mark>(const adapters::chat::place&, const std::string& message_id)>
            given_in{};
        // What was asked in the question that a button of a card is about.
        std::function<std::optional<std::string>(const std::string& button_value)> asked_about;
        // Whether this member's words in this thread may be an answer to a question that waits there.
        std::function<bool(const adapters::chat::remark&)> may_answer;
        // Whether an answer was proposed in that message.
        std::function<bool(const adapters::chat::place&, const std::string& message_id)> proposes;
        // The workspace took its token back; told whether that is stored.
        std::function<void(const adapters::slack::uninstalled&, std::function<void(bool)>)> uninstalled;
    };
    // Everything on the loop's thread; what the references name outlives every answer.
    explicit slack_desk(parts with) : with_(std::move(with)) {}
    slack_desk(const slack_desk&) = delete;
    slack_desk& operator=(const slack_desk&) = delete;

    void event(std::string_view body, const answering& finished);
    void interaction(std::string_view payload_json, const answering& finished);
    void command(const adapters::net::pairs& fields, const answering& finished);
    void command_json(std::string_view payload_json, const answering& finished);

    // As Socket Mode hands on what is no event; acknowledged in any case, for nobody sends it again.
    void envelope(const std::string& type, std::string_view payload, std::function<void(std::string)> acknowledge);

  private:
    struct event_taker;
    struct interaction_taker;

    void take(adapters::chat::happening what, const answering& finished);
    // The same for what a person waits for: says so when it was not stored, and when nobody answers there.
    void take_from_person(adapters::chat::happening what, const adapters::chat::outgoing& back_to,
                          const answering& finished);
    void note_talk(const adapters::chat::incoming& said);
    void take_remark(adapters::slack::remarked what, const answering& finished);
    // Whether a message that does not mention the bot was taken for a question or an answer.
    [[nodiscard]] bool was_taken(const adapters::chat::place& where, const std::string& message_id) const;
    void take_message(adapters::chat::incoming said, const std::string& bot_user, const answering& finished);
    // Hands it on with what its thread is about; `where` names the thread, `before` the message in it.
    void with_context(adapters::chat::incoming said, const adapters::chat::place& where, const std::string& before,
                      const std::string& bot_user, std::function<void(adapters::chat::incoming)> then);
    // "canonical" in a thread: taken as if the answer in it had been quoted.
    [[nodiscard]] bool is_about_thread(const adapters::chat::incoming& said) const;
    void take_with_thread(adapters::chat::incoming said, const std::string& bot_user, const answering& finished);
    void take_command(const adapters::slack::command& read, const answering& finished);
    void take_reaction(const adapters::slack::reaction& what, const answering& finished);
    void open_form(adapters::slack::mark_wanted wanted, const answering& finished);
    void complete_form(const adapters::chat::mark& first, const std::string& opened);
    void take_form(const adapters::slack::filled_form& form, const answering& finished);

    [[nodiscard]] static std::string thread_key(const adapters::chat::place& where);
    // To the member who did something, and to nobody else.
    [[nodiscard]] static adapters::chat::outgoing back_to(const adapters::chat::place& where,
                                                          const adapters::chat::person& who,
                                                          const adapters::chat::reply_address& reply);
    [[nodiscard]] bool turned_away(const adapters::chat::person& who) const;
    [[nodiscard]] bool may_mark(const adapters::chat::place& where, const adapters::chat::person& who) const;
    [[nodiscard]] std::string say(conversation::text what, const adapters::chat::place& where) const;
    [[nodiscard]] adapters::slack::form_labels labels(const adapters::chat::place& where) const;
    void tell(adapters::chat::outgoing to, conversation::text what);

    parts with_;
    thread_talk talks_;
    std::map<std::string, std::string> beginnings_; // of threads we were called into: what was said first; bounded
};

} // namespace bot::server
