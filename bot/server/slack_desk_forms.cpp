// Forms on Slack: opened while the trigger lives, completed with what takes a call to find out, taken when they come
// back.
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/message_look_up.hpp"
#include "adapters/slack/mrkdwn.hpp"
#include "bot/observe/log.hpp"
#include "bot/server/slack_desk.hpp"

namespace bot::server {

namespace chat = adapters::chat;
namespace log = observe::log;
namespace slack = adapters::slack;
using conversation::text;

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

} // namespace bot::server
