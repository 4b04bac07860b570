#include "knowledge/text/plain_words.hpp"

#include "knowledge/text/hash.hpp"
#include "knowledge/text/utf8.hpp"
#include "knowledge/text/word_characters.hpp"

namespace knowledge::text {

plain_words::word plain_words::look(std::size_t from) const {
    const std::size_t behind = behind_ascii_word(text_, from);
    if (behind == from || behind - from > longest_word_bytes || goes_on(behind)) return {from, 0, 0};
    const std::uint64_t hash = hash_of_padded(text_.substr(from, behind - from));
    memory_.prepare(hash);
    return {from, behind - from, hash};
}

// The word does not end behind ASCII letters and digits.
bool plain_words::goes_on(std::size_t at) const {
    if (at == text_.size() || text_[at] == ' ') return false;
    if (text_[at] == '+' || text_[at] == '#') return true;
    if (is_joiner(text_[at]) && ++at == text_.size()) return false;
    return is_word_character(next_code_point(text_, at));
}

} // namespace knowledge::text
