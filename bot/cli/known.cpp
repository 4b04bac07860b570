#include "bot/cli/known.hpp"

#include "bot/conversation/base_index.hpp"
#include "knowledge/store/entries.hpp"

#include <algorithm>
#include <utility>

namespace bot::cli {

std::string known::question_of(knowledge::entry_id id) const {
    const auto found = entries.find(id.value);
    return found == entries.end() ? std::string() : found->second.question;
}

bool known::is_wording_of(std::string_view text, knowledge::entry_id id) const {
    const auto found = entries.find(id.value);
    if (found == entries.end()) return false;
    const auto& entry = found->second;
    return entry.question == text || std::ranges::find(entry.phrasings, text) != entry.phrasings.end();
}

known load_known(const knowledge::store::store& store, const config::settings& settings) {
    auto entries = store.read([](knowledge::store::session& db) {
        return knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}});
    });
    known all;
    all.index = conversation::index_of(store, settings.synonyms());
    all.logs = {settings, conversation::settled_in(store, settings), conversation::group_logs::wanted::unseen};
    for (auto& one : entries)
        all.entries.emplace(one.id.value, std::move(one));
    return all;
}

} // namespace bot::cli
