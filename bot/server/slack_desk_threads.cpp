// What an event of Slack leaves out and Slack is asked for: what a thread began with, what was said in it, the message
// that a reaction marks.
#include "adapters/chat/text.hpp"
#include "adapters/slack/message_look_up.hpp"
#include "adapters/slack/mrkdwn.hpp"
#include "bot/conversation/command.hpp"
#include "bot/observe/log.hpp"
#include "bot/server/slack_desk.hpp"

#include <memory>
#include <utility>

namespace bot::server {

namespace chat = adapters::chat;
namespace log = observe::log;
namespace slack = adapters::slack;

namespace {

// Slack waits three seconds for its answer; what is looked up meanwhile must leave time for the commit.
constexpr std::chrono::seconds look_up_deadline{2};
constexpr std::size_t most_beginnings = 512;
constexpr std::size_t longest_beginning = 4000; // characters; what was asked is said by then

// One call gives a thread's oldest messages, and what is meant is said at its end. For a question that somebody waits
// for: as many as Slack recommends to ask for at once, which is nearly every thread; of a longer one only the beginning
// is used. For a moderator who keeps its answer: as many as it gives.
constexpr int most_for_context = 200, most_for_answer = 999;

// Further back people were talking about something else, or it is what the thread began with; each is matched.
constexpr std::size_t most_last = 5, longest_last = 1000;

std::string in_a_line(const slack::thread_message& said, std::size_t longest) {
    return std::string(chat::first_characters(chat::one_line(slack::plain_text(said.text, {})), longest));
}

// The first of two ends counts: the answer, or the deadline.
class race {
  public:
    race(adapters::net::event_loop& loop, std::chrono::milliseconds deadline,
         std::function<void(slack::api_answer)> end)
        : state_(std::make_shared<state>(std::move(end))) {
        state_->timer =
            loop.after(deadline, [kept = state_] { kept->finish({.passing = true, .error = "no answer in time"}); });
    }
    [[nodiscard]] std::function<void(slack::api_answer)> answer() const {
        return [kept = state_](slack::api_answer got) { kept->finish(std::move(got)); };
    }

