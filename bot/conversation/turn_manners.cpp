// When the bot holds back, and when moderators hold it back.
#include "adapters/chat/text.hpp"
#include "bot/conversation/judgement.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/overheard.hpp"
#include "bot/conversation/quiet_hours.hpp"
#include "bot/conversation/small_talk.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/ids.hpp"

#include <algorithm>
#include <iterator>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// Beyond this nothing would ever be answered.
constexpr double most_careful = 99.5;
// What was answered longer ago may be answered again, wherever it stands.
constexpr std::chrono::hours repeat_expiry{24};
// Questions before the start that are looked through for answers not to repeat.
constexpr std::chrono::hours warm_from{6};
constexpr std::size_t most_warmed = 2000;
constexpr std::size_t short_answer = 300; // characters
// Threads in which somebody was told how to go on; who is told twice has seen a thousand others ask meanwhile.
constexpr std::size_t most_told_how = 1000;

// What a moderator may say although the bot is muted; everything else waits until it may speak.
bool is_command(const request& what) {
    const auto* pressed = std::get_if<press_button>(&what);
    return !std::holds_alternative<ask_question>(what) && !std::holds_alternative<mistyped>(what) &&
           !std::holds_alternative<pick_number>(what) &&
           (pressed == nullptr || pressed->what == chat::action::take_back);
}

bool is_question(const request& what) {
    return std::holds_alternative<ask_question>(what) || std::holds_alternative<mistyped>(what);
}

std::string permalink(const chat::place& where, std::string_view message_id) {
    if (where.on != chat::platform::slack || message_id.empty() || where.direct) return {};
    std::string digits;
    std::ranges::copy_if(message_id, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    auto link = "https://slack.com/archives/" + where.group + "/p" + digits;
    if (!where.thread.empty() && where.thread != message_id)
        link += "?thread_ts=" + where.thread + "&cid=" + where.group;
    return link;
}

} // namespace

bool turn::held_back() {
    // A moderator's slip in a command is told so.
    const bool command =
        prepared_.understood && (is_command(*prepared_.understood) ||
                                 (std::holds_alternative<mistyped>(*prepared_.understood) && moderates_any()));
    const bool muted = now_ < manners_.muted_until;
    if (muted && command) return false;
    if (!muted && !too_fast()) return false;
    if (!prepared_.understood || !is_question(*prepared_.understood)) return true;
    if (const auto answered = answered_by_words())
        (void)propose_answer(*answered, std::get<chat::incoming>(what_).text);
    else
        log_only();
    return true;
}

bool turn::too_fast() {
    if (moderates(group_)) return false;
    using verdict = rate::verdict;
    if (!at_.who.id.empty()) {
        const auto member = memory_.asked.take("member " + actor(), group_.member_per_minute, now_);
        if (member == verdict::first_over) note(text::repeated_title, text::too_fast);
        if (member != verdict::within) return true;
    }
    if (at_.where.direct) return false;
    const auto group = memory_.asked.take(
        "group " + key({to_string(at_.where.on), at_.where.workspace, at_.where.group}), group_.group_per_minute, now_);
    if (group == verdict::first_over) {
        say_here(
            {.title = phrase(text::mute_title, group_.speaks), .markdown = phrase(text::group_too_fast, group_.speaks)},
            store::outbox_kind::answer);
    }
    return group != verdict::within;
}

bool turn::presses_too_fast() {
    if (at_.who.id.empty() || moderates_any()) return false;
    const auto presses = memory_.asked.take("presses of " + actor(), group_.member_per_minute, now_);
    if (presses == rate::verdict::first_over) note(text::repeated_title, text::too_fast);
    return presses != rate::verdict::within;
}

void turn::log_only() {
    auto question = new_question(std::string(prepared_.text));
    const auto trace = decide(question).trace;
    const bool asks = small_talk_of(prepared_.text) == small_talk::none;
    if (question.decided != knowledge::decision::answer && !asks) return;
    question.decided = knowledge::decision::silent;
    question.state = store::question_state::open;
    question.answered_with = {};
    if (const auto waits_in = log(question, trace)) show_to_moderators(*waits_in);
}

bool turn::take_overheard() {
    if (!prepared_.understood || now_ < manners_.muted_until || !worth_answering(prepared_, group_)) return true;
    auto question = new_question(std::string(prepared_.text));
    const auto [offer, trace] = decide(question);
    // In the light of what this member asked before it may be something else.
    if (question.decided != knowledge::decision::answer || question.confidence < group_.unmentioned_at) return true;
    if (answered_before(question) || !first_time()) return true;
    const auto verdict = memory_.asked.take(
        "group " + key({to_string(at_.where.on), at_.where.workspace, at_.where.group}), group_.group_per_minute, now_);
    if (verdict != rate::verdict::within) return true;
    question = store::insert_question(db_, std::move(question), trace);
    remember(question);
    say_here(reply_to(question, offer), store::outbox_kind::answer, question.id);
    return true;
}

