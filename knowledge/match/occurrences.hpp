// Every occurrence of a term in a wording, an answer or a context: what an index is built of (invert.cpp).
#pragma once

#include "knowledge/match/postings.hpp"
#include "knowledge/text/tokenise.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace knowledge::match {

// Where a term occurs, and as what. All in one number: were it written part by part, the processor would have to wait
// for what was there before.
struct place {
    std::uint32_t value;

    // `number` of the wording, or of the document.
    static place of(field in, std::uint32_t number, text::token_kind kind) {
        return {number << 8U | static_cast<std::uint32_t>(in) << 6U | static_cast<std::uint32_t>(kind)};
    }
    [[nodiscard]] std::uint32_t number() const { return value >> 8U; }
    [[nodiscard]] field where() const { return static_cast<field>(value >> 6U & 3U); }
    [[nodiscard]] text::token_kind kind() const { return static_cast<text::token_kind>(value & 63U); }
    // In the same wording, answer or context.
    [[nodiscard]] bool is_beside(const place& other) const { return (value ^ other.value) < 64; }
};

// A term that is twice in a field is two of them.
struct [[gnu::packed, gnu::aligned(4)]] occurrence {
    std::uint64_t hash;
    place at;
};
static_assert(sizeof(occurrence) == 12);

// Occurrences dealt by the first bits of their hash. They lie in blocks, so that none is ever copied to grow.
class occurrences {
  public:
    explicit occurrences(unsigned bits) : parts_(std::size_t{1} << bits), shift_(64U - bits) {} // 1 bit and more

    void add(const occurrence& one) {
        part& to = parts_[one.hash >> shift_];
        if (to.next == to.behind) begin_block(to);
        *to.next = one;
        __builtin_prefetch(reinterpret_cast<const std::byte*>(to.next) + line, 1); // it is some time till the next one
        ++to.next;
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
                for (std::size_t offset = 0; offset < block_size * sizeof(occurrence); offset += line)
                    __builtin_prefetch(reinterpret_cast<const std::byte*>(from.blocks[i + 1]) + offset);
            use(std::span(block, last ? static_cast<std::size_t>(from.next - block) : block_size));
        }
    }

  private:
    static constexpr std::size_t line = 64;        // of the cache
    static constexpr std::size_t block_size = 256; // 48 lines
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

} // namespace knowledge::match
