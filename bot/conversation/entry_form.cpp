#include "bot/conversation/entry_form.hpp"

#include "bot/conversation/entry_name.hpp"
#include "bot/conversation/key.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"

namespace bot::conversation {

namespace store = knowledge::store;

std::size_t shown_in_form(const std::vector<std::string>& all) {
    constexpr std::size_t most = 20, most_bytes = 2500; // what the form of any platform takes in one input
    std::size_t bytes = 0, count = 0;
    while (count < all.size() && count < most && bytes + all[count].size() + 2 <= most_bytes)
        bytes += all[count++].size() + 2;
    return count;
}

std::optional<adapters::chat::mark> entry_given_in(store::session& db, const adapters::chat::place& where,
                                                   const std::string& message_id) {
    const auto row =
        store::find_outbox_by_platform_id(db, key({to_string(where.on), where.workspace, where.group}), message_id);
    const auto asked = row ? store::find_question(db, row->question) : std::nullopt;
    const auto entry = asked && asked->answered_with ? store::find_entry(db, asked->answered_with) : std::nullopt;
    if (!entry || entry->state != knowledge::entry_state::canonical) return std::nullopt;
    adapters::chat::mark form;
    form.question = entry->question;
    form.answer = entry->answer;
    const auto first = [](const std::vector<std::string>& all) {
        return std::vector(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown_in_form(all)));
    };
    form.phrasings = first(entry->phrasings);
    form.tags = first(entry->tags);
    form.collection = entry->collection;
    form.based_on = to_string(entry_name{.id = entry->external_id, .revision = store::latest_revision(db, entry->id)});
    return form;
}

} // namespace bot::conversation
