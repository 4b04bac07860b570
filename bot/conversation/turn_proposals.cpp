// What trusted people say below a question: proposed as its answer, several messages of one person together, and
// canonical only by a moderator's yes. Who asked may say that it helped, which puts it first among the proposals.
#include "adapters/chat/text.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/proposing.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/text/cues.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// Long before nobody reads it any more; the store takes what a thread can hold.
constexpr std::size_t longest_answer_bytes = 40'000;

// Neither a question in return nor thanks.
bool may_be_an_answer(std::string_view text) {
    return !text.empty() && !knowledge::text::read_cues(text).asks && !only_chat(text);
}

// "#12" in what a reply of ours said.
std::int64_t number_in(std::string_view text) {
    const auto mark = text.find('#');
    if (mark == std::string_view::npos) return 0;
    std::int64_t number = 0;
    const auto* const from = text.data() + mark + 1;
    (void)std::from_chars(from, text.data() + text.size(), number);
    return number;
}

// Where a message stands, for finding it again.
std::string place_key(const chat::place& where) {
    return key({to_string(where.on), where.workspace, where.group});
}

} // namespace

bool is_trusted(const config::group_settings& group, const chat::place& where, const chat::person& who) {
    const auto in = [&who](const std::vector<std::string>& list) {
        return std::ranges::find(list, who.id) != list.end();
    };
    return !who.id.empty() && group.platform == where.on && group.workspace == where.workspace &&
           (in(group.trusted) || in(group.moderators));
}

bool may_answer(store::session& db, const chat::remark& said) {
    const auto asked = store::waiting_in_thread(db, to_string(said.where.on), said.where.workspace, said.where.group,
                                                said.where.thread);
    return asked && asked->member != said.who.id;
}

bool proposes(store::session& db, const chat::place& where, std::string_view message_id) {
    return store::find_answer_of_message(db, place_key(where), message_id).has_value();
}

void turn::take(const chat::remark& said) {
    if (!is_trusted(group_, at_.where, at_.who) || !may_be_an_answer(said.text)) return;
    const auto asked =
        store::waiting_in_thread(db_, to_string(at_.where.on), at_.where.workspace, at_.where.group, at_.where.thread);
    if (asked && asked->member != at_.who.id) (void)propose_answer(*asked, said.text);
}

// The question that the words of a trusted person, said to the bot, answer: it is asked in this thread or in what he
// quotes, and what he says asks nothing.
std::optional<store::question> turn::answered_by_words() {
    const auto* said = std::get_if<chat::incoming>(&what_);
    if (said == nullptr || !is_trusted(group_, at_.where, at_.who) || !may_be_an_answer(said->text))
        return std::nullopt;
    const auto on = to_string(at_.where.on);
    std::optional<store::question> asked;
    if (!said->quoted_text.empty()) {
        auto quoted = chat::trimmed(said->quoted_text);
        asked = store::waiting_with_text(db_, on, at_.where.workspace, at_.where.group, quoted);
        // The mention of the bot may have stayed in what is quoted.
        if (const auto blank = quoted.find(' '); !asked && quoted.starts_with('@') && blank != std::string_view::npos)
            asked = store::waiting_with_text(db_, on, at_.where.workspace, at_.where.group,
                                             chat::trimmed(quoted.substr(blank)));
        if (const auto number = asked ? 0 : number_in(quoted); number > 0)
            asked = store::find_question(db_, group_.community, number);
    } else if (!at_.where.thread.empty() && at_.where.thread != at_.message_id) {
        asked = store::waiting_in_thread(db_, on, at_.where.workspace, at_.where.group, at_.where.thread);
    }
    const bool here = asked && store::is_waiting(asked->state) && asked->platform == on &&
                      asked->workspace == at_.where.workspace && asked->group == at_.where.group &&
                      asked->member != at_.who.id;
    if (!here) return std::nullopt;
    return asked;
}

// The number of the proposal; 0 when the message was known.
std::int64_t turn::propose_answer(const store::question& asked, const std::string& text) {
    store::proposal value;
    value.community = asked.community;
    value.question = asked.id;
    value.proposed_by = actor();
    value.proposed_name = at_.who.name;
    value.proposed_at = now_;
    const auto made = store::propose_answer(
        db_, std::move(value),
        {.place = place_key(at_.where),
         .message_id = at_.message_id,
         .text = std::string(chat::repaired(std::string_view(text).substr(0, longest_answer_bytes)))});
    if (made.number == 0) return 0;
    auto question = asked;
    show_anew(cluster_of(question).card, std::chrono::seconds(10));
    if (made.fresh) ask_whether_solved(asked);
    return made.number;
}

