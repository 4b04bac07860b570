#include "knowledge/text/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

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

// The same words come again and again, most of all while an index is built, and a stem costs ten times what remembering
// it does.
struct remembered {
    std::string word, stem;
};
constexpr std::size_t remembered_words = 1024; // 64 KiB a thread

remembered& memory_of_this_thread(std::string_view word) {
    thread_local std::vector<remembered> memory(remembered_words);
    return memory[std::hash<std::string_view>{}(word) % remembered_words];
}

} // namespace

std::string stem(std::string word) {
    const auto plain = [](char c) { return c >= 'a' && c <= 'z'; };
    if (word.size() < shortest_stemmed || !std::all_of(word.begin(), word.end(), plain)) return word;
    remembered& memory = memory_of_this_thread(word);
    if (memory.word == word) return memory.stem;
    sb_stemmer* stemmer = stemmer_of_this_thread();
    const sb_symbol* stemmed =
        sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (stemmed == nullptr) throw std::bad_alloc();
    memory.stem.assign(reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer)));
    memory.word = std::move(word);
    return memory.stem;
}

} // namespace knowledge::text
