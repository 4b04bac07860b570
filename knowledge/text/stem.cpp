#include "knowledge/text/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace knowledge::text {

namespace {

constexpr std::size_t shortest_stemmed = 4; // "is", "gas", "dns" must stay what they are

struct stemmer_deleter {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

sb_stemmer* stemmer_of_this_thread() {
    thread_local const std::unique_ptr<sb_stemmer, stemmer_deleter> stemmer(sb_stemmer_new("english", "UTF_8"));
    if (!stemmer) throw std::runtime_error("libstemmer has no English stemmer");
    return stemmer.get();
}

} // namespace

std::string stem(std::string word) {
    const auto plain = [](char c) { return c >= 'a' && c <= 'z'; };
    if (word.size() < shortest_stemmed || !std::all_of(word.begin(), word.end(), plain)) return word;
    sb_stemmer* stemmer = stemmer_of_this_thread();
    const sb_symbol* stemmed =
        sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (stemmed == nullptr) throw std::bad_alloc();
    return std::string(reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer)));
}

} // namespace knowledge::text
