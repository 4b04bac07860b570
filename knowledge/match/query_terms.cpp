#include "knowledge/match/query_terms.hpp"

#include "knowledge/match/note_words.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

// A pasted log says nothing more after its first page; the time of a search grows with the terms.
constexpr std::size_t longest_question_tokens = 1000;

// Makes the term stand for the known word it is most like. Returns how alike they are, 1 when there is none.
float correct(const inverted& index, const inverted* changes, std::string_view word, query_term& term,
              terms_read& read) {
    std::vector<spelling::suggestion> meant = index.words.suggest(word, 1);
    if (changes != nullptr) {
        const auto newer = changes->words.suggest(word, 1);
        if (!newer.empty() && (meant.empty() || newer.front().likeness > meant.front().likeness)) {
            meant = newer;
            meant.front().term = index.terms.find(meant.front().hash);
        }
    }
    if (meant.empty()) return 1;
    read.corrected.emplace_back(term.hash, meant.front().text);
    term.hash = meant.front().hash;
    term.id = meant.front().term;
    term.known = true;
    return static_cast<float>(meant.front().likeness);
}

} // namespace

query_terms analyse(const inverted& index, const inverted* changes, std::string_view text, noted_words* noted) {
    thread_local text::token_list tokens;
    index.tokenise(text, tokens);
    // A word the knowledge writes otherwise is no unseen one, nor is what it is cut into: its meaning stands in its
    // place.
    std::vector<inverted::said_otherwise> said_otherwise;
    index.add_said_otherwise(tokens, said_otherwise);
    if (changes != nullptr) changes->add_said_otherwise(tokens, said_otherwise);
    std::vector<text::token_list::item>& items = tokens.items();
    if (items.size() > longest_question_tokens) items.resize(longest_question_tokens);
    terms_read read;
    if (noted != nullptr) read.in_order = items;
    // Each term once, in its heaviest kind.
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return a.hash != b.hash ? a.hash < b.hash : kind_weight(a.kind) > kind_weight(b.kind);
    });
    items.erase(std::unique(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.hash == b.hash; }),
                items.end());

    query_terms result;
    result.terms.reserve(items.size());
    for (const auto& token : items) {
        query_term term;
        term.hash = token.hash;
        term.id = index.terms.find(term.hash);
        term.kind = token.kind;
        term.known = term.id != unknown_term || (changes != nullptr && changes->terms.find(term.hash) != unknown_term);
        if (!term.known) {
            const auto other = std::ranges::find(said_otherwise, term.hash, &inverted::said_otherwise::term);
            if (other != said_otherwise.end()) {
                if (noted != nullptr) read.by_own_word.emplace_back(term.hash, other->meaning);
                continue;
            }
        }
        const float likeness = !term.known && token.kind == text::token_kind::word
                                   ? correct(index, changes, tokens.text(token), term, read)
                                   : 1.0F;
        term.rarity =
            term.id == unknown_term ? index.unseen_rarity : index.counted.rarity(index.lists.of(term.id).entries());
        const float full = kind_weight(token.kind) * term.rarity;
        term.weight = full * likeness;
        result.weight += full;
        if (token.kind == text::token_kind::han) result.in_han = true;
        if (token.kind != text::token_kind::function && token.kind != text::token_kind::han) {
            result.content_weight += kind_weight(token.kind);
            result.familiarity += kind_weight(token.kind) * likeness * (index.unseen_rarity - term.rarity);
        }
        if (!term.known) {
            result.unseen_weight += full;
            if (is_latin(token.kind)) ++result.unseen_words;
            if (noted != nullptr) read.unknown.push_back(term.hash);
        }
        result.terms.push_back(term);
    }
    if (noted != nullptr) {
        *noted = note_words(tokens, read);
    }
    return result;
}

std::vector<posting_list> lists_of(const inverted& index, const query_terms& terms) {
    std::vector<posting_list> lists;
    lists.reserve(terms.terms.size());
    for (const query_term& term : terms.terms)
        lists.push_back(term.id == unknown_term ? posting_list() : index.lists.of(term.id));
    return lists;
}

std::vector<posting_list> lists_in_changes(const inverted& changes, const query_terms& terms) {
    std::vector<posting_list> lists;
    lists.reserve(terms.terms.size());
    for (const query_term& term : terms.terms) {
        const term_id id = changes.terms.find(term.hash);
        lists.push_back(id == unknown_term ? posting_list() : changes.lists.of(id));
    }
    return lists;
}

double leaning(const text::message_cues& cues) {
    constexpr double self_contained_characters = 14; // a message this long usually names its subject
    const double shortness =
        std::clamp(1.0 - static_cast<double>(cues.characters) / self_contained_characters, 0.0, 1.0);
    return std::clamp((cues.points_back ? 0.5 : 0.0) + 0.5 * shortness + 0.2 * cues.function_share, 0.0, 1.0);
}

} // namespace knowledge::match
