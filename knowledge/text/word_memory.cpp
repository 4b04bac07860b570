#include "knowledge/text/word_memory.hpp"

#include "knowledge/large_pages.hpp"
#include "knowledge/text/glossary.hpp"
#include "knowledge/text/hash.hpp"
#include "knowledge/text/lexicon.hpp"
#include "knowledge/text/stem.hpp"
#include "knowledge/text/tokenise.hpp"
#include "knowledge/text/word_characters.hpp"

namespace knowledge::text {

word_memory::word& word_memory::learn(std::string_view written, std::uint64_t hash, bool is_whole) {
    word made;
    made.hash = hash;
    made.is_whole = is_whole;
    if (!is_whole) return add(made);

    made.from = static_cast<std::uint32_t>(texts_.size());
    made.size = static_cast<std::uint8_t>(written.size());
    for (const char c : written)
        texts_ += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t behind = texts_.size();
    texts_.append(texts_, made.from, made.size);
    const std::string_view folded(texts_.data() + made.from, made.size);
    made.is_folded = folded == written;
    made.is_number = is_number(folded);
    made.is_function = (latin_word(folded) & function_word) != 0;
    made.beginning = beginning_of(folded);

    texts_.resize(behind + stem(texts_.data() + behind, made.size));
    const std::string_view stemmed = std::string_view(texts_).substr(behind);
    made.stemmed_size = static_cast<std::uint8_t>(stemmed.size());
    made.stemmed_hash = hash_of(stemmed);
    const std::string_view meant = made.is_number ? std::string_view() : concept_of(stemmed, made.stemmed_hash);
    if (!meant.empty()) {
        const std::string meaning = mark_of_meaning + std::string(meant);
        const std::uint64_t hash_of_meaning = hash_of(meaning);
        texts_.append(reinterpret_cast<const char*>(&hash_of_meaning), sizeof hash_of_meaning);
        texts_ += meaning;
        made.meaning_size = static_cast<std::uint8_t>(meaning.size());
    }
    texts_.reserve(texts_.size() + readable_behind);
    return add(made);
}

word_memory::word& word_memory::add(const word& one) {
    if (2 * (count_ + 1) > words_.size()) {
        auto old = with_room_for<word>(words_.size() * 2);
        old.resize(words_.size() * 2);
        old.swap(words_);
        for (const word& known : old)
            if (known.hash != 0) words_[place_of(known.hash)] = known;
    }
    ++count_;
    return words_[place_of(one.hash)] = one;
}

} // namespace knowledge::text
