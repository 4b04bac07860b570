#include "knowledge/match/from_entries.hpp"

namespace knowledge::match {

std::vector<document> from_entries(std::span<const entry> entries) {
    std::vector<document> documents;
    documents.reserve(entries.size());
    for (const entry& e : entries) {
        if (e.state != entry_state::canonical) continue;
        if (e.answer.find_first_not_of(" \t\r\n") == std::string::npos) continue;
        document d{e.id, e.external_id, e.collection, {e.question}, e.answer, e.context, e.previous};
        d.phrasings.insert(d.phrasings.end(), e.phrasings.begin(), e.phrasings.end());
        documents.push_back(std::move(d));
    }
    return documents;
}

} // namespace knowledge::match