void turn::proposal_changed(const std::string& message_id, const std::string& text) {
    const auto place = place_key(at_.where);
    const auto proposed = store::find_answer_of_message(db_, place, message_id);
    const bool own = proposed && (at_.who.id.empty() || proposed->proposed_by == actor());
    if (!own) return;
    store::change_answer(db_, place, message_id,
                         chat::repaired(std::string_view(text).substr(0, longest_answer_bytes)));
    auto asked = store::find_question(db_, proposed->question);
    if (!asked) return;
    if (!store::find_answer_to(db_, asked->id)) ask_no_more({*asked});
    show_anew(cluster_of(*asked).card, std::chrono::seconds(10));
}

void turn::ask_whether_solved(const store::question& asked) {
    const auto platform = chat::platform_from(asked.platform);
    if (asked.member.empty() || !platform) return;
    chat::outgoing message;
    message.where = {.on = *platform,
                     .workspace = asked.workspace,
                     .group = asked.group,
                     .group_title = asked.group_title,
                     .thread = asked.thread,
                     .direct = asked.direct};
    message.mention = {.id = asked.member, .name = asked.member_name};
    message.only_for = message.mention;
    message.reply = at_.reply;
    const auto name = at_.who.name.empty() ? phrase(text::somebody, group_.speaks) : quoted_line(at_.who.name, 24);
    put({.title = phrase(text::proposed_title, group_.speaks, fmt::arg("number", asked.number)),
         .markdown = phrase(text::proposed, group_.speaks, fmt::arg("number", asked.number), fmt::arg("name", name)),
         .buttons = {{.what = chat::action::solved,
                      .value = to_string(card_reference{asked.id}),
                      .label = phrase(text::button_solved, group_.speaks),
                      .says = phrase(text::says_solved, group_.speaks)}}},
        message);
    // Not under the question's rows: an edit of the question must not take this for its reply.
    (void)say(std::move(message), store::outbox_kind::notice, {});
}

// Nobody needs to say any more whether it helped: asking that may still wait for the end of quiet hours.
void turn::ask_no_more(const std::vector<store::question>& about) {
    std::set<std::string> lanes, values;
    for (const auto& one : about) {
        lanes.insert(waiting_lane(key({one.platform, one.workspace, one.group})));
        values.insert(to_string(card_reference{one.id}));
    }
    for (const auto& lane : lanes) {
        for (const auto& row : store::pending_in_lane(db_, lane)) {
            const auto message = chat::outgoing_from_json(row.payload);
            const bool asks = message && std::ranges::any_of(message->buttons, [&](const chat::button& one) {
                                  return one.what == chat::action::solved && values.contains(one.value);
                              });
            if (asks) (void)store::mark_failed(db_, row.id, "the question was decided");
        }
    }
}

void turn::handle(const accept_solved&) {
    // Whoever is alone with the bot was asked there.
    const auto group = at_.where.direct ? std::nullopt : std::optional(at_.where.group);
    const auto asked = at_.who.id.empty() ? std::nullopt
                                          : store::last_waiting_of(db_, to_string(at_.where.on), at_.where.workspace,
                                                                   group, at_.who.id);
    const auto proposed = asked ? store::find_answer_to(db_, asked->id) : std::nullopt;
    if (!proposed) return note(text::help_title, text::solved_nothing);
    solved(*asked, *proposed);
}

void turn::pressed_solved(const chat::press& pressed) {
    const auto about = card_reference_from(pressed.value);
    auto proposed = about ? store::find_answer_to(db_, about->question)
                          : store::find_answer_of_message(db_, place_key(at_.where), pressed.message_id);
    const auto asked = proposed ? store::find_question(db_, proposed->question) : std::nullopt;
    // Only who asked knows whether it is solved.
    const bool own = asked && !at_.who.id.empty() && asked->member == at_.who.id &&
                     asked->platform == to_string(at_.where.on) && asked->workspace == at_.where.workspace;
    if (!own) return;
    if (pressed.how != chat::pressed_by::reaction_taken_away) return solved(*asked, *proposed);
    if (!store::take_solved_back(db_, proposed->community, proposed->number)) return;
    auto question = *asked;
    show_anew(cluster_of(question).card, {});
}

void turn::solved(const store::question& asked, const store::proposal& proposed) {
    if (!store::mark_solved(db_, proposed.community, proposed.number, given_how())) return;
    auto question = asked;
    show_anew(cluster_of(question).card, {});
    note(text::help_title, text::solved_thanks);
}

// A moderator's yes to what somebody answered.
void turn::accept_answer(const store::question& asked, const store::proposal& accepted) {
    knowledge::entry entry;
    entry.question = asked.text;
    entry.answer = accepted.text;
    answer_with(asked, std::move(entry));
}

} // namespace bot::conversation
