// Large arrays in large pages of memory, where the system has them on request (Linux: transparent_hugepage/enabled is
// madvise, or always). The first touch of memory goes through the kernel once for each page, and the processor knows
// the places of few pages at a time.
#pragma once

#include <cstddef>
#include <vector>

namespace knowledge {

// For memory that was not touched yet. Less than some megabytes stay as they are.
void prefer_large_pages(void* from, std::size_t bytes);

// Room for `count` values in such memory.
template <class T>
[[nodiscard]] std::vector<T> with_room_for(std::size_t count) {
    std::vector<T> values;
    values.reserve(count);
    prefer_large_pages(values.data(), values.capacity() * sizeof(T));
    return values;
}

} // namespace knowledge
