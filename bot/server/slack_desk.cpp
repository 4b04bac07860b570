#include "bot/server/slack_desk.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_writer.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/message_look_up.hpp"
#include "adapters/slack/mrkdwn.hpp"
#include "bot/conversation/command.hpp"
#include "bot/observe/log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace bot::server {

namespace chat = adapters::chat;
namespace log = observe::log;
namespace slack = adapters::slack;
using conversation::text;

namespace {

// Slack waits three seconds for its answer; what is looked up meanwhile must leave time for the commit.
constexpr std::chrono::seconds look_up_deadline{2};
constexpr std::size_t most_beginnings = 512;

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

// To the member who did something, and to nobody else.
chat::outgoing back_to(const chat::place& where, const chat::person& who, const chat::reply_address& reply) {
    chat::outgoing out;
    out.where = where;
    out.only_for = who;
    out.reply = reply;
    return out;
}

void malformed_seen(std::string_view what, std::string_view reason) {
    log::warning("slack {} refused: {}", what, observe::log_text(reason));
}

} // namespace

// ---------------------------------------------------------------------------------------------------------------------

struct slack_desk::event_taker {
    slack_desk& desk;
    const answering& finished;

    void operator()(const slack::url_verification& check) const {
        adapters::chat::json_writer echo;
        echo.object([&] { echo.member("challenge", check.challenge); });
        finished({.json = echo.take()});
    }
    void operator()(const slack::message& said) const {
        if (desk.turned_away(said.incoming.who)) return finished({});
        desk.take_message(said.incoming, said.bot_user, finished);
    }
    void operator()(const slack::overheard& heard) const {
        const auto& what = heard.said.incoming;
        const auto group = desk.with_.settings.group(what.where.on, what.where.workspace, what.where.group);
        if (!group || !group->answer_unmentioned || desk.turned_away(what.who)) return finished({});
        desk.take(what, finished);
    }
    void operator()(const slack::remarked& what) const {
        // Whoever is nobody's trusted person, and what is said elsewhere, is neither read nor kept.
        if (desk.turned_away(what.remark.who) || !desk.with_.may_answer(what.remark)) return finished({});
        desk.take(what.remark, finished);
    }
    void operator()(const slack::changed& what) const { take(what.edit, what.edit.who); }
    void operator()(const slack::gone& what) const { desk.take(what.deletion, finished); }
    void operator()(const slack::reaction& what) const {
        if (desk.turned_away(what.who)) return finished({});
        desk.take_reaction(what, finished);
    }
    void operator()(const slack::invited& what) const {
        if (!desk.with_.settings.slack.intro) return finished({});
        desk.take(what.introduction, finished);
    }
    void operator()(const slack::uninstalled& what) const {
        desk.with_.uninstalled(what.workspace,
                               [done = finished](bool stored) { done({.status = stored ? 200 : 503}); });
    }
    void operator()(const slack::warning& what) const {
        log::warning("{}", observe::log_text(what.what));
        finished({});
    }
    void operator()(const slack::ignored& nothing) const {
        log::debug("slack event ignored: {}", observe::log_text(nothing.reason));
        finished({});
    }
    void operator()(const slack::malformed& wrong) const {
        malformed_seen("event", wrong.reason);
        finished({.status = 400});
    }

  private:
    void take(chat::happening what, const chat::person& who) const {
        if (desk.turned_away(who)) {
            log::debug("slack event ignored: from somebody of another organisation");
            return finished({});
        }
        desk.take(std::move(what), finished);
    }
};

void slack_desk::event(std::string_view body, const answering& finished) {
    std::visit(event_taker{*this, finished}, slack::decode(body, with_.settings.slack.bot_user_id));
}

void slack_desk::take(chat::happening what, const answering& finished) {
    with_.in(std::move(what),
             [finished](conversation::outcome became) { finished({.status = acknowledgement(became).status}); });
}

// ---------------------------------------------------------------------------------------------------------------------

void slack_desk::take_from_person(chat::happening what, const chat::outgoing& to, const answering& finished) {
    with_.in(std::move(what), [this, to, finished](conversation::outcome became) {
        // Nobody sends it again: who waits for it is told, and the request itself was received.
        const bool stored = acknowledgement(became).status == 200;
        if (!stored) tell(to, text::not_stored);
        if (became == conversation::outcome::not_ours) tell(to, text::not_here);
        finished({});
    });
}

void slack_desk::command(const adapters::net::pairs& fields, const answering& finished) {
    take_command(slack::decode_command(fields, with_.clock()), finished);
}

void slack_desk::command_json(std::string_view payload_json, const answering& finished) {
    take_command(slack::decode_command_json(payload_json, with_.clock()), finished);
}

void slack_desk::take_command(const slack::command& read, const answering& finished) {
    if (const auto* wrong = std::get_if<slack::malformed>(&read)) {
        malformed_seen("command", wrong->reason);
        return finished({.status = 400});
    }
    const auto& asked = std::get<chat::incoming>(read);
    take_from_person(asked, back_to(asked.where, asked.who, asked.reply), finished);
}

