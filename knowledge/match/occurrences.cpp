#include "knowledge/match/occurrences.hpp"

#include "knowledge/large_pages.hpp"

namespace knowledge::match {

void occurrences::begin_block(part& of) {
    if (unused_ == behind_unused_) {
        const std::size_t size = block_size * (memory_.size() < small_portions ? few_blocks : many_blocks);
        memory_.push_back(std::make_unique_for_overwrite<occurrence[]>(size));
        unused_ = memory_.back().get();
        behind_unused_ = unused_ + size;
        prefer_large_pages(unused_, size * sizeof(occurrence));
    }
    of.blocks.push_back(unused_);
    of.next = unused_;
    unused_ += block_size;
    of.behind = unused_;
}

} // namespace knowledge::match
