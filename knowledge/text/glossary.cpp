#include "knowledge/text/glossary.hpp"

#include "knowledge/text/first_character.hpp"
#include "knowledge/text/hashed_words.hpp"
#include "knowledge/text/stem.hpp"

#include <string>
#include <utility>
#include <vector>

namespace knowledge::text {

namespace {

constexpr std::string_view rows[] = {
#include "knowledge/text/glossary_rows.inc"
};

template <class Add>
void each_word(Add add) {
    for (const std::string_view row : rows) {
        const std::string_view name = row.substr(0, row.find(' '));
        for (std::size_t from = name.size() + 1; from < row.size();) {
            const std::size_t to = std::min(row.find(' ', from), row.size());
            add(row.substr(from, to - from), name);
            from = to + 1;
        }
    }
}

bool is_latin(std::string_view word) {
    return static_cast<unsigned char>(word.front()) < 0x80;
}

const words_by_first_character<std::string_view>& chinese_words() {
    static const auto table = [] {
        std::vector<words_by_first_character<std::string_view>::word> words;
        each_word([&](std::string_view word, std::string_view name) {
            if (!is_latin(word)) words.push_back({word, name});
        });
        return words_by_first_character<std::string_view>(std::move(words));
    }();
    return table;
}

const hashed_words<std::string_view>& english_terms() {
    static const hashed_words<std::string_view> table([](auto add) {
        each_word([&](std::string_view word, std::string_view name) {
            if (!is_latin(word)) return;
            std::string stemmed_word = stem(std::string(word));
            const std::uint64_t hash_of_word = hash_of(stemmed_word);
            add(std::move(stemmed_word), hash_of_word, name);
        });
    });
    return table;
}

} // namespace

concept_match concept_at(std::string_view normalised, std::size_t at) {
    const auto* const found = chinese_words().longest(normalised, at);
    return found == nullptr ? concept_match{} : concept_match{found->text.size(), found->value};
}

const beginnings& beginnings_of_concepts() {
    return chinese_words().first_characters();
}

std::string_view concept_of(std::string_view stemmed, std::uint64_t hash) {
    const std::string_view* const found = english_terms().find(stemmed, hash);
    return found == nullptr ? std::string_view{} : *found;
}

const hash_filter& hashes_of_concepts() {
    return english_terms().filter();
}

} // namespace knowledge::text
