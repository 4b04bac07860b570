#include "knowledge/text/synonyms.hpp"

#include "knowledge/text/glossary.hpp"
#include "knowledge/text/hash.hpp"
#include "knowledge/text/normalise.hpp"
#include "knowledge/text/stem.hpp"
#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace knowledge::text {

namespace {

struct read_word {
    std::string term;
    bool in_han = false;
    std::string_view written;
};

bool all_in_han(std::string_view normalised) {
    for (std::size_t at = 0; at < normalised.size();)
        if (!is_unspaced_script(next_code_point(normalised, at))) return false;
    return !normalised.empty();
}

// As the tokeniser makes a term of it, if it makes one of the whole.
std::optional<read_word> read_one(std::string_view written) {
    std::string plain = normalise(written);
    if (all_in_han(plain)) return read_word{std::move(plain), true, written};
    token_list tokens;
    tokenise(written, tokens);
    // Its letters and digits together are the compound, or the pair of two words.
    std::string together;
    for (const char c : plain)
        if (c != ' ' && c != '-' && c != '_' && c != '.') together.push_back(c);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& one = tokens[i];
        if (one.kind == token_kind::meaning || one.kind == token_kind::han || one.kind == token_kind::han_pair)
            continue;
        const std::string_view term = tokens.text(one);
        if (term == plain || term == stem(plain) || term == stem(together))
            return read_word{std::string(term), false, written};
    }
    return std::nullopt;
}

// The row of the shipped glossary it stands in, or "".
std::string_view shipped_meaning(const read_word& word) {
    if (!word.in_han) return concept_of(word.term, hash_of(word.term));
    const concept_match found = concept_at(word.term, 0);
    return found.length == word.term.size() ? found.name : std::string_view();
}

} // namespace

std::string wrong_synonym(std::string_view word) {
    if (read_one(word)) return {};
    return "Chinese characters alone, or an English word, or two of them";
}

std::vector<synonyms::known_word> synonyms::read(std::span<const std::vector<std::string>> rows) {
    std::vector<known_word> all;
    for (const auto& row : rows) {
        std::vector<read_word> words;
        for (const std::string& written : row)
            if (auto word = read_one(written)) words.push_back(std::move(*word));
        if (words.empty()) continue;
        const auto shipped =
            std::ranges::find_if(words, [](const read_word& word) { return !shipped_meaning(word).empty(); });
        const std::string meaning(shipped != words.end() ? shipped_meaning(*shipped) : words.front().term);
        for (read_word& word : words) {
            const bool known = std::ranges::any_of(all, [&](const known_word& one) { return one.term == word.term; });
            // The tokeniser says that by itself.
            const bool said = shipped_meaning(word) == meaning;
            if (known || said) continue;
            known_word made{std::move(word.term), meaning, word.in_han, shipped != words.end(), 0, {}};
            made.hash_of_meaning = hash_of(mark_of_meaning + meaning);
            for (const token& one : tokenise(word.written)) // with what the glossary reads out of a part of it
                if (const auto term = hash_of(one.text); term != made.hash_of_meaning) made.cut.push_back(term);
            all.push_back(std::move(made));
        }
    }
    return all;
}

synonyms::synonyms(std::span<const std::vector<std::string>> rows) : synonyms(read(rows)) {}

synonyms::synonyms(std::vector<known_word> words)
    : words_(std::move(words)), han_([this] {
          std::vector<words_by_first_character<std::uint32_t>::word> found;
          for (std::uint32_t at = 0; at < words_.size(); ++at)
              if (words_[at].in_han) found.push_back({words_[at].term, at});
          return words_by_first_character<std::uint32_t>(std::move(found));
      }()) {
    for (std::uint32_t at = 0; at < words_.size(); ++at) {
        const known_word& word = words_[at];
        any_han_ = any_han_ || word.in_han;
        if (!word.in_han) latin_.emplace(hash_of(word.term), at);
        fingerprint_ = hash_of(word.term + '=' + word.meaning) + fingerprint_ * 0x9E3779B97F4A7C15ULL;
    }
}

template <class Take>
void synonyms::each_word_in(const token_list& tokens, Take take) const {
    const std::size_t cut = tokens.size(); // what is added meanwhile is no word of the text
    for (std::size_t i = 0; i < cut; ++i) {
        if (const auto found = latin_.find(tokens[i].hash); found != latin_.end()) take(words_[found->second]);
    }
    if (!any_han_) return;
    const std::string_view text = tokens.normalised();
    for (std::size_t at = 0; at < text.size();) {
        if (const auto* found = han_.longest(text, at)) {
            take(words_[found->value]);
            at += found->text.size();
        } else {
            (void)next_code_point(text, at);
        }
    }
}

void synonyms::add_meanings(token_list& tokens) const {
    each_word_in(tokens, [&tokens](const known_word& word) { tokens.add_meaning(word.meaning); });
}

std::vector<synonyms::in_text> synonyms::words_in(const token_list& tokens) const {
    std::vector<in_text> found;
    each_word_in(tokens, [&found](const known_word& word) {
        found.push_back({word.hash_of_meaning, word.cut, word.general});
    });
    return found;
}

} // namespace knowledge::text
