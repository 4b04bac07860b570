#include "knowledge/text/word_memory.hpp"

#include "knowledge/text/glossary.hpp"
#include "knowledge/text/hash.hpp"
#include "knowledge/text/lexicon.hpp"
#include "knowledge/text/stem.hpp"
#include "knowledge/text/tokenise.hpp"

#include <algorithm>

namespace knowledge::text {

const word_memory::word& word_memory::learn(std::string_view written, std::uint64_t hash, bool is_whole) {
    word made;
    made.hash = hash;
    made.is_whole = is_whole;
    if (!is_whole) return add(made);

    made.from = static_cast<std::uint32_t>(texts_.size());
    made.size = static_cast<std::uint8_t>(written.size());
    for (const char c : written)
        texts_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::string folded = texts_.substr(made.from);
    made.is_folded = folded == written;
    made.is_number = std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
    made.is_function = (latin_word(folded) & function_word) != 0;

    const std::string stemmed = stem(folded);
    texts_ += stemmed;
    made.stemmed_size = static_cast<std::uint8_t>(stemmed.size());
    made.stemmed_hash = hash_of(stemmed);
    const std::string_view meant = made.is_number ? std::string_view() : concept_of(stemmed, made.stemmed_hash);
    if (!meant.empty()) {
        std::string meaning(1, mark_of_meaning);
        meaning += meant;
        texts_ += meaning;
        made.meaning_size = static_cast<std::uint8_t>(meaning.size());
        made.meaning_hash = hash_of(meaning);
    }
    return add(made);
}

const word_memory::word& word_memory::add(const word& one) {
    if (2 * (count_ + 1) > words_.size()) {
        std::vector<word> old(words_.size() * 2);
        old.swap(words_);
        for (const word& known : old)
            if (known.hash != 0) words_[place_of(known.hash)] = known;
    }
    ++count_;
    return words_[place_of(one.hash)] = one;
}

} // namespace knowledge::text
