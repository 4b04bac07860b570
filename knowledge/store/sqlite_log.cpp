#include "knowledge/store/sqlite_log.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace knowledge::store::engine {

namespace {

namespace sqlite = sqlite_api;

// Before each page in the log, with its number and checksum (https://www.sqlite.org/fileformat2.html#walformat).
constexpr std::size_t frame_header_bytes = 24;

// What SQLite believes to be the log. The real one lies behind it, in the room that SQLite makes for both.
struct log_file : sqlite::sqlite3_file {
    std::int64_t held_from = 0; // in the file
    std::vector<char> held;     // a frame's header, until its page comes: with the next write

    sqlite::sqlite3_file* real() { return reinterpret_cast<sqlite::sqlite3_file*>(this + 1); }

    int put(const void* bytes, std::size_t count, std::int64_t at) {
        return real()->pMethods->xWrite(real(), bytes, static_cast<int>(count), at);
    }

    int let_go() {
        if (held.empty()) return SQLITE_OK;
        const int code = put(held.data(), held.size(), held_from);
        held.clear(); // also where that failed: then the transaction is given up, and nobody looks behind its beginning
        return code;
    }

    // Never more than a header is held back: what a transaction that is undone leaves behind could be put over what
    // another process has written there since.
    int write(const void* bytes, std::size_t count, std::int64_t at) {
        const bool its_page = !held.empty() && at == held_from + static_cast<std::int64_t>(held.size());
        if (!its_page) {
            if (const int code = let_go(); code != SQLITE_OK) return code;
            if (count != frame_header_bytes) return put(bytes, count, at);
            held_from = at;
        }
        const auto* from = static_cast<const char*>(bytes);
        held.insert(held.end(), from, from + count);
        return its_page ? let_go() : SQLITE_OK;
    }
};
static_assert(sizeof(log_file) % alignof(std::int64_t) == 0, "as SQLite aligns what it makes room for");

log_file& log_of(sqlite::sqlite3_file* file) {
    return *static_cast<log_file*>(file);
}

// Everything but a write looks at the file as it is, or changes it elsewhere.
template <class Act>
int after_letting_go(sqlite::sqlite3_file* file, Act act) {
    auto& log = log_of(file);
    if (const int code = log.let_go(); code != SQLITE_OK) return code;
    return act(log.real());
}

const sqlite::sqlite3_io_methods& log_methods() {
    static const sqlite::sqlite3_io_methods methods = [] {
        sqlite::sqlite3_io_methods made{};
        made.iVersion = 1; // what came later is about the database itself: its shared memory, and mapping it
        made.xClose = [](sqlite::sqlite3_file* file) {
            auto& log = log_of(file);
            const int left = log.let_go();
            const int closed = log.real()->pMethods->xClose(log.real());
            log.~log_file();
            return left != SQLITE_OK ? left : closed;
        };
        made.xRead = [](sqlite::sqlite3_file* file, void* into, int count, sqlite::sqlite3_int64 at) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xRead(real, into, count, at); });
        };
        made.xWrite = [](sqlite::sqlite3_file* file, const void* from, int count, sqlite::sqlite3_int64 at) {
            try {
                return log_of(file).write(from, static_cast<std::size_t>(count), at);
            } catch (const std::bad_alloc&) {
                return SQLITE_NOMEM;
            }
        };
        made.xTruncate = [](sqlite::sqlite3_file* file, sqlite::sqlite3_int64 size) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xTruncate(real, size); });
        };
        made.xSync = [](sqlite::sqlite3_file* file, int how) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xSync(real, how); });
        };
        made.xFileSize = [](sqlite::sqlite3_file* file, sqlite::sqlite3_int64* size) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xFileSize(real, size); });
        };
        made.xLock = [](sqlite::sqlite3_file* file, int kind) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xLock(real, kind); });
        };
        made.xUnlock = [](sqlite::sqlite3_file* file, int kind) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xUnlock(real, kind); });
        };
        made.xCheckReservedLock = [](sqlite::sqlite3_file* file, int* locked) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xCheckReservedLock(real, locked); });
        };
        made.xFileControl = [](sqlite::sqlite3_file* file, int what, void* value) {
            return after_letting_go(file, [=](auto* real) { return real->pMethods->xFileControl(real, what, value); });
        };
        made.xSectorSize = [](sqlite::sqlite3_file* file) {
            auto* const real = log_of(file).real();
            return real->pMethods->xSectorSize(real);
        };
        made.xDeviceCharacteristics = [](sqlite::sqlite3_file* file) {
            auto* const real = log_of(file).real();
            return real->pMethods->xDeviceCharacteristics(real);
        };
        return made;
    }();
    return methods;
}

// The engine's own way to the operating system, which does everything but open logs.
sqlite::sqlite3_vfs*& system_itself() {
    static sqlite::sqlite3_vfs* known = sqlite::sqlite3_vfs_find(nullptr);
    return known;
}

int open_file(sqlite::sqlite3_vfs*, const char* name, sqlite::sqlite3_file* file, int flags, int* flags_got) {
    auto* const system = system_itself();
    if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, file, flags, flags_got);
    auto* const log = new (file) log_file();
    log->real()->pMethods = nullptr;
    const int code = system->xOpen(system, name, log->real(), flags, flags_got);
    if (code == SQLITE_OK) {
        log->pMethods = &log_methods();
        return code;
    }
    // As a file that could not be opened is closed nevertheless where it has methods.
    if (log->real()->pMethods != nullptr) log->real()->pMethods->xClose(log->real());
    log->~log_file();
    file->pMethods = nullptr;
    return code;
}

} // namespace

void join_log_writes() {
    if (system_itself() == nullptr) return;
    static sqlite::sqlite3_vfs ours = [] {
        auto made = *system_itself();
        made.pNext = nullptr;
        made.zName = "qunda";
        made.szOsFile = std::max(made.szOsFile, static_cast<int>(sizeof(log_file)) + system_itself()->szOsFile);
        made.xOpen = open_file;
        return made;
    }();
    sqlite::sqlite3_vfs_register(&ours, 1);
}

} // namespace knowledge::store::engine
