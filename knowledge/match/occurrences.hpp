// Every occurrence of a term in a field, as documents are read: what an index is built of (invert.cpp).
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/match/postings.hpp"
#include "knowledge/match/sketch.hpp"
#include "knowledge/text/tokenise.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace knowledge::match {

// A term in a wording, an answer or a context.
struct occurrence {
    std::uint64_t hash;
    std::uint32_t number; // of the wording, or of the document
    std::uint8_t times, times_in_answer, times_in_context;
    std::uint8_t bits;

    static std::uint8_t packed(field which, bool first, text::token_kind kind) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(which) | (first ? 4U : 0U) |
                                         static_cast<unsigned>(kind) << 3U);
    }
    [[nodiscard]] field where() const { return static_cast<field>(bits & 3U); }
    [[nodiscard]] bool first_in_document() const { return (bits & 4U) != 0; }
    [[nodiscard]] text::token_kind kind() const { return static_cast<text::token_kind>(bits >> 3U); }
};
static_assert(sizeof(occurrence) == 16);

// Occurrences dealt by the first bits of their hash. They lie in blocks, so that none is ever copied to grow.
class occurrences {
  public:
    explicit occurrences(unsigned bits) : parts_(std::size_t{1} << bits), shift_(64U - bits) {} // 1 bit and more

    void add(const occurrence& one) {
        part& to = parts_[one.hash >> shift_];
        if (to.next == to.behind) begin_block(to);
        *to.next++ = one;
    }

    // Of a part, in the order they were added: calls `use` with a span, block after block.
    template <class Use>
    void each_block(std::size_t number, Use use) const {
        const part& from = parts_[number];
        for (std::size_t i = 0; i < from.blocks.size(); ++i) {
            const occurrence* const block = from.blocks[i];
            const bool last = i + 1 == from.blocks.size();
            // The processor foresees only what lies in one row.
            if (!last)
                for (std::size_t line = 0; line < 8; ++line)
                    __builtin_prefetch(from.blocks[i + 1] + 4 * line);
            use(std::span(block, last ? static_cast<std::size_t>(from.next - block) : block_size));
        }
    }

  private:
    static constexpr std::size_t block_size = 256; // a page of memory
    // Memory is taken in small portions first, then in such as large pages fit in. What is not used of one is never
    // touched.
    static constexpr std::size_t few_blocks = 64, many_blocks = 4096, small_portions = 8;

    struct part {
        occurrence *next = nullptr, *behind = nullptr; // in the last block
        std::vector<const occurrence*> blocks;
    };
    void begin_block(part& of);

    std::vector<part> parts_;
    unsigned shift_;
    std::vector<std::unique_ptr<occurrence[]>> memory_;
    occurrence *unused_ = nullptr, *behind_unused_ = nullptr; // of the memory taken last
};

// Hashes that were seen: linear probing, at most half full.
class hash_set {
  public:
    // False when it was there before.
    bool insert(std::uint64_t hash) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        std::uint64_t& slot = slots_[place_of(hash)];
        if (slot == hash) return false;
        slot = hash;
        ++size_;
        return true;
    }
    [[nodiscard]] bool contains(std::uint64_t hash) const { return slots_[place_of(hash)] == hash; }

  private:
    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at] != 0 && slots_[at] != hash)
            at = (at + 1) & (slots_.size() - 1);
        return at;
    }
    void grow();

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024, 0); // 0: nothing here
    std::size_t size_ = 0;
};

// The length of fields that are not empty.
struct mean {
    double sum = 0;
    std::size_t count = 0;

    void add(std::size_t length) {
        if (length == 0) return;
        sum += static_cast<double>(length);
        ++count;
    }
    void add(const mean& other) {
        sum += other.sum;
        count += other.count;
    }
    [[nodiscard]] float value() const {
        return count == 0 ? 1.0F : static_cast<float>(sum / static_cast<double>(count));
    }
};

// Of all fields, in tokens.
struct lengths {
    std::vector<std::uint16_t> wordings, answers, contexts;
};

// Reads documents, each of which it counts in a table of its own: how often which term is in which field.
class document_reader {
  public:
    // What is known of a wording or document is written to its place in `tokens` and `letters`; several readers may do
    // so at once, each for its own documents. For many of them words are remembered.
    document_reader(unsigned bits, bool many, const text::synonyms* own, lengths& tokens, std::vector<sketch>& letters)
        : found(bits), own_words_(own), tokens_(tokens), letters_(letters) {
        if (many) list_.remember_words();
    }

    void read(const document& one, std::uint32_t number, std::uint32_t first_wording);

    struct word {
        std::uint64_t hash;
        std::string text;
    };

    occurrences found;
    std::array<mean, field_count> mean_length;
    std::vector<word> words; // Latin ones, each once, in order of appearance
    hash_set seen;           // their hashes

  private:
    struct counted_term {
        std::uint64_t hash = 0;
        std::array<text::token_kind, field_count> kinds{}; // in each field the heaviest in which it occurs there
        std::array<std::uint8_t, field_count> times{};
        bool in_earlier_wording = false, is_kept = false; // is_kept: among the words
    };
    struct slot {
        std::uint32_t document, term; // a slot of another document is empty
    };

    std::uint16_t count(std::string_view field_text, field which);
    void keep(const text::token_list::item& token);
    void add_wording(std::uint32_t unit);
    void add(const counted_term& term, field which, std::uint32_t number, bool first);
    counted_term& counted(std::uint64_t hash);
    void grow();

    const text::synonyms* own_words_; // may be null
    lengths& tokens_;
    std::vector<sketch>& letters_;
    std::vector<counted_term> terms_; // of the document
    std::vector<std::uint32_t> of_wording_;
    std::vector<slot> slots_ = std::vector<slot>(512); // linear probing, at most half full
    std::uint32_t document_ = 0;                       // counted from 1
    std::string chain_;
    std::vector<bool> kept_; // by their number in the memory of the list: words that need not be looked for in `seen`
    text::token_list list_;
};

} // namespace knowledge::match
