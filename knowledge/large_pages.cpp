#include "knowledge/large_pages.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace knowledge {

namespace {

constexpr std::size_t large_page = std::size_t{2} << 20U; // of x86-64 and most others
constexpr std::size_t fewest = 2 * large_page;            // so that there is a whole one wherever they begin
constexpr std::size_t page = 4096;

} // namespace

void prefer_large_pages(void* from, std::size_t bytes) {
    if (bytes < fewest) return;
    const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(from) % page) % page;
    const std::size_t whole = (bytes - before) / page * page;
    // A wish: it fails where there are none, and nothing is different then.
    (void)::madvise(static_cast<std::byte*>(from) + before, whole, MADV_HUGEPAGE);
}

} // namespace knowledge
