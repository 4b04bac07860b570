#include "knowledge/match/query_terms.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

// A pasted log says nothing more after its first page; the time of a search grows with the terms.
constexpr std::size_t longest_question_tokens = 1000;

bool is_latin(text::token_kind kind) {
    return kind == text::token_kind::word || kind == text::token_kind::compound || kind == text::token_kind::number;
}

} // namespace

query_terms analyse(const inverted& index, std::string_view text) {
    std::vector<text::token> tokens = text::tokenise(text);
    if (tokens.size() > longest_question_tokens) tokens.resize(longest_question_tokens);
    // Each term once, in its heaviest kind.
    std::stable_sort(tokens.begin(), tokens.end(), [](const text::token& a, const text::token& b) {
        return a.text != b.text ? a.text < b.text : kind_weight(a.kind) > kind_weight(b.kind);
    });
    tokens.erase(std::unique(tokens.begin(), tokens.end(),
                             [](const text::token& a, const text::token& b) { return a.text == b.text; }),
                 tokens.end());

    query_terms result;
    result.terms.reserve(tokens.size());
    for (const text::token& token : tokens) {
        query_term term{index.terms.find(token.text), 0, token.kind};
        float likeness = 1;
        if (term.id == unknown_term && token.kind == text::token_kind::word) {
            for (const spelling::suggestion& meant : index.words.suggest(token.text, 1)) {
                term.id = meant.term;
                likeness = static_cast<float>(meant.likeness);
            }
        }
        const float rarity = term.id == unknown_term ? index.unseen_rarity : index.rarity[term.id];
        const float full = kind_weight(token.kind) * rarity;
        term.weight = full * likeness;
        result.weight += full;
        if (token.kind == text::token_kind::han) result.in_han = true;
        if (token.kind != text::token_kind::function && token.kind != text::token_kind::han) {
            result.content_weight += kind_weight(token.kind);
            result.familiarity += kind_weight(token.kind) * likeness * (index.unseen_rarity - rarity);
        }
        if (term.id == unknown_term) {
            result.unseen_weight += full;
            if (is_latin(token.kind)) ++result.unseen_words;
        }
        result.terms.push_back(term);
    }
    return result;
}

double leaning(const text::message_cues& cues) {
    constexpr double self_contained_characters = 14; // a message this long usually names its subject
    const double shortness =
        std::clamp(1.0 - static_cast<double>(cues.characters) / self_contained_characters, 0.0, 1.0);
    return std::clamp((cues.points_back ? 0.5 : 0.0) + 0.5 * shortness + 0.2 * cues.function_share, 0.0, 1.0);
}

} // namespace knowledge::match
