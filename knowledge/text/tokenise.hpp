// Cuts a text into the terms it is found by. A message of a developer mixes Chinese, English and names of code; each
// gets the treatment it needs:
//   采样率           → han 采 样 率, han_pair 采样 样率
//   请问 … 怎么 … 吗  → function: words that make a question but not its subject; they also end a run of pairs
//   sampled rates    → word sampl, rate; pair sampledr
//   StateMachine     → compound statemachin, word state, machin     (also snake_case, kebab-case, dotted.names)
//   v1.2.3           → compound 1.2.3, number 1.2, number 1
//   文档, docs        → meaning =doc, beside the word itself (glossary.hpp)
// Pairs and compounds are written together before they are stemmed, so "SOFA RPC", "sofa-rpc" and "SOFARPC" share a
// term.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::text {

enum class token_kind : std::uint8_t { word, number, compound, pair, han, han_pair, function, meaning };
inline constexpr std::size_t kind_count = static_cast<std::size_t>(token_kind::meaning) + 1;

[[nodiscard]] inline bool is_latin(token_kind kind) {
    return kind == token_kind::word || kind == token_kind::compound || kind == token_kind::number;
}

// Begins the term of a meaning. No text contains such a term, so a meaning is never mistaken for a word.
inline constexpr char mark_of_meaning = '=';

struct token {
    token_kind kind;
    std::string text; // folded and stemmed; the same text is the same term whatever its kind

    bool operator==(const token&) const = default;
};

// In order of appearance. Normalises by itself. Words of more than 64 bytes (keys, blobs) are left out.
[[nodiscard]] std::vector<token> tokenise(std::string_view text);

class word_memory;

// The same in memory that is used again from text to text, with the hash of each token's text.
class token_list {
  public:
    token_list();
    ~token_list();
    token_list(const token_list&) = delete;
    token_list& operator=(const token_list&) = delete;

    // For texts by the thousand: remembers what becomes of each word. Most pairs have no text then, only their hash.
    void remember_words();

    struct item {
        token_kind kind;
        std::uint32_t from, size; // where its text lies: text()
        std::uint64_t hash;       // hash_of() its text
    };

    // Another number for each word that is remembered, none for what is not; low ones for those that were met early.
    [[nodiscard]] static std::optional<std::uint32_t> number_in_memory(const item& one) {
        if ((one.from & in_memory) == 0) return std::nullopt;
        return one.from & ~in_memory;
    }

    void clear() {
        bytes_.clear();
        items_.clear();
    }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    [[nodiscard]] const item& operator[](std::size_t i) const { return items_[i]; }
    [[nodiscard]] std::string_view text(const item& one) const { return text(one.from, one.size); }
    [[nodiscard]] std::vector<item>& items() { return items_; }

    // The text that was cut, normalised but for its case.
    [[nodiscard]] std::string_view normalised() const { return {normalised_.data(), normalised_size_}; }
    // One more token, of what a word of the text means.
    void add_meaning(std::string_view name);

  private:
    friend class cutter;
    // Beside the offset: in which of the memories a text lies.
    static constexpr std::uint32_t in_normalised = 1U << 31U, in_memory = 1U << 30U;

    [[nodiscard]] std::string_view text(std::uint32_t from, std::uint32_t size) const {
        if ((from & in_normalised) != 0) return {normalised_.data() + (from & ~in_normalised), size};
        if ((from & in_memory) != 0) return {remembered(from & ~in_memory), size};
        return {bytes_.data() + from, size};
    }
    [[nodiscard]] const char* remembered(std::uint32_t from) const;

    std::string normalised_, bytes_; // normalised_ is padded with zeros
    std::size_t normalised_size_ = 0;
    std::vector<item> items_;
    std::unique_ptr<word_memory> memory_;
};

void tokenise(std::string_view text, token_list& into);

} // namespace knowledge::text
