#include "knowledge/match/reading.hpp"

#include "knowledge/match/query_terms.hpp"
#include "knowledge/text/tokenise.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace knowledge::match {

namespace {

std::string_view name_of(text::token_kind kind) {
    switch (kind) {
    case text::token_kind::word:
        return "word";
    case text::token_kind::number:
        return "number";
    case text::token_kind::compound:
        return "compound";
    case text::token_kind::pair:
        return "pair of words";
    case text::token_kind::han:
        return "han";
    case text::token_kind::han_pair:
        return "pair of han";
    case text::token_kind::function:
        return "function word";
    case text::token_kind::meaning:
        return "meaning";
    }
    return "?";
}

} // namespace

std::vector<read_term> read_terms(const inverted& index, const inverted* changes, std::string_view question) {
    const query_terms analysed = analyse(index, changes, question);
    std::unordered_map<std::uint64_t, const query_term*> by_hash;
    for (const query_term& term : analysed.terms)
        by_hash.emplace(term.hash, &term);

    std::vector<read_term> result;
    std::unordered_set<std::string> seen;
    text::token_list tokens;
    index.tokenise(question, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string text(tokens.text(tokens[i]));
        if (!seen.insert(text).second) continue;
        read_term one{.text = text};
        auto found = by_hash.find(tokens[i].hash);
        if (found == by_hash.end()) { // it stands for another word
            auto meant = index.words.suggest(text, 1);
            if (changes != nullptr) {
                const auto newer = changes->words.suggest(text, 1);
                meant.insert(meant.end(), newer.begin(), newer.end());
            }
            for (const auto& other : meant) {
                found = by_hash.find(other.hash);
                if (found == by_hash.end()) continue;
                one.meant = other.text;
                break;
            }
            if (found == by_hash.end()) continue;
        }
        one.kind = name_of(found->second->kind);
        one.weight = static_cast<double>(found->second->weight);
        one.known = found->second->known;
        result.push_back(std::move(one));
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const read_term& a, const read_term& b) { return a.weight > b.weight; });
    return result;
}

} // namespace knowledge::match
