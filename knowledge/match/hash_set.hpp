// A set of hashes that only grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace knowledge::match {

// Linear probing, at most half full.
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

} // namespace knowledge::match