bool turn::take_follow_up() {
    if (!prepared_.understood || now_ < manners_.muted_until) return true;
    const auto last = last_question();
    const bool replied = last && last->state != store::question_state::ignored &&
                         (last->answered_with || last->state == store::question_state::suggested);
    if (!replied) return true;
    const auto lane = key({to_string(at_.where.on), at_.where.workspace, at_.where.group});
    const auto* picked = std::get_if<pick_number>(&*prepared_.understood);
    auto question = new_question(std::string(prepared_.text));
    decided found;
    if (picked != nullptr) {
        found.offer = canonical(offered(*last, index_, group_.at));
        if (static_cast<std::size_t>(picked->number) > found.offer.size()) return true;
    } else {
        found = decide(question);
        if (question.decided != knowledge::decision::answer) {
            say_how_to_go_on();
            return true;
        }
        if (answered_before(question)) return true; // it stands above
    }
    const bool may = (at_.who.id.empty() || memory_.asked.take("member " + actor(), group_.member_per_minute, now_) ==
                                                rate::verdict::within) &&
                     memory_.asked.take("group " + lane, group_.group_per_minute, now_) == rate::verdict::within;
    if (!may || !first_time()) return true;
    if (picked != nullptr) {
        give_picked(*last, found.offer[static_cast<std::size_t>(picked->number) - 1]);
        return true;
    }
    question = store::insert_question(db_, std::move(question), found.trace);
    remember(question);
    say_here(reply_to(question, found.offer), store::outbox_kind::answer, question.id);
    return true;
}

// Once a thread, and seen by who asked alone: it may have been for the others there.
void turn::say_how_to_go_on() {
    if (memory_.told_how.size() >= most_told_how) memory_.told_how.clear();
    if (memory_.told_how.insert(key({actor(), at_.where.group, at_.where.thread})).second)
        note(text::help_title, text::how_to_go_on);
}

std::optional<store::question> turn::answered_before(const store::question& asked) const {
    if (group_.repeat_within == 0 || asked.decided != knowledge::decision::answer) return std::nullopt;
    // Alone with the bot nobody else is disturbed.
    if (at_.where.direct || at_.private_reply) return std::nullopt;
    const auto place = key({asked.platform, asked.workspace, asked.group});
    if (!std::exchange(memory_.warm, true)) {
        auto earlier = store::questions_between(db_, "", now_ - warm_from, now_ + std::chrono::milliseconds(1));
        if (earlier.size() > most_warmed) earlier.erase(earlier.begin(), earlier.end() - most_warmed);
        for (const auto& one : earlier) {
            // What a moderator answered was told to who asked; the next one is answered.
            const bool given = one.state == store::question_state::answered && one.answered_with && answer_to(one);
            memory_.given.asked(key({one.platform, one.workspace, one.group}), one.thread, one.id,
                                given ? one.answered_with : knowledge::entry_id());
        }
    }
    const auto hint = memory_.given.given(place, asked.thread, asked.answered_with, group_.repeat_within);
    if (!hint) return std::nullopt;
    auto before = store::find_question(db_, *hint);
    const bool stands = before && !before->direct && before->answered_with == asked.answered_with &&
                        (before->state == store::question_state::answered ||
                         before->state == store::question_state::answered_by_person) &&
                        now_ - before->asked_at < repeat_expiry;
    const auto said = stands ? answer_to(*before) : std::nullopt;
    // An answer that was changed since is given anew.
    return said && says_what_holds(*said, asked.answered_with) ? before : std::nullopt;
}

bool turn::says_what_holds(const store::outbox_row& said, knowledge::entry_id entry) const {
    const auto message = chat::outgoing_from_json(said.payload);
    const auto now = store::find_entry(db_, entry);
    if (!message || !now) return false;
    const auto in_it = [&](const std::string& answer) { return message->markdown.find(answer) != std::string::npos; };
    return in_it(now->answer) || std::ranges::any_of(now->variants, [&](const auto& one) { return in_it(one.answer); });
}

// What was really said to it, or is about to be: an answer has buttons, a pointer to one has none.
std::optional<store::outbox_row> turn::answer_to(const store::question& asked) const {
    for (auto& row : store::outbox_of_question(db_, asked.id)) {
        const auto message = chat::outgoing_from_json(row.payload);
        if (message && !message->buttons.empty() && row.state != store::outbox_state::failed) return std::move(row);
    }
    return std::nullopt;
}

reply turn::pointer_to(const store::question& before) const {
    const auto title = phrase(text::repeated_title, group_.speaks);
    if (!at_.where.thread.empty() && before.thread == at_.where.thread)
        return {.title = title, .markdown = phrase(text::repeated_above, group_.speaks)};
    const auto row = answer_to(before);
    const auto message = row ? chat::outgoing_from_json(row->payload) : std::nullopt;
    const auto link = message ? permalink(message->where, row->platform_id) : std::string();
    if (!link.empty())
        return {.title = title,
                .markdown = phrase(text::repeated_link, group_.speaks, fmt::arg("link", "<" + link + ">"))};
    // Nothing to click: whoever looks for it up there knows by these words that he has found it, and a short answer is
    // all here.
    const auto entry = store::find_entry(db_, before.answered_with);
    if (!entry) return {.title = title, .markdown = phrase(text::repeated_above, group_.speaks)};
    const auto answer = in_language_of(*entry, prepared_.text).answer;
    const bool is_short = chat::count_characters(answer) <= short_answer;
    return {.title = title,
            .markdown = phrase(text::repeated_here, group_.speaks,
                               fmt::arg("question", quoted_line(entry->question, short_answer)),
                               fmt::arg("answer", is_short ? answer : quoted_line(answer, short_answer)))};
}

