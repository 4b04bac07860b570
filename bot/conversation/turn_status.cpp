// What moderators ask about the bot and about the week.
#include "bot/conversation/key.hpp"
#include "bot/conversation/time_words.hpp"
#include "bot/conversation/turn.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"

#include <date/tz.h>

#include <algorithm>
#include <map>
#include <set>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

constexpr std::size_t most_looked_at = 10'000;
constexpr std::size_t most_entries_listed = 5;
constexpr std::size_t entry_length = 60;

std::string day_text(date::local_days day) {
    return date::format("%F", day);
}

// One word for the shell; a backquote would end the code it is shown as.
std::string in_shell(const std::string& name) {
    std::string word = "'";
    for (const char c : name) {
        if (c == '\'') word += "'\\'";
        if (c != '`') word += c;
    }
    return word + "'";
}

} // namespace

std::string turn::local_time(knowledge::timestamp at) const {
    const auto& zone = *date::locate_zone(group_.timezone);
    return date::format("%F %H:%M", std::chrono::floor<std::chrono::minutes>(zone.to_local(at)));
}

void turn::handle(const ask_status& asked) {
    if (!moderates(group_)) return refuse(asked.reset ? "status reset" : "status", "group " + this_group().group);
    const auto title = phrase(text::status_title, group_.speaks);
    if (asked.reset) {
        manners_.raised_by = 0;
        manners_.wrong_in_a_row = 0;
        store::keep_manners(db_, this_group(), manners_);
        store::insert_audit(db_, {.at = now_,
                                  .actor = actor(),
                                  .action = "status reset",
                                  .subject = "group " + this_group().group,
                                  .detail = {}});
        return say_here({.title = title,
                         .markdown = phrase(text::status_reset, group_.speaks,
                                            fmt::arg("answer_at", fmt::format("{:g}", answer_at())))},
                        store::outbox_kind::answer);
    }
    std::string lines;
    const auto line = [&lines](const std::string& words) { lines += (lines.empty() ? "- " : "\n- ") + words; };

    auto open = store::open_questions(db_, group_.community, most_looked_at);
    std::erase_if(open, [this](const store::question& one) { return !may_see(one); });
    line(open.empty() ? phrase(text::status_open_none, group_.speaks)
                      : phrase(text::status_open, group_.speaks, fmt::arg("count", open.size()),
                               fmt::arg("oldest", how_long(now_ - open.front().asked_at, group_.speaks))));
    const std::vector<std::string> whose{std::string(to_string(at_.where.on))};
    line(phrase(text::status_outbox, group_.speaks,
                fmt::arg("waiting", store::count_outbox(db_, store::outbox_state::pending, whose)),
                fmt::arg("lanes", counted(store::pending_lanes(db_, whose).size())),
                fmt::arg("uncertain", store::count_outbox(db_, store::outbox_state::uncertain, whose)),
                fmt::arg("failed", store::count_outbox(db_, store::outbox_state::failed, whose))));
    if (!prepared_.links.empty()) {
        auto links = prepared_.links;
        while (links.ends_with('\n'))
            links.pop_back();
        for (auto at = links.find('\n'); at != std::string::npos; at = links.find('\n', at))
            links.replace(at, 1, "; ");
        line(phrase(text::status_links, group_.speaks, fmt::arg("links", quoted_line(links, 300))));
    }
    line(phrase(text::status_knowledge, group_.speaks, fmt::arg("revision", store::knowledge_revision(db_)),
                fmt::arg("entries", counted(index_.size()))));
    if (group_.learn_from_log) {
        const auto from = prepared_.logs ? prepared_.logs->source_of(group_) : group_logs::source{};
        const auto which = !from.learnt ? text::status_log_too_short
                           : from.own   ? text::status_log
                                        : text::status_log_shared;
        line(phrase(which, group_.speaks, fmt::arg("for_bot", counted(from.for_bot)),
                    fmt::arg("ignored", counted(from.not_for_bot)),
                    fmt::arg("needed", knowledge::match::own_log::fewest_of_a_kind)));
    }
    line(now_ < manners_.muted_until
             ? phrase(text::status_muted, group_.speaks, fmt::arg("until", local_time(manners_.muted_until)))
             : phrase(text::status_not_muted, group_.speaks));
    const std::string in_force = fmt::format("{:g}", answer_at());
    const auto at = fmt::arg("answer_at", in_force); // by reference
    line(manners_.raised_by > 0
             ? phrase(text::status_careful, group_.speaks, at,
                      fmt::arg("usual", fmt::format("{:g}", group_.at.answer_at)))
             : phrase(text::status_usual, group_.speaks, at, fmt::arg("count", manners_.wrong_in_a_row)));
    say_privately({.title = title, .markdown = lines});
}

void turn::handle(const ask_weekly&) {
    if (!moderates_any()) return refuse("weekly", group_.community);
    const auto& zone = *date::locate_zone(group_.timezone);
    const auto today = std::chrono::floor<std::chrono::days>(zone.to_local(now_));
    const auto since_monday = date::weekday(date::local_days(today.time_since_epoch())) - date::Monday;
    const auto monday = today - since_monday;
    const auto from =
        std::chrono::time_point_cast<std::chrono::milliseconds>(zone.to_sys(monday, date::choose::earliest));

    std::int64_t answered = 0, by_person = 0, open = 0;
    std::map<knowledge::entry_id, std::set<std::string>> askers_of; // entry → members
    const auto questions = store::questions_between(db_, group_.community, from, now_ + std::chrono::milliseconds(1));
    for (const auto& one : questions) {
        const bool person = one.state == store::question_state::answered_by_person;
        if (person || one.state == store::question_state::answered) {
            ++answered;
            if (person) ++by_person;
            askers_of[one.answered_with].insert(key({one.platform, one.workspace, one.member}));
        } else if (store::is_waiting(one.state)) {
            ++open;
        }
    }
    auto body =
        phrase(text::weekly_summary, group_.speaks, fmt::arg("from", day_text(monday)), fmt::arg("to", day_text(today)),
               fmt::arg("questions", questions.size()), fmt::arg("answered", answered),
               fmt::arg("by_person", by_person), fmt::arg("open", open), fmt::arg("threads", askers_of.size()));
    std::vector<std::pair<std::size_t, knowledge::entry_id>> most;
    for (const auto& [id, members] : askers_of)
        most.emplace_back(members.size(), id);
    std::ranges::sort(most, std::greater<>());
    if (!most.empty()) body += "\n\n" + phrase(text::weekly_most, group_.speaks) + "\n";
    if (most.size() > most_entries_listed) most.resize(most_entries_listed);
    for (const auto& [askers, id] : most) {
        const auto entry = store::find_entry(db_, id);
        if (!entry) continue;
        body += "\n- " + phrase(text::weekly_item, group_.speaks,
                                fmt::arg("question", quoted_line(entry->question, entry_length)),
                                fmt::arg("askers", counted(askers)));
    }
    auto command = fmt::format("qunda weekly draft --from {} --to {} --out weekly.md", day_text(monday),
                               day_text(monday + std::chrono::days(6)));
    if (settings_.communities.size() > 1) command += " --community " + in_shell(group_.community);
    body += "\n\n" + phrase(text::weekly_how, group_.speaks, fmt::arg("command", command));
    say_here({.title = phrase(text::weekly_title, group_.speaks), .markdown = body}, store::outbox_kind::answer);
}

} // namespace bot::conversation
