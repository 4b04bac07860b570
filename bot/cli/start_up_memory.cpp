#include "bot/cli/start_up_memory.hpp"

#ifdef __linux__
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace bot::cli {

namespace {

#ifdef __linux__

// A debugger writes its breakpoints into the pages, and would lose them.
bool is_traced() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("TracerPid:")) return line.find_first_of("123456789") != std::string::npos;
    return false;
}

// Relocations, settings and the option parser ran through most of the code, and the kernel maps sixteen pages around
// each one touched. What cannot be written is the same in the file, so nothing is lost.
int forget_read_only_parts(dl_phdr_info* object, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& part = object->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) continue;
        const std::uintptr_t from = (object->dlpi_addr + part.p_vaddr) / page * page;
        const std::uintptr_t to = object->dlpi_addr + part.p_vaddr + part.p_memsz;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells addresses as numbers
        auto* const start = reinterpret_cast<void*>(from);
        (void)::madvise(start, to - from, MADV_DONTNEED); // the kernel's own object refuses
    }
    return 0;
}

#endif

} // namespace

void give_back_start_up_memory() {
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
#ifdef __linux__
    if (!is_traced()) ::dl_iterate_phdr(forget_read_only_parts, nullptr);
#endif
}

} // namespace bot::cli
