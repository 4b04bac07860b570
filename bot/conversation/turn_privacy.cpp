// What members ask about themselves: what is kept, to be named or not, to be forgotten; and how they are called, where
// the platform tells that later.
#include "bot/conversation/pseudonym.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/names.hpp"
#include "knowledge/store/privacy.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <random>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

constexpr std::size_t most_own_listed = 20; // questions in one message
constexpr std::size_t own_question_length = 80;
// A platform that tells who somebody is does so in a moment, or when that member next says something.
constexpr std::chrono::hours unnamed_for{24};
constexpr std::chrono::seconds names_within{10}; // as a card grows: one change of it shows both
constexpr std::size_t most_cards = 200;          // that are shown without the name; who asks that much asks for years

} // namespace

std::string make_pseudonym() {
    std::random_device chance;
    return fmt::format("{}{:08x}{:08x}", pseudonym_begins, chance(), chance());
}

void turn::take(const chat::introduction& named) {
    for (const auto card : store::fill_in_name(db_, this_member(), named.who.name, now_ - unnamed_for)) {
        const auto what = store::find_card(db_, card);
        if (what && !what->digest) show_anew(card, names_within); // a digest names nobody
    }
}

void turn::handle(const be_named& asked) {
    if (at_.who.id.empty()) return note(text::name_title, text::my_data_none);
    (void)store::name_member(db_, this_member(), asked.named, now_);
    note(text::name_title, asked.named ? text::named : text::unnamed);
}

void turn::handle(const ask_my_data&) {
    const auto kept = at_.who.id.empty() ? store::kept_of_member() : store::count_kept(db_, this_member());
    const auto title = phrase(text::my_data_title, group_.speaks);
    const auto opinions = fmt::arg("opinions", kept.opinions), proposals = fmt::arg("proposals", kept.proposals);
    const bool nothing_else = kept.opinions + kept.proposals == 0;
    std::string body = kept.questions == 0 && nothing_else ? phrase(text::my_data_none, group_.speaks)
                       : kept.questions == 0
                           ? phrase(text::my_data_no_question, group_.speaks, opinions, proposals)
                           : phrase(text::my_data, group_.speaks, fmt::arg("questions", kept.questions),
                                    fmt::arg("since", local_time(kept.first_asked).substr(0, 10)), opinions, proposals);
    const bool named = at_.who.id.empty() || store::may_be_named(db_, this_member());
    body += "\n\n" + phrase(named ? text::my_data_named : text::my_data_unnamed, group_.speaks);
    const auto as_text = [this](std::chrono::seconds time) {
        return time.count() == 0 ? phrase(text::my_data_for_ever, group_.speaks) : how_long(time, group_.speaks);
    };
    const auto& limits = settings_.retention;
    body += "\n\n" + phrase(text::my_data_kept, group_.speaks, fmt::arg("texts", as_text(limits.question_texts)),
                            fmt::arg("names", as_text(limits.names)), fmt::arg("sent", as_text(limits.outbox)),
                            fmt::arg("opinions", as_text(limits.feedback)));
    const bool alone = at_.where.direct || at_.private_reply || settings_.abilities_of(at_.where.on).whispers;
    if (kept.questions > 0 && !alone) body += "\n\n" + phrase(text::my_data_not_here, group_.speaks);
    if (kept.questions > 0 && alone) {
        body += "\n\n" + phrase(text::my_data_list, group_.speaks) + "\n";
        const auto latest = store::questions_of_member(db_, this_member(), most_own_listed);
        for (const auto& one : latest) {
            body += "\n- " + phrase(text::my_data_item, group_.speaks,
                                    fmt::arg("day", local_time(one.asked_at).substr(0, 10)),
                                    fmt::arg("question", quoted_line(one.text, own_question_length)));
        }
        const auto rest = kept.questions - static_cast<std::int64_t>(latest.size());
        if (rest > 0) body += "\n\n" + phrase(text::my_data_rest, group_.speaks, fmt::arg("count", rest));
    }
    say_privately({.title = title, .markdown = body});
}

void turn::handle(const forget_me& asked) {
    const auto title = phrase(text::forget_title, group_.speaks);
    if (at_.who.id.empty()) return note(text::forget_title, text::forgotten_nothing);
    if (!asked.sure) return note(text::forget_title, text::forget_ask);
    const auto pseudonym = make_pseudonym();
    const bool unnamed = !store::may_be_named(db_, this_member());
    const auto messages = forget_in_outbox();
    const auto cards = store::cards_naming(db_, group_.community, this_member(), most_cards);
    const auto done = store::forget_member(db_, this_member(), pseudonym);
    for (const auto card : cards)
        forget_on_card(card);
    const bool nothing = done.questions + done.opinions + done.proposals + messages == 0;
    // The receipt says how much, and not who it was.
    store::insert_audit(db_,
                        {.at = now_,
                         .actor = std::string(to_string(at_.where.on)) + ":" + at_.where.workspace + ":" + pseudonym,
                         .action = "forget me",
                         .subject = "member " + pseudonym,
                         .detail = fmt::format("{} questions, {} opinions, {} proposals, {} messages", done.questions,
                                               done.opinions, done.proposals, messages)});
    auto told = nothing ? phrase(text::forgotten_nothing, group_.speaks)
                        : phrase(text::forgotten, group_.speaks, fmt::arg("questions", done.questions),
                                 fmt::arg("opinions", done.opinions), fmt::arg("proposals", done.proposals),
                                 fmt::arg("messages", messages));
    // To remember the wish would be to remember whose it was.
    if (unnamed) told += "\n\n" + phrase(text::forgotten_unnamed, group_.speaks);
    say_privately({.title = title, .markdown = std::move(told)});
}

// It is shown without the name, and what showed the name is not kept.
void turn::forget_on_card(knowledge::outbox_id id) {
    const auto before = store::find_card(db_, id);
    show_anew(id, {});
    for (const auto shown : {id, before ? before->latest : knowledge::outbox_id()}) {
        const auto row = store::find_outbox(db_, shown);
        const bool over = row && (row->state == store::outbox_state::sent || row->state == store::outbox_state::failed);
        if (over) store::update_payload(db_, shown, "{}");
    }
}

// What was only for them goes, and is not sent where it waits; what the group could read stays without the name.
std::int64_t turn::forget_in_outbox() {
    std::int64_t count = 0;
    const auto id = at_.who.id;
    for (const auto& row : store::outbox_with(db_, to_string(at_.where.on), "\"" + id + "\"")) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message || message->where.workspace != at_.where.workspace) continue;
        const bool alone = message->only_for.id == id || message->partner.id == id;
        const auto named_besides =
            std::erase_if(message->also, [&id](const chat::person& one) { return one.id == id; });
        if (!alone && message->mention.id != id && named_besides == 0) continue;
        ++count;
        if (alone && row.state == store::outbox_state::pending)
            (void)store::mark_failed(db_, row.id, "the member asked to be forgotten");
        if (message->mention.id == id) message->mention = {};
        store::update_payload(db_, row.id, alone ? std::string("{}") : to_json(*message));
    }
    return count;
}

} // namespace bot::conversation
