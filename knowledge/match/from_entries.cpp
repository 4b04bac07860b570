#include "knowledge/match/from_entries.hpp"

#include <algorithm>
#include <iterator>

namespace knowledge::match {

namespace {

// A follow-up leans on what was said just before; measured on real chains, more of them only blurs which turn is meant.
constexpr std::ptrdiff_t most_context = 3;

} // namespace

std::vector<document> from_entries(std::span<const entry> entries) {
    std::vector<document> documents;
    documents.reserve(entries.size());
    for (const entry& e : entries) {
        if (e.state != entry_state::canonical) continue;
        if (e.answer.find_first_not_of(" \t\r\n") == std::string::npos) continue;
        document d{e.id, e.external_id, e.collection, {e.question}, e.answer, {}, e.previous};
        const auto earlier = std::min(most_context, std::ssize(e.context));
        d.context.assign(e.context.end() - earlier, e.context.end());
        d.phrasings.insert(d.phrasings.end(), e.phrasings.begin(), e.phrasings.end());
        documents.push_back(std::move(d));
    }
    return documents;
}

} // namespace knowledge::match
