#include "knowledge/store/engine.hpp"
#include "knowledge/store/statement.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <thread>

namespace knowledge::store::engine {

namespace fs = std::filesystem;

namespace {

// What a WAL file may keep of its size after a checkpoint: it grows while a long reader holds checkpoints up.
constexpr std::int64_t journal_limit_bytes = std::int64_t{64} << 20;

// The pages every message touches (the ends of tables and indexes) and the entries asked for most.
constexpr int writer_cache_kib = 8 << 10;

// 16 MiB of log: a page that many messages touch is then copied into the database once for all of them.
constexpr int checkpoint_pages = 4096;

// How often the switch to WAL is tried again within the busy time-out.
constexpr std::chrono::milliseconds switch_pause{2};

constexpr int only_kind = 0xff; // the upper bits of an error only refine it

int sqlite_code(const soci::soci_error& problem) {
    const auto* of_sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&problem);
    return of_sqlite ? of_sqlite->result() & only_kind : SQLITE_OK;
}

// Before SQLite is asked, because its own answer is "unable to open database file" for all of these. The file is not
// opened for the test: closing it again would drop the locks this process holds on it.
void check_path(const settings& how, access mode) {
    const auto refuse = [&](std::string_view why) {
        throw error(trouble::unusable, fmt::format("cannot open the database {}: {}", how.path.string(), why));
    };
    if (how.path.empty() || how.path == ":memory:") refuse("a file is needed, readers and the writer share it");
    std::error_code ec;
    const auto status = fs::status(how.path, ec);
    if (fs::exists(status)) {
        if (fs::is_directory(status)) refuse("it is a directory");
        if (::faccessat(AT_FDCWD, how.path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
            refuse("no permission to read and write it");
        }
    } else if (!how.create || mode == access::read) {
        refuse("there is no such file");
    }
    const fs::path folder = fs::absolute(how.path).parent_path();
    if (!fs::is_directory(folder, ec)) refuse(fmt::format("there is no directory {}", folder.string()));
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        refuse(fmt::format("no permission to write in {}", folder.string()));
    }
}

// A new file is for its owner alone, for it holds who asked what; SQLite gives the files beside it the same mode.
// Nobody can hold a lock on a file that was not there, so it may be closed.
void make_private(const fs::path& path) {
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made); // else somebody was faster, or SQLite says what is wrong
}

// Before the first connection of this process. Each of ours is used by one thread at a time (the writer's, or whoever
// borrowed a reader), so SQLite need not lock it for every value and row; and nobody reads its count of memory, for
// which every allocation takes a lock. Where something else of the process opened a database earlier this is refused,
// and everything works as before.
void spare_locks() {
    static const bool once = [] {
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }();
    static_cast<void>(once);
}

// SOCI takes a text without '=' as the path itself, otherwise as key="value" without any escape. Absolute, so that
// SQLite does not read a name such as "file:x" as a URI.
std::string connect_text(const fs::path& path) {
    std::string plain = fs::absolute(path).string();
    if (plain.find('=') == std::string::npos) return plain;
    if (plain.find('"') != std::string::npos) {
        throw error(trouble::unusable,
                    fmt::format("cannot open the database {}: a path with both '=' and '\"'", plain));
    }
    return fmt::format("db=\"{}\"", plain);
}

} // namespace

const char* const begin_write = "BEGIN IMMEDIATE";
const char* const begin_read = "BEGIN";

void connect(soci::session& db, const settings& how, access mode) {
    check_path(how, mode);
    make_private(how.path);
    spare_locks();
    db.open(soci::sqlite3, connect_text(how.path));
    db << fmt::format("PRAGMA busy_timeout = {}", how.busy_timeout.count());
    db << "PRAGMA foreign_keys = ON";
    db << "PRAGMA synchronous = FULL";
    if (mode == access::write) {
        // What a savepoint would restore stays in memory; in a file it is two writes for each page a message touches.
        db << "PRAGMA temp_store = MEMORY";
        db << fmt::format("PRAGMA cache_size = -{}", writer_cache_kib);
        db << fmt::format("PRAGMA wal_autocheckpoint = {}", checkpoint_pages);
    }
    db << fmt::format("PRAGMA journal_size_limit = {}", journal_limit_bytes);
    if (how.max_pages > 0) db << fmt::format("PRAGMA max_page_count = {}", how.max_pages);
    if (mode == access::read) db << "PRAGMA query_only = ON";
}

void prepare_file(soci::session& db, const settings& how) {
    // The switch of a new file to WAL needs it alone for a moment and does not use the busy time-out, so two processes
    // that open it together would see one of them fail.
    const auto deadline = std::chrono::steady_clock::now() + how.busy_timeout;
    for (;;) {
        try {
            std::string mode;
            db << "PRAGMA journal_mode = WAL", soci::into(mode);
            if (mode == "wal") return;
            throw error(trouble::unusable, fmt::format("{} is on a file system without shared memory, which the "
                                                       "write-ahead log needs",
                                                       how.path.string()));
        } catch (const soci::soci_error& problem) {
            const bool busy = sqlite_code(problem) == SQLITE_BUSY || sqlite_code(problem) == SQLITE_LOCKED;
            if (!busy || std::chrono::steady_clock::now() >= deadline) throw;
        }
        std::this_thread::sleep_for(switch_pause);
    }
}

bool in_transaction(soci::session& db) {
    const auto* backend = static_cast<soci::sqlite3_session_backend*>(db.get_backend());
    return sqlite_api::sqlite3_get_autocommit(backend->conn_) == 0;
}

bool has_table(soci::session& db, const std::string& name) {
    int found = 0;
    db << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name", soci::use(name),
        soci::into(found);
    return found > 0;
}

bool has_any_table(soci::session& db) {
    int found = 0;
    db << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'", soci::into(found);
    return found > 0;
}

std::string native_ddl(std::string_view portable) {
    std::string native(portable);
    const auto replace = [&native](std::string_view ours, std::string_view theirs) {
        if (const auto at = native.find(ours); at != std::string::npos) native.replace(at, ours.size(), theirs);
    };
    // Only this very spelling makes the key SQLite's row id, with no index of its own.
    replace("id64 PRIMARY KEY", "INTEGER PRIMARY KEY");
    replace(" kept by key", " WITHOUT ROWID");
    return native;
}

trouble classify(const soci::soci_error& problem, access mode) {
    return classify(failure(sqlite_code(problem), {}), mode);
}

trouble classify(const failure& problem, access mode) {
    switch (problem.code() & only_kind) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return trouble::locked;
    case SQLITE_FULL:
        return trouble::full;
    case SQLITE_READONLY: // a reader that writes is our mistake, the writer is refused by the file
        return mode == access::read ? trouble::internal : trouble::unusable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
        return trouble::unusable;
    default:
        return trouble::internal;
    }
}

} // namespace knowledge::store::engine
