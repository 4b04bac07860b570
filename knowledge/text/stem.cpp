// Snowball's English stemmer, also called Porter 2 (https://snowballstem.org/algorithms/english/stemmer.html). Written
// out (stemmer.hpp) because the library takes ten times as long, most of it in setting up, and half of all terms are
// pairs of words, which are seldom seen twice. A test compares the two.
#include "knowledge/text/stem.hpp"

#include "knowledge/text/stemmer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace knowledge::text {

namespace {

constexpr std::size_t shortest_stemmed = 4; // "is", "gas", "dns" must stay what they are

struct exception {
    std::string_view word, stem;
};
constexpr std::array exceptions{
    exception{"skis", "ski"},    exception{"skies", "sky"},   exception{"dying", "die"},     exception{"lying", "lie"},
    exception{"tying", "tie"},   exception{"idly", "idl"},    exception{"gently", "gentl"},  exception{"ugly", "ugli"},
    exception{"early", "earli"}, exception{"only", "onli"},   exception{"singly", "singl"},  exception{"news", "news"},
    exception{"howe", "howe"},   exception{"atlas", "atlas"}, exception{"cosmos", "cosmos"}, exception{"bias", "bias"},
    exception{"andes", "andes"},
};
constexpr std::size_t longest_exception = 6;
static_assert(std::all_of(exceptions.begin(), exceptions.end(),
                          [](const exception& one) { return one.word.size() <= longest_exception; }));
} // namespace

std::size_t stem(char* word, std::size_t size) {
    if (size < shortest_stemmed) return size;
    const std::string_view whole(word, size);
    const stemming::letters found(whole);
    if (!found.all) return size;
    if (size <= longest_exception)
        for (const exception& one : exceptions)
            if (one.word.size() == size && one.word[1] == word[1] && one.word == whole) {
                std::memcpy(word, one.stem.data(), one.stem.size());
                return one.stem.size();
            }
    return stemming::stemmer<false>(word, size).run(found.has_y);
}

std::string stem(std::string word) {
    word.resize(stem(word.data(), word.size()));
    return word;
}

} // namespace knowledge::text