void turn::remember(const store::question& asked, bool answer_given) {
    if (asked.direct) return;
    memory_.given.asked(key({asked.platform, asked.workspace, asked.group}), asked.thread, asked.id,
                        answer_given ? asked.answered_with : knowledge::entry_id());
}

double turn::answer_at() const {
    return std::max(group_.at.answer_at, std::min(most_careful, group_.at.answer_at + manners_.raised_by));
}

// Only what the bot guessed on its own counts: what was picked or written by a person is no mistake of matching.
void turn::answer_was_wrong(const store::question& about) {
    if (group_.wrong_streak == 0 || about.direct || about.decided != knowledge::decision::answer) return;
    if (about.state == store::question_state::answered_by_person || about.candidates.empty()) return;
    ++manners_.wrong_in_a_row;
    const bool careful_already = manners_.raised_by > 0;
    if (manners_.wrong_in_a_row >= group_.wrong_streak) {
        const auto count = std::exchange(manners_.wrong_in_a_row, 0);
        manners_.raised_by = std::min(manners_.raised_by + group_.careful_by, 100.0);
        store::insert_audit(db_, {.at = now_,
                                  .actor = "qunda",
                                  .action = "more careful",
                                  .subject = "group " + this_group().group,
                                  .detail = fmt::format("answers from {:g} on", answer_at())});
        if (!careful_already) {
            const auto& called = group_.name.empty() ? about.group_title : group_.name;
            tell_moderators({.title = phrase(text::careful_title, group_.speaks),
                             .markdown = phrase(text::careful, group_.speaks,
                                                fmt::arg("group", quoted_line(called.empty() ? group_.id : called, 60)),
                                                fmt::arg("count", counted(count)),
                                                fmt::arg("answer_at", fmt::format("{:g}", answer_at())))});
        }
    }
    store::keep_manners(db_, this_group(), manners_);
}

void turn::answer_was_right(const store::question& about) {
    if (about.direct || manners_.wrong_in_a_row == 0) return;
    manners_.wrong_in_a_row = 0;
    store::keep_manners(db_, this_group(), manners_);
}

// Each alone where the platform has a way to; otherwise in the group.
void turn::tell_moderators(const reply& what) {
    const bool slack = at_.where.on == chat::platform::slack;
    for (const auto& moderator : group_.moderators) {
        chat::outgoing message;
        message.where = at_.where;
        message.where.thread.clear();
        message.mention.id = moderator;
        put(what, message);
        if (settings_.abilities_of(at_.where.on).whispers) {
            message.where.direct = true;
            // Slack takes a member's id for the conversation with them; DingTalk goes by `partner`.
            message.where.group = slack ? moderator : key({"to", moderator});
            message.where.group_title.clear();
        }
        say(std::move(message), store::outbox_kind::notice, {});
    }
}

void turn::handle(const mute_group& asked) {
    if (!moderates(group_)) return refuse("mute", "group " + this_group().group);
    manners_.muted_until = now_ + asked.how_long;
    store::keep_manners(db_, this_group(), manners_);
    store::insert_audit(db_, {.at = now_,
                              .actor = actor(),
                              .action = "mute",
                              .subject = "group " + this_group().group,
                              .detail = "until " + local_time(manners_.muted_until)});
    say_here({.title = phrase(text::mute_title, group_.speaks),
              .markdown = phrase(text::muted, group_.speaks, fmt::arg("until", local_time(manners_.muted_until)))},
             store::outbox_kind::answer);
}

void turn::handle(const unmute_group&) {
    if (!moderates(group_)) return refuse("unmute", "group " + this_group().group);
    manners_.muted_until = {};
    store::keep_manners(db_, this_group(), manners_);
    auto lane = waiting_lane(key({to_string(at_.where.on), at_.where.workspace, this_group().group}));
    if (store::bring_forward(db_, lane, after_quiet_hours(group_, now_)) > 0) lanes_.push_back(std::move(lane));
    store::insert_audit(
        db_,
        {.at = now_, .actor = actor(), .action = "unmute", .subject = "group " + this_group().group, .detail = {}});
    say_here({.title = phrase(text::mute_title, group_.speaks), .markdown = phrase(text::unmuted, group_.speaks)},
             store::outbox_kind::answer);
}

store::group_key turn::this_group() const {
    return {std::string(to_string(at_.where.on)), at_.where.workspace, at_.settings_group};
}

store::member_key turn::this_member() const {
    return {std::string(to_string(at_.where.on)), at_.where.workspace, at_.who.id};
}

} // namespace bot::conversation
