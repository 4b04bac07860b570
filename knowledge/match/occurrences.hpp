// Every occurrence of a term in a field: what an index is built of (invert.cpp).
#pragma once

#include "knowledge/match/postings.hpp"
#include "knowledge/text/tokenise.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
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

} // namespace knowledge::match
