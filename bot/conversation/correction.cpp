#include "bot/conversation/correction.hpp"

#include "adapters/chat/together.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/outbox_rows.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/store/corrections.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/merges.hpp"
#include "knowledge/store/questions.hpp"

#include <map>
#include <set>
#include <utility>

namespace bot::conversation {

namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr std::size_t title_length = 60;

// A message of ours as it stands on the platform now.
struct standing {
    store::outbox_row row;
    chat::outgoing shown;
};

// What became of the posts these rows made.
std::vector<standing> standing_messages(const std::vector<store::outbox_row>& rows) {
    std::vector<standing> all;
    std::map<std::string, std::size_t> by_row, by_platform_id;
    std::map<knowledge::outbox_id, std::size_t> by_first; // of what left as one message
    for (const auto& row : rows) {
        auto message = chat::outgoing_from_json(row.payload);
        if (!message) continue;
        auto place = all.size();
        if (row.sent_with && message->what == chat::act::post) {
            place = by_first.emplace(row.sent_with, place).first->second;
            if (place < all.size()) {
                if (auto both = chat::together(all[place].shown, *message)) message = std::move(both);
            }
        } else if (message->what != chat::act::post) {
            const auto known = by_row.find(message->takes_place_of);
            const auto seen = by_platform_id.find(row.lane + " " + message->target);
            if (known != by_row.end())
                place = known->second;
            else if (seen != by_platform_id.end())
                place = seen->second;
        }
        if (place == all.size()) {
            auto first = row;
            if (message->what != chat::act::post && !message->target.empty()) first.platform_id = message->target;
            all.push_back({std::move(first), {}});
        }
        by_row[std::to_string(row.id.value)] = place;
        if (!all[place].row.platform_id.empty()) by_platform_id[row.lane + " " + all[place].row.platform_id] = place;
        all[place].shown = std::move(*message);
    }
    std::erase_if(all, [](const standing& one) { return one.shown.what == chat::act::withdraw; });
    return all;
}

// Every answer that was ever given from the entry, and the language it was for ("": its own).
using given_answers = std::map<std::string, std::string>;

void add_answers(given_answers& all, const knowledge::entry& version) {
    for (const auto& one : version.variants)
        all.emplace(one.answer, one.language);
    if (!version.answer.empty()) all.emplace(version.answer, "");
}

given_answers answers_ever_given(store::session& db, const knowledge::entry& entry) {
    given_answers all;
    add_answers(all, entry);
    for (const auto& one : store::revisions(db, entry.id))
        add_answers(all, one.value);
    for (const auto& one : store::merges_into(db, entry.id))
        for (const auto& was : store::revisions(db, one.merged))
            add_answers(all, was.value);
    return all;
}

// The answer a message of ours gives: replies have it at their end, behind the question.
const std::pair<const std::string, std::string>* answer_given_in(const std::string& markdown,
                                                                 const given_answers& all) {
    const std::pair<const std::string, std::string>* found = nullptr;
    for (const auto& one : all) {
        const bool longer = found == nullptr || one.first.size() > found->first.size();
        if (longer && markdown.ends_with("\n\n" + one.first)) found = &one;
    }
    return found;
}

std::string joined(std::string text, const std::string& more) {
    if (text.empty()) return more;
    if (text.find(more) != std::string::npos) return text;
    return text + "\n\n" + more;
}

// What posts of the entry are to say now; nothing where it is not in use any more.
std::string said_now(const knowledge::entry& entry) {
    return entry.state == knowledge::entry_state::canonical ? entry.answer : std::string();
}

correcting in_place(const standing& post, const std::string& old, const std::string& answer,
                    const config::voice& speaks) {
    correcting one{.row = post.row, .message = post.shown, .in_place = true};
    one.message.markdown = post.shown.markdown.substr(0, post.shown.markdown.size() - old.size());
    if (answer.empty()) {
        one.message.markdown += phrase(text::called_off, speaks);
        one.message.footer.clear();
        one.message.buttons.clear();
    } else {
        one.message.markdown += answer;
        one.message.footer = joined(one.message.footer, phrase(text::corrected_note, speaks));
    }
    if (post.row.state == store::outbox_state::pending) return one; // it is written anew where it waits
    one.message.what = chat::act::replace;
    one.message.target = post.row.platform_id;
    one.message.takes_place_of = post.row.platform_id.empty() ? std::to_string(post.row.id.value) : std::string();
    return one;
}

correcting follow_up(store::session& db, const standing& post, const knowledge::entry& entry, const std::string& answer,
                     const config::voice& speaks) {
    correcting one{.row = post.row, .message = {}, .in_place = false};
    one.message.where = post.shown.where;
    one.message.partner = post.shown.partner;
    one.message.title =
        phrase(text::correction_title, speaks, fmt::arg("question", plain_line(entry.question, title_length)));
    const auto told = answer.empty() ? text::called_off_posted : text::correction_posted;
    one.message.markdown = phrase(told, speaks) + "\n\n> " + quoted_line(entry.question, title_length * 2);
    if (!answer.empty()) one.message.markdown += "\n\n" + answer;
    one.message.reply = reply_address_from_json(
        store::latest_reply_to(db, to_string(post.shown.where.on), post.shown.where.workspace, post.shown.where.group));
    return one;
}

// Whether the message says that an answer of this entry does not hold, as in_place() and follow_up() word it.
bool calls_off(const chat::outgoing& message, const knowledge::entry& entry, const config::voice& speaks) {
    const bool says_so = message.markdown.ends_with(phrase(text::called_off, speaks)) ||
                         message.markdown.starts_with(phrase(text::called_off_posted, speaks));
    return says_so && message.markdown.find("> " + quoted_line(entry.question, title_length * 2)) != std::string::npos;
}

} // namespace

