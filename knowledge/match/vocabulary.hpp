// The terms an index knows, numbered from 0 in order of first appearance. A term is known by a 64-bit hash of its text:
// among ten million terms two share a hash with a chance of one in 300,000, and then two words merely count as one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace knowledge::match {

using term_id = std::uint32_t;
inline constexpr term_id unknown_term = 0xFFFFFFFF;

class vocabulary {
  public:
    vocabulary();

    // The number of the term, a new one if it was not known.
    term_id add(std::string_view term);
    // unknown_term when it is not known.
    [[nodiscard]] term_id find(std::string_view term) const;
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    struct slot {
        std::uint64_t hash = 0; // 0: empty
        term_id id = 0;
    };
    [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const;
    void grow();

    std::vector<slot> slots_; // a power of two, at most 7/10 full, linear probing
    std::size_t size_ = 0;
};

} // namespace knowledge::match
