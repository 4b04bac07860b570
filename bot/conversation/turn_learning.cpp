// What members' picks and opinions propose to learn, and what moderators make of it.
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// As the list of open questions: it must fit into one message.
constexpr std::size_t most_proposals_listed = 15;
constexpr std::size_t most_proposals_looked_at = 500;

} // namespace

// A suggestion has found its answer: nobody needs to answer that question any more, and its words may be worth keeping.
void turn::settle(const store::question& asked, const knowledge::entry& picked) {
    (void)store::update_question_state(db_, asked.id, store::question_state::answered, picked.id);
    end_waiting(asked);
    const bool known =
        asked.text == picked.question || std::ranges::find(picked.phrasings, asked.text) != picked.phrasings.end();
    if (!known && asked.decided == knowledge::decision::suggest)
        propose(asked, store::proposal_kind::phrasing, picked.id);
}

void turn::propose(const store::question& asked, store::proposal_kind kind, knowledge::entry_id entry) {
    // An answer that was picked or written by a person is nobody's mistake in matching.
    const bool by_person = asked.state == store::question_state::answered_by_person || asked.candidates.empty();
    if (!entry || asked.text.empty() || by_person) return;
    (void)store::propose(db_, {.community = asked.community,
                               .kind = kind,
                               .question = asked.id,
                               .entry = entry,
                               .text = asked.text,
                               .proposed_by = actor(),
                               .proposed_at = now_});
}

void turn::withdraw_proposals(knowledge::question_id question) {
    for (const auto kind : {store::proposal_kind::phrasing, store::proposal_kind::negative})
        store::withdraw_proposals(db_, question, kind);
}

void turn::handle(const list_proposals&) {
    if (!moderates_any()) return refuse("proposals", group_.community);
    auto waiting = store::waiting_proposals(db_, group_.community, most_proposals_looked_at);
    std::erase_if(waiting, [this](const store::proposal& one) {
        const auto asked = store::find_question(db_, one.question);
        return !asked || !may_see(*asked);
    });
    std::vector<shown_proposal> shown;
    for (const auto& one : waiting) {
        if (shown.size() == most_proposals_listed) break;
        if (one.kind == store::proposal_kind::answer) {
            const auto asked = store::find_question(db_, one.question);
            shown.push_back({one, asked ? asked->text : std::string()});
            continue;
        }
        const auto entry = store::find_entry(db_, one.entry);
        shown.push_back({one, entry ? entry->question : std::string()});
    }
    say_here(proposals_reply(shown, waiting.size(), group_.speaks), store::outbox_kind::answer);
}

void turn::handle(const judge_proposal& judged) {
    const auto found = store::find_proposal(db_, group_.community, judged.number);
    const auto asked = found ? store::find_question(db_, found->question) : std::nullopt;
    const std::string action = judged.accept ? "accept" : "refuse";
    const auto subject = "proposal " + std::to_string(judged.number);
    // Who may not decide is not told which numbers exist.
    if (!(asked ? may_judge(*asked) : moderates_any())) return refuse(action, subject);
    if (!asked) return note(text::proposals_title, text::no_such_proposal, judged.number);
    if (found->state != store::proposal_state::proposed)
        return note(text::proposals_title, text::proposal_decided, judged.number);
    const bool answer = found->kind == store::proposal_kind::answer;
    const bool waits = store::is_waiting(asked->state);
    if (judged.accept && answer && !waits) return note(text::proposals_title, text::not_waiting, asked->number);
    const bool phrasing = found->kind == store::proposal_kind::phrasing;
    if (judged.accept && phrasing && !add_phrasing(*found))
        return note(text::proposals_title, text::proposal_entry_gone, judged.number);

    (void)store::decide_proposal(db_, group_.community, judged.number,
                                 judged.accept ? store::proposal_state::accepted : store::proposal_state::refused,
                                 actor(), now_);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = action,
                              .subject = subject,
                              .detail = answer ? "question " + std::to_string(asked->number)
                                               : "entry " + std::to_string(found->entry.value)});
    if (judged.accept && answer) return accept_answer(*asked, *found);
    if (!knowledge_moved_)
        note_change(store::question_change_kind::judge, judged.number, {}); // else the entry's change is
    if (answer) {
        auto question = *asked;
        if (!store::find_answer_to(db_, question.id)) ask_no_more({question});
        show_anew(cluster_of(question).card, {});
    }
    const auto entry = store::find_entry(db_, found->entry);
    const auto said = !judged.accept ? text::proposal_refused
                      : phrasing     ? text::phrasing_accepted
                                     : text::negative_accepted;
    say_here({.title = phrase(text::proposals_title, group_.speaks),
              .markdown = phrase(said, group_.speaks, fmt::arg("number", judged.number),
                                 fmt::arg("question", quoted_line(entry ? entry->question : std::string(), 120)))},
             store::outbox_kind::answer);
}

// False when the entry is not in use any more.
bool turn::add_phrasing(const store::proposal& accepted) {
    auto entry = canonical({accepted.entry});
    if (entry.empty()) return false;
    entry.front().phrasings.push_back(accepted.text);
    const auto before = store::latest_revision(db_, accepted.entry);
    if (!store::update_entry(db_, entry.front(), authorship())) return true;
    knowledge_moved_ = true;
    note_change(entry.front(), store::change_kind::edit, before);
    return true;
}

bool turn::may_judge(const store::question& asked) {
    if (asked.community == group_.community && among_moderators()) return true;
    const auto platform = chat::platform_from(asked.platform);
    const auto group = platform ? settings_.group(*platform, asked.workspace, asked.group) : std::nullopt;
    // Asked in private from a group (a slash command): the community's moderators see to it.
    if (!group && asked.direct && asked.community == group_.community) return moderates(group_);
    return group && moderates(*group);
}

bool turn::may_see(const store::question& asked) {
    const auto platform = chat::platform_from(asked.platform);
    const auto group = platform ? settings_.group(*platform, asked.workspace, asked.group) : std::nullopt;
    // What somebody asked in private is not shown to a group.
    const bool may = (group && moderates(*group)) || (asked.community == group_.community && among_moderators());
    return may && (!asked.direct || at_.where.direct);
}

} // namespace bot::conversation
