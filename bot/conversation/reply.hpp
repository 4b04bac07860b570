// What the bot says, as Markdown: pure functions of what is known. Entries are given word for word (promise 5); around
// them stand only texts of the catalogue. Escaping for the platform is the adapter's.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/command.hpp"
#include "knowledge/match/trace.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/proposals.hpp"
#include "knowledge/store/questions.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::conversation {

struct reply {
    std::string title;    // plain text, one line
    std::string markdown; // the body
    std::string footer{}; // see adapters::chat::outgoing
    std::vector<adapters::chat::button> buttons{};
    bool names_members = false; // likewise

    bool operator==(const reply&) const = default;
};

void put(reply what, adapters::chat::outgoing& into);

// Text of a member or an entry as one line of Markdown that means itself: nothing in it marks up, links or breaks the
// line. At most `most` characters (code points), then an ellipsis.
[[nodiscard]] std::string quoted_line(std::string_view text, std::size_t most);
// The same as plain text, for titles.
[[nodiscard]] std::string plain_line(std::string_view text, std::size_t most);

// The entry's answer with where it comes from and, when its chain goes on, the next questions to pick from; with
// buttons to say what one thinks of it. An entry that has expired before `today` ("2026-12-31") says so.
[[nodiscard]] reply answer_reply(const knowledge::entry& entry, std::span<const knowledge::entry> follow_ups,
                                 knowledge::question_id question, const config::voice& speaks,
                                 std::string_view today = {});
// Where who asked will be told the answer: where he asked, or, where only he sees what is said there, alone.
enum class told { here, alone };
// "Did you mean": the candidates to pick from, best first, each a button, and one for none of them. `offer` are some of
// the question's candidates; those that have expired before `today` ("2026-12-31") say so.
[[nodiscard]] reply suggest_reply(std::span<const knowledge::entry> offer, const knowledge::store::question& question,
                                  const config::voice& speaks, std::string_view today = {}, told where = told::here);
// Under an answer that somebody found wrong. Who may not take it back is told so.
[[nodiscard]] adapters::chat::button take_back_button(knowledge::question_id question, const config::voice& speaks);
// The next steps for whom an answer did not help.
[[nodiscard]] reply not_helped_reply(knowledge::question_id question, const config::voice& speaks);
// What has become of a reply: what members thought of it, whom it was handed on to. "" for nothing yet.
[[nodiscard]] std::string status_line(const knowledge::store::question& question,
                                      const knowledge::store::feedback_count& opinions, const config::voice& speaks);
[[nodiscard]] reply logged_reply(std::int64_t number, const config::group_settings& group, told where = told::here);
// The commands of the table (commands.hpp) that a member, or a moderator, may use.
[[nodiscard]] reply help_reply(bool moderator, const config::voice& speaks);
// The command somebody probably meant.
[[nodiscard]] reply mistyped_reply(const mistyped& typed, const config::voice& speaks);
// A proposal, and what the entry it is about asks.
struct shown_proposal {
    knowledge::store::proposal what;
    std::string question;
};
// `waiting` are the oldest of `count`.
[[nodiscard]] reply proposals_reply(std::span<const shown_proposal> waiting, std::size_t count,
                                    const config::voice& speaks);
// Why a question was decided as it was. `entries` are those of the trace's candidates as they are now, in its order, a
// nullopt for one that is gone; `before` is what the question leant on, "" where that is not kept.
[[nodiscard]] reply why_reply(const knowledge::store::question& question, const knowledge::match::trace& why,
                              std::span<const std::optional<knowledge::entry>> entries, std::string_view before,
                              std::int64_t revision_now, const config::voice& speaks);
// To the asker, when a moderator has answered.
[[nodiscard]] reply told_reply(const knowledge::store::question& question, const knowledge::entry& entry,
                               const config::voice& speaks, std::string_view today = {});

} // namespace bot::conversation