void slack_desk::envelope(const std::string& type, std::string_view payload,
                          std::function<void(std::string)> acknowledge) {
    const answering finished = [acknowledge = std::move(acknowledge)](const reply& what) {
        acknowledge(what.status == 200 ? what.json : "");
    };
    if (type == "slash_commands") return command_json(payload, finished);
    if (type == "interactive") return interaction(payload, finished);
    log::debug("slack envelope of type {} ignored", observe::log_text(type));
    finished({});
}

// ---------------------------------------------------------------------------------------------------------------------

struct slack_desk::interaction_taker {
    slack_desk& desk;
    const answering& finished;

    void operator()(const chat::press& pressed) const {
        if (desk.turned_away(pressed.who)) return finished({});
        desk.take_from_person(pressed, back_to(pressed.where, pressed.who, pressed.reply), finished);
    }
    void operator()(const chat::incoming& asked) const {
        if (desk.turned_away(asked.who)) return finished({});
        desk.take_from_person(asked, back_to(asked.where, asked.who, asked.reply), finished);
    }
    void operator()(const slack::mark_wanted& wanted) const {
        if (desk.turned_away(wanted.mark.who)) return finished({});
        desk.open_form(wanted, finished);
    }
    void operator()(const slack::mark_submitted& submitted) const { desk.take_form(submitted.form, finished); }
    void operator()(const slack::ignored& nothing) const {
        log::debug("slack interaction ignored: {}", observe::log_text(nothing.reason));
        finished({});
    }
    void operator()(const slack::malformed& wrong) const {
        malformed_seen("interaction", wrong.reason);
        finished({.status = 400});
    }
};

void slack_desk::interaction(std::string_view payload_json, const answering& finished) {
    std::visit(interaction_taker{*this, finished}, slack::decode_interaction(payload_json, with_.clock()));
}

void slack_desk::open_form(slack::mark_wanted wanted, const answering& finished) {
    chat::mark& first = wanted.mark;
    // Who may not is told by the conversation, which also writes it down.
    if (!may_mark(first.where, first.who))
        return take_from_person(first, back_to(first.where, first.who, first.reply), finished);
    // On an answer of ours the form edits the entry it came from.
    if (const auto given = with_.given_in ? with_.given_in(first.where, first.message_id) : std::nullopt) {
        first.question = given->question;
        first.answer = given->answer;
        first.phrasings = given->phrasings;
        first.tags = given->tags;
        first.collection = given->collection;
        first.based_on = given->based_on;
    }
    if (chat::count_characters(first.answer) > slack::form_answer_limit_characters) {
        tell(back_to(first.where, first.who, first.reply), text::form_answer_long);
        return finished({});
    }
    // The trigger lives three seconds: what would take a call to find out is filled in later.
    if (!first.about.empty())
        first.question = with_.asked_about(first.about).value_or("");
    else if (first.question.empty() && !first.question_id.empty())
        first.question = with_.asked_in(first.where, first.question_id).value_or("");
    with_.api.call(
        first.where.workspace,
        {"views.open", {{"trigger_id", wanted.trigger_id}, {"view", slack::mark_view(first, labels(first.where))}}},
        [this, first](const slack::api_answer& answer) {
            if (answer.ok) return complete_form(first, answer.body);
            log::warning("slack: a form did not open: {}", observe::log_text(answer.error));
            tell(back_to(first.where, first.who, first.reply), text::form_failed);
        });
    finished({});
}

void slack_desk::complete_form(const chat::mark& first, const std::string& opened) {
    if (!first.question.empty() || first.question_id.empty()) return;
    struct view_name {
        std::string id, hash;
    };
    const auto read =
        chat::read_json(opened,
                        [](const chat::json_object& root) {
                            const auto view = root.object("view");
                            return view_name{std::string(view.text("id")), std::string(view.text_or("hash", ""))};
                        },
                        {.bytes = 1 << 20});
    if (!read) return;
    with_.api.call(
        first.where.workspace, slack::look_up(first.where.group, first.question_id),
        [this, first, view = *read](const slack::api_answer& answer) {
            const auto asked = answer.ok ? slack::read_looked_up(answer.body, first.question_id) : std::nullopt;
            if (!asked) return; // the moderator writes the question himself
            auto known = first;
            known.question = chat::one_line(slack::plain_text(asked->text, {}));
            with_.api.call(known.where.workspace,
                           {"views.update",
                            {{"view_id", view.id},
                             {"hash", view.hash}, // not over what was changed meanwhile
                             {"view", slack::mark_view(known, labels(known.where), 1)}}},
                           [](const slack::api_answer& updated) {
                               if (!updated.ok)
                                   log::debug("slack: a form was not completed: {}", observe::log_text(updated.error));
                           });
        });
}

void slack_desk::take_form(const slack::filled_form& form, const answering& finished) {
    const auto& where = form.mark.where;
    if (!form.empty.empty()) return finished({.json = slack::errors_of(form.empty, say(text::form_empty, where))});
    with_.in(form.mark, [this, where, finished](conversation::outcome became) {
        if (acknowledgement(became).status == 200) return finished({});
        // The form stays open, so that nothing of what was written is lost.
        finished({.json = slack::errors_of({std::string(slack::any_input)}, say(text::not_stored, where))});
    });
}

