// Large arrays in large pages of memory, where the system has them on request (Linux: transparent_hugepage/enabled is
// madvise, or always). The first touch of memory goes through the kernel once for each page, and the processor knows
// the places of few pages at a time.
#pragma once

#include <cstddef>

namespace knowledge {

// For memory that was not touched yet. Less than some megabytes stay as they are.
void prefer_large_pages(void* from, std::size_t bytes);

} // namespace knowledge