  private:
    struct state {
        explicit state(std::function<void(slack::api_answer)> e) : end(std::move(e)) {}
        void finish(slack::api_answer got) {
            if (!end) return;
            const auto done = std::exchange(end, {});
            const auto keep = std::move(timer); // breaks the cycle timer → lambda → state
            done(std::move(got));
        }
        std::function<void(slack::api_answer)> end;
        std::unique_ptr<adapters::net::event_loop::timer> timer;
    };
    std::shared_ptr<state> state_;
};

} // namespace

void slack_desk::take_message(chat::incoming said, const std::string& bot_user, const answering& finished) {
    if (is_about_thread(said)) return take_with_thread(std::move(said), bot_user, finished);
    if (said.where.direct) return take(std::move(said), finished);
    const auto where = said.where;
    const auto message_id = said.message_id;
    with_context(std::move(said), where, message_id, bot_user,
                 [this, finished](chat::incoming whole) { take(std::move(whole), finished); });
}

// What was said first in a thread, and last, is the context of what is asked in it: our log has it, or Slack is asked,
// once a thread. Without an answer the question is taken as it stands.
void slack_desk::with_context(chat::incoming said, const chat::place& where, const std::string& before,
                              const std::string& bot_user, std::function<void(chat::incoming)> then) {
    if (where.thread.empty() || where.thread == before) return then(std::move(said));
    if (const auto asked = with_.asked_in(where, where.thread)) {
        said.thread_text = *asked;
        return then(std::move(said));
    }
    const auto thread = thread_key(where);
    // What was said last is not what was said last any more: only the beginning is kept.
    if (const auto known = beginnings_.find(thread); known != beginnings_.end()) {
        said.thread_text = known->second;
        return then(std::move(said));
    }
    const auto kept = std::make_shared<chat::incoming>(std::move(said));
    const race answered(with_.loop, look_up_deadline,
                        [this, kept, thread, before, bot_user, then = std::move(then)](const slack::api_answer& got) {
                            if (got.ok) {
                                const auto all = slack::read_thread(got.body, before);
                                if (beginnings_.size() >= most_beginnings) beginnings_.clear();
                                auto& text = beginnings_[thread];
                                if (!all.empty() && !all.front().by_a_bot)
                                    text = in_a_line(all.front(), longest_beginning);
                                kept->thread_text = text;
                                for (const auto& one : slack::last_said(all, bot_user, most_last))
                                    kept->thread_last.push_back(in_a_line(one, longest_last));
                            }
                            then(std::move(*kept));
                        });
    with_.api.call(where.workspace, slack::look_up_thread(where.group, where.thread, before, most_for_context),
                   answered.answer());
}

bool slack_desk::is_about_thread(const chat::incoming& said) const {
    const auto& where = said.where;
    if (where.direct || where.thread.empty() || where.thread == said.message_id || !may_mark(where, said.who))
        return false;
    return std::holds_alternative<conversation::keep_canonical>(conversation::understand(said.text));
}

void slack_desk::take_with_thread(chat::incoming said, const std::string& bot_user, const answering& finished) {
    const auto call = slack::look_up_thread(said.where.group, said.where.thread, said.message_id, most_for_answer);
    const auto workspace = said.where.workspace;
    const auto kept = std::make_shared<chat::incoming>(std::move(said));
    const race answered(with_.loop, look_up_deadline, [this, kept, bot_user, finished](const slack::api_answer& got) {
        if (!got.ok) {
            log::warning("slack: a thread could not be read: {}", observe::log_text(got.error));
            if (got.passing) return finished({.status = 503}); // Slack sends the event again
        }
        const auto& where = kept->where;
        const auto group = with_.settings.group(where.on, where.workspace, where.group);
        const auto thread = slack::read_thread(got.body, kept->message_id);
        const auto* answer = slack::answer_in(thread, group ? group->moderators : std::vector<std::string>{}, bot_user);
        if (answer != nullptr) kept->quoted_text = slack::markdown_of(answer->text, bot_user);
        if (const auto asked = with_.asked_in(where, where.thread))
            kept->thread_text = *asked;
        else if (!thread.empty() && !thread.front().by_a_bot)
            kept->thread_text = chat::one_line(slack::plain_text(thread.front().text, bot_user));
        take(std::move(*kept), finished);
    });
    with_.api.call(workspace, call, answered.answer());
}

void slack_desk::take_reaction(const slack::reaction& what, const answering& finished) {
    const auto& how = with_.settings.slack;
    const bool takes_back = what.ours && what.emoji == how.take_back_emoji && !what.taken_away;
    const bool judges = what.emoji == how.solved_emoji;
    if (what.ours ? judges || takes_back : judges && with_.proposes(what.where, what.message_id)) {
        chat::press pressed;
        pressed.delivery_id = what.delivery_id;
        pressed.where = what.where;
        pressed.who = what.who;
        pressed.message_id = what.message_id;
        pressed.what = takes_back ? chat::action::take_back : what.ours ? chat::action::helpful : chat::action::solved;
        pressed.how = what.taken_away ? chat::pressed_by::reaction_taken_away : chat::pressed_by::reaction;
        return take(std::move(pressed), finished);
    }
    // What was kept stays: `undo` is for that.
    if (what.taken_away) return finished({});
    if (what.ours || what.emoji != how.canonical_emoji) return finished({});

    const auto mark = std::make_shared<chat::mark>();
    mark->delivery_id = what.delivery_id;
    mark->message_id = what.message_id;
    mark->where = what.where;
    mark->who = what.who;
    // Who may not is told by the conversation, which also writes it down.
    if (!may_mark(what.where, what.who)) return take(*mark, finished);
    // Both look-ups together have one deadline; Slack sends the event again when it is missed.
    const race answered(with_.loop, look_up_deadline, [this, mark, finished](const slack::api_answer& last) {
        if (last.ok) return take(*mark, finished);
        log::warning("slack: the message a reaction marks could not be read: {}", observe::log_text(last.error));
        finished({.status = last.passing ? 503 : 200});
    });
    const auto end = answered.answer();
    with_.api.call(what.where.workspace, slack::look_up(what.where.group, what.message_id),
                   [this, mark, end](const slack::api_answer& got) {
                       if (!got.ok) return end(got);
                       const auto found = slack::read_looked_up(got.body, mark->message_id);
                       if (!found || found->by_a_bot) return end({.error = "no person's message"});
                       mark->answer = slack::markdown_of(found->text);
                       mark->question_id = found->thread;
                       mark->where.thread = found->thread.empty() ? mark->message_id : found->thread;
                       if (found->thread.empty() || with_.asked_in(mark->where, found->thread))
                           return end({.ok = true});
                       with_.api.call(mark->where.workspace, slack::look_up(mark->where.group, found->thread),
                                      [mark, end](const slack::api_answer& root) {
                                          if (const auto asked = slack::read_looked_up(root.body, mark->question_id))
                                              mark->question = chat::one_line(slack::plain_text(asked->text, {}));
                                          end({.ok = true}); // without: the moderator is told what is missing
                                      });
                   });
}

} // namespace bot::server
