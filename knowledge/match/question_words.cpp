#include "knowledge/match/question_words.hpp"

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/query_terms.hpp"
#include "knowledge/text/cues.hpp"
#include "knowledge/text/synonyms.hpp"
#include "knowledge/text/tokenise.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

constexpr std::size_t most_tokens_read = 400; // a pasted log says nothing more after its first page
constexpr double leans_from = 0.5;

// Puts what the community's own words mean in their place, so that two who say it in different ones say the same. Which
// meanings name something, as the words did.
std::vector<std::uint64_t> put_meanings(const text::synonyms* own, text::token_list& tokens) {
    std::vector<std::uint64_t> names;
    if (own == nullptr) return names;
    std::vector<std::uint64_t> replaced, meanings;
    for (const auto& word : own->words_in(tokens)) {
        replaced.insert(replaced.end(), word.terms.begin(), word.terms.end());
        meanings.push_back(word.meaning);
        if (!word.general) names.push_back(word.meaning);
    }
    std::erase_if(tokens.items(), [&replaced](const auto& one) {
        return std::find(replaced.begin(), replaced.end(), one.hash) != replaced.end();
    });
    for (const std::uint64_t meaning : meanings)
        tokens.items().push_back({text::token_kind::meaning, 0, 0, meaning});
    return names;
}

} // namespace

void read_question_words(std::string_view text, const text::synonyms* own, question_words& into) {
    thread_local text::token_list tokens;
    text::tokenise(text, tokens);
    auto& items = tokens.items();
    if (items.size() > most_tokens_read) items.resize(most_tokens_read);
    std::erase_if(items, [](const auto& one) { return one.kind == text::token_kind::function; });
    const auto names = put_meanings(own, tokens);
    // Each term once, in its heaviest kind.
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return a.hash != b.hash ? a.hash < b.hash : kind_weight(a.kind) > kind_weight(b.kind);
    });
    items.erase(std::unique(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.hash == b.hash; }),
                items.end());
    into.terms.clear();
    for (const auto& item : items)
        into.terms.push_back({item.hash, kind_weight(item.kind),
                              is_latin(item.kind) || std::find(names.begin(), names.end(), item.hash) != names.end()});
    into.leans = leaning(text::read_cues(text)) >= leans_from;
}

} // namespace knowledge::match