std::size_t correction::conversations() const {
    std::set<std::string_view> lanes;
    for (const auto& one : todo)
        lanes.insert(one.row.lane);
    return lanes.size();
}

correction find_outdated(store::session& db, const config::settings& settings, const knowledge::entry& entry,
                         knowledge::timestamp since) {
    correction found;
    if (entry.state == knowledge::entry_state::draft) return found;
    const auto rows = store::outbox_about_entry(db, entry.id, since);
    if (rows.empty()) return found;
    const auto all = answers_ever_given(db, entry);
    given_answers current;
    const auto now_said = said_now(entry);
    if (!now_said.empty()) add_answers(current, entry);
    std::map<std::string, std::size_t> told; // of lanes that are told once: their place in what is to do
    std::vector<std::pair<std::string, correcting>> waiting; // corrections that wait to be sent, by lane
    for (const auto& post : standing_messages(rows)) {
        const auto& where = post.shown.where;
        const auto* given = answer_given_in(post.shown.markdown, all);
        if (given == nullptr || current.contains(given->first)) {
            const auto there = now_said.empty() ? std::nullopt : settings.group(where.on, where.workspace, where.group);
            if (there && calls_off(post.shown, entry, there->speaks)) ++found.called_off;
            continue;
        }
        const bool for_one_only = !post.shown.only_for.id.empty() && !where.direct;
        const auto group = settings.group(where.on, where.workspace, where.group);
        if (for_one_only || !group) continue; // nobody can find that message again
        const auto answer =
            given->second.empty() || now_said.empty() ? now_said : knowledge::answer_in(entry, given->second);
        const bool replaces = settings.abilities_of(where.on).replaces;
        const auto lane = key({to_string(where.on), where.workspace, where.group}); // whatever lane it waited in
        const auto before = replaces ? std::nullopt : store::find_correction(db, entry.id, lane);
        const bool pending = post.row.state == store::outbox_state::pending;
        if (pending && before && post.row.created_at == before->made_at) {
            waiting.push_back({lane, in_place(post, given->first, answer, group->speaks)});
            continue;
        }
        if (replaces || pending) {
            ++found.posts;
            found.todo.push_back(in_place(post, given->first, answer, group->speaks));
            continue;
        }
        const bool corrected =
            before && before->answer == knowledge::fingerprint(now_said) && post.row.created_at <= before->made_at;
        if (corrected) continue;
        ++found.posts;
        auto one = follow_up(db, post, entry, answer, group->speaks);
        const auto [place, first] = told.emplace(lane, found.todo.size());
        if (first)
            found.todo.push_back(std::move(one));
        else
            found.todo[place->second] = std::move(one);
    }
    // A correction that has not left is overtaken by the one that its conversation gets now.
    for (auto& [lane, one] : waiting) {
        if (told.contains(lane)) {
            found.overtaken.push_back(one.row.id);
        } else {
            ++found.posts;
            found.todo.push_back(std::move(one));
        }
    }
    return found;
}

std::size_t keep_from_calling_off(store::session& db, const config::settings& settings, const knowledge::entry& entry,
                                  knowledge::timestamp since) {
    if (said_now(entry).empty()) return 0;
    std::size_t kept = 0;
    for (const auto& row : store::outbox_about_entry(db, entry.id, since)) {
        const auto message =
            row.state == store::outbox_state::pending ? chat::outgoing_from_json(row.payload) : std::nullopt;
        if (!message) continue;
        const auto& where = message->where;
        const auto group = settings.group(where.on, where.workspace, where.group);
        if (!group || !calls_off(*message, entry, group->speaks)) continue;
        (void)store::mark_failed(db, row.id, "the entry is in use again");
        // Nobody was told there, so whoever calls it off again is to be heard.
        if (message->what == chat::act::post)
            store::forget_correction(db, entry.id, key({to_string(where.on), where.workspace, where.group}));
        ++kept;
    }
    return kept;
}

std::vector<std::string> correct(store::session& db, const config::settings& settings, const knowledge::entry& entry,
                                 const correction& what, knowledge::timestamp now) {
    std::vector<std::string> lanes;
    for (const auto id : what.overtaken)
        (void)store::mark_failed(db, id, "a newer correction takes its place");
    for (const auto& one : what.todo) {
        if (one.row.state == store::outbox_state::pending && one.in_place) {
            if (said_now(entry).empty())
                (void)store::mark_failed(db, one.row.id, "the answer was called off");
            else
                (void)store::rewrite_pending(db, one.row.id, to_json(one.message), one.row.due_at);
            continue;
        }
        auto row = as_row(one.message, store::outbox_kind::notice, one.row.question, now);
        if (!one.in_place)
            store::note_correction(db, entry.id, row.lane,
                                   {.answer = knowledge::fingerprint(said_now(entry)), .made_at = now});
        let_wait(row, notice_due(db, settings, one.message, now));
        lanes.push_back(row.lane);
        store::insert_outbox(db, std::move(row));
    }
    return lanes;
}

} // namespace bot::conversation
