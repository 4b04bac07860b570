// The terms an index knows, numbered in the order of their hashes. A term is known by 32 bits of the hash of its text
// beside those that say where to look, 50 and more together: that a word nobody indexed is taken for one that was
// happens once in a billion look-ups, and then it counts for a strange word in common.
#pragma once

#include "knowledge/match/image.hpp"
#include "knowledge/text/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace knowledge::match {

using term_id = std::uint32_t;
inline constexpr term_id unknown_term = 0xFFFFFFFF;

using text::hash_of;

class term_table {
  public:
    term_table() = default;
    // Throws damaged.
    term_table(const image& from, section buckets, section remainders);

    // unknown_term when it is not known.
    [[nodiscard]] term_id find(std::uint64_t hash) const {
        if (remainders_.empty()) return unknown_term;
        const std::size_t bucket = static_cast<std::size_t>(hash >> (64U - bits_));
        const std::uint32_t remainder = remainder_of(hash, bits_);
        for (std::uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i)
            if (remainders_[i] == remainder) return i;
        return unknown_term;
    }
    [[nodiscard]] std::size_t size() const { return remainders_.size(); }

    // Hashes in ascending order; the number of one is its place.
    static void write(std::span<const std::uint64_t> hashes, image_writer& to, section buckets, section remainders);

  private:
    friend class term_table_writer;
    static std::uint32_t remainder_of(std::uint64_t hash, unsigned bits) {
        return static_cast<std::uint32_t>(hash >> (32U - bits));
    }

    std::span<const std::uint32_t> buckets_, remainders_;
    unsigned bits_ = 1;
};

// Writes one whose hashes come one after the other, ascending.
class term_table_writer {
  public:
    explicit term_table_writer(std::size_t terms);
    void add(std::uint64_t hash) {
        ++starts_[static_cast<std::size_t>(hash >> (64U - bits_)) + 1];
        remainders_.push_back(term_table::remainder_of(hash, bits_));
    }
    void write(image_writer& to, section buckets, section remainders);

  private:
    std::vector<std::uint32_t> starts_, remainders_;
    unsigned bits_ = 1;
};

} // namespace knowledge::match
