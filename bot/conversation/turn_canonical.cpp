// "canonical": a moderator says that a message is the answer. Where the platform shows which message that is (a Slack
// thread), a mark was made of it before it came here; what comes here has quoted it, or has to be asked.
#include "bot/conversation/entry_reply.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// A question without a number must be one that people here still remember.
constexpr std::chrono::hours remembered_within{24};

} // namespace

void turn::handle(const keep_canonical& wanted) {
    const bool bare = !wanted.number && wanted.question.empty();
    // Without a message that it could be about, a sentence that begins so is a question. A moderator who is understood
    // no other way meant the command.
    if (!bare && !wanted.number && prepared_.quoted.empty()) {
        auto question = new_question(std::string(prepared_.text));
        if (moderates_any() && decide(question).offer.empty()) return note(text::mark_title, text::canonical_usage);
        return handle(ask_question{});
    }
    // What is kept here is kept for this group, by who moderates it.
    if (!may_judge(new_question({}))) return refuse("mark", "message " + at_.message_id);
    if (prepared_.quoted.empty()) return note(text::mark_title, text::canonical_usage);

    chat::mark marked;
    marked.message_id = at_.message_id;
    marked.answer = prepared_.quoted;
    marked.question = wanted.question;
    std::optional<store::question> asked;
    if (wanted.number) {
        asked = store::find_question(db_, group_.community, *wanted.number);
        if (asked && !may_judge(*asked)) return refuse("mark", "question " + std::to_string(*wanted.number));
        if (!asked) return note(text::mark_title, text::no_such_question, *wanted.number);
    } else if (bare) {
        // What the thread began with, else what waits here.
        if (!at_.where.thread.empty() && at_.where.thread != at_.message_id)
            asked = store::find_question_of_message(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group,
                                                    at_.where.thread);
        if (asked || !prepared_.thread_text.empty()) {
            if (!asked) marked.question = prepared_.thread_text;
            return keep(marked, std::move(asked));
        }
        const auto waiting = waiting_here();
        if (waiting.size() > 1) return note(text::mark_title, text::canonical_which);
        if (!waiting.empty()) asked = waiting.front();
    }
    keep(marked, std::move(asked));
}

// In this thread, else in this group.
std::vector<store::question> turn::waiting_here() const {
    auto open = store::questions_between(db_, group_.community, now_ - remembered_within, knowledge::timestamp::max());
    std::erase_if(open, [this](const store::question& one) {
        return one.platform != to_string(at_.where.on) || one.workspace != at_.where.workspace ||
               one.group != at_.where.group || !store::is_waiting(one.state);
    });
    const auto of_thread = [this](const store::question& one) { return one.thread == at_.where.thread; };
    if (std::ranges::any_of(open, of_thread)) std::erase_if(open, std::not_fn(of_thread));
    return open;
}

bool turn::answered_meanwhile(const store::question& asked, const std::string& answer) {
    const auto entry = asked.answered_with ? store::find_entry(db_, asked.answered_with) : std::nullopt;
    if (!entry || entry->state != knowledge::entry_state::canonical) return false;
    const auto latest = store::find_revision(db_, entry->id, store::latest_revision(db_, entry->id)).value();
    if (entry->answer == answer) {
        say_about_entry(phrase(text::kept_already, group_.speaks, fmt::arg("id", quoted_id(*entry))),
                        entry->external_id);
        return true;
    }
    two_versions both;
    both.why = phrase(text::answer_conflict, group_.speaks, fmt::arg("number", asked.number),
                      fmt::arg("author", author_name(latest.by, group_.speaks)),
                      fmt::arg("ago", ago(latest.by.at, now_, group_.speaks)), fmt::arg("id", quoted_id(*entry)));
    both.theirs = entry->answer;
    both.yours = answer;
    both.again = phrase(text::conflict_again, group_.speaks, fmt::arg("name", said_id(*entry, latest.number)));
    audit_entry("conflict", *entry, "question " + std::to_string(asked.number));
    say_about_entry(two_versions_markdown(both, group_.speaks), entry->external_id);
    return true;
}

} // namespace bot::conversation