// ---------------------------------------------------------------------------------------------------------------------

// What was said first in a thread is the context of what is asked in it: our log has it, or Slack is asked, once a
// thread. Without an answer the question is taken as it stands.
void slack_desk::take_message(chat::incoming said, const std::string& bot_user, const answering& finished) {
    if (is_about_thread(said)) return take_with_thread(std::move(said), bot_user, finished);
    const auto& where = said.where;
    if (where.direct || where.thread.empty() || where.thread == said.message_id) return take(std::move(said), finished);
    if (const auto asked = with_.asked_in(where, where.thread)) {
        said.thread_text = *asked;
        return take(std::move(said), finished);
    }
    const auto thread = where.workspace + ":" + where.group + ":" + where.thread;
    if (const auto known = beginnings_.find(thread); known != beginnings_.end()) {
        said.thread_text = known->second;
        return take(std::move(said), finished);
    }
    const auto call = slack::look_up(where.group, where.thread);
    const auto workspace = where.workspace;
    const auto kept = std::make_shared<chat::incoming>(std::move(said));
    const race answered(with_.loop, look_up_deadline, [this, kept, thread, finished](const slack::api_answer& got) {
        if (got.ok) {
            const auto first = slack::read_looked_up(got.body, kept->where.thread);
            if (beginnings_.size() >= most_beginnings) beginnings_.clear();
            auto& text = beginnings_[thread];
            if (first && !first->by_a_bot) text = chat::one_line(slack::plain_text(first->text, {}));
            kept->thread_text = text;
        }
        take(std::move(*kept), finished);
    });
    with_.api.call(workspace, call, answered.answer());
}

bool slack_desk::is_about_thread(const chat::incoming& said) const {
    const auto& where = said.where;
    if (where.direct || where.thread.empty() || where.thread == said.message_id || !may_mark(where, said.who))
        return false;
    return std::holds_alternative<conversation::keep_canonical>(conversation::understand(said.text));
}

void slack_desk::take_with_thread(chat::incoming said, const std::string& bot_user, const answering& finished) {
    const auto call = slack::look_up_thread(said.where.group, said.where.thread, said.message_id);
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
    const bool takes_back = what.emoji == how.take_back_emoji;
    if (what.ours && (what.emoji == how.solved_emoji || takes_back)) {
        chat::press solved;
        solved.delivery_id = what.delivery_id;
        solved.where = what.where;
        solved.who = what.who;
        solved.message_id = what.message_id;
        solved.what = takes_back ? chat::action::take_back : chat::action::helpful;
        return take(std::move(solved), finished);
    }
    if (!what.ours && what.emoji == how.solved_emoji && with_.proposes(what.where, what.message_id)) {
        chat::press solved;
        solved.delivery_id = what.delivery_id;
        solved.where = what.where;
        solved.who = what.who;
        solved.message_id = what.message_id;
        solved.what = chat::action::solved;
        return take(std::move(solved), finished);
    }
    // A reaction is an everyday thing: who may not mark with it is not told so.
    if (what.ours || what.emoji != how.canonical_emoji || !may_mark(what.where, what.who)) return finished({});

    const auto mark = std::make_shared<chat::mark>();
    mark->delivery_id = what.delivery_id;
    mark->message_id = what.message_id;
    mark->where = what.where;
    mark->who = what.who;
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

// ---------------------------------------------------------------------------------------------------------------------

bool slack_desk::turned_away(const chat::person& who) const {
    return !with_.settings.slack.answer_outsiders && slack::is_outsider(who.id);
}

bool slack_desk::may_mark(const chat::place& where, const chat::person& who) const {
    const auto group = with_.settings.group(where.on, where.workspace, where.group);
    return group && std::ranges::find(group->moderators, who.id) != group->moderators.end();
}

std::string slack_desk::say(text what, const chat::place& where) const {
    const auto group = with_.settings.group(where.on, where.workspace, where.group);
    const auto speaks = group ? group->speaks : with_.settings.communities.front().speaks;
    return conversation::phrase(what, speaks);
}

slack::form_labels slack_desk::labels(const chat::place& where) const {
    const auto in = [&](text what) { return say(what, where); };
    return {.title = in(text::form_title),
            .submit = in(text::form_submit),
            .close = in(text::form_close),
            .question = in(text::form_question),
            .answer = in(text::form_answer),
            .phrasings = in(text::form_phrasings),
            .phrasings_hint = in(text::form_phrasings_hint),
            .tags = in(text::form_tags),
            .tags_hint = in(text::form_tags_hint),
            .collection = in(text::form_collection),
            .collection_hint = in(text::form_collection_hint)};
}

void slack_desk::tell(chat::outgoing to, text what) {
    to.markdown = say(what, to.where);
    with_.way_out.send(std::move(to), [](const chat::delivery& became) {
        if (became.what != chat::verdict::sent)
            log::warning("slack: somebody could not be told: {}", observe::log_text(became.reason));
    });
}

} // namespace bot::server
