// Which canonical entries a person should look at again, and why: what `qunda entry review` lists, and the weekly's
// draft tells its editor.
#pragma once

#include "knowledge/model.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/weekly/draft.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::store {
class session;
}

namespace knowledge::weekly {

enum class concern { expired, expires_soon, stale_translation, not_helpful, never_asked };

std::string_view to_string(concern what); // "expired", "expires soon" …

struct reviewed {
    entry_id id;
    std::string external_id, question, valid_until;
    std::vector<concern> why;           // at least one, most urgent first
    std::vector<std::string> languages; // of translations that are older than the answer
    store::entry_use use;               // as far back as was looked

    bool operator==(const reviewed&) const = default;
};

struct review_options {
    std::string today, soon; // ISO days: what ends before `soon` ends soon
    timestamp new_since;     // what was made later has not had the time to be asked for
};

// Opinions count when at least three said it did not help, and more than said it did.
inline constexpr std::int64_t most_not_helped = 3;

// Most urgent first, then by id. Pure.
[[nodiscard]] std::vector<reviewed> review(const std::vector<entry>& entries,
                                           const std::map<entry_id, store::entry_use>& uses,
                                           const std::map<entry_id, timestamp>& made, const review_options& how);

// review() on what is stored: entries of these collections (empty: all), a fortnight ahead, a month of patience.
[[nodiscard]] std::vector<reviewed> review_stored(store::session& db, const std::vector<std::string>& collections,
                                                  std::string_view today, timestamp now);

// For a draft: without those that nobody asked for, which may be many and are in no hurry.
[[nodiscard]] std::vector<due_entry> for_editor(const std::vector<reviewed>& all, language speaks);

} // namespace knowledge::weekly
