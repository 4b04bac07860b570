#include "knowledge/store/statement.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace knowledge::store::engine {

namespace sqlite = sqlite_api;

namespace {

sqlite::sqlite3* connection(soci::session& db) {
    return static_cast<soci::sqlite3_session_backend*>(db.get_backend())->conn_;
}

// SQLite takes it for "not copied".
constexpr auto stays = nullptr;

} // namespace

// Never made: SQLite's own statement under a name that its header need not be known for.
struct statement::native {
    static native* from(sqlite::sqlite3_stmt* theirs) { return reinterpret_cast<native*>(theirs); }
    static sqlite::sqlite3_stmt* of(native* ours) { return reinterpret_cast<sqlite::sqlite3_stmt*>(ours); }
    static sqlite::sqlite3_stmt* of(const std::unique_ptr<native, close>& ours) { return of(ours.get()); }

    [[noreturn]] static void refused(const std::unique_ptr<native, close>& ours, int code) {
        throw failure(code, sqlite::sqlite3_errmsg(sqlite::sqlite3_db_handle(of(ours))));
    }
    static void check(const std::unique_ptr<native, close>& ours, int code) {
        if (code != SQLITE_OK) refused(ours, code);
    }
    static void refuse_null(const std::unique_ptr<native, close>& ours, int column) {
        if (sqlite::sqlite3_column_type(of(ours), column) == SQLITE_NULL)
            throw failure(SQLITE_MISMATCH, fmt::format("column {} is NULL", column));
    }
};

void statement::close::operator()(native* statement) const noexcept {
    sqlite::sqlite3_finalize(native::of(statement));
}

statement::statement(soci::session& db, const char* sql, int values) {
    sqlite::sqlite3_stmt* made = nullptr;
    const int code = sqlite::sqlite3_prepare_v3(connection(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) throw failure(code, sqlite::sqlite3_errmsg(connection(db)));
    native_.reset(native::from(made));
    const int wanted = sqlite::sqlite3_bind_parameter_count(made);
    if (wanted != values)
        throw failure(SQLITE_RANGE, fmt::format("{} values are bound to {} parameters", values, wanted));
}

void statement::bind(int place, std::int64_t value) {
    native::check(native_, sqlite::sqlite3_bind_int64(native::of(native_), place + 1, value));
}

void statement::bind(int place, double value) {
    native::check(native_, sqlite::sqlite3_bind_double(native::of(native_), place + 1, value));
}

void statement::bind(int place, std::string_view value) {
    // An empty view may point nowhere, which SQLite would take for NULL.
    const char* const from = value.empty() ? "" : value.data();
    native::check(native_,
                  sqlite::sqlite3_bind_text64(native::of(native_), place + 1, from, value.size(), stays, SQLITE_UTF8));
}

bool statement::step() {
    const int code = sqlite::sqlite3_step(native::of(native_));
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) native::refused(native_, code);
    return false;
}

std::int64_t statement::number(int column) const {
    native::refuse_null(native_, column);
    return sqlite::sqlite3_column_int64(native::of(native_), column);
}

double statement::real(int column) const {
    native::refuse_null(native_, column);
    return sqlite::sqlite3_column_double(native::of(native_), column);
}

std::string_view statement::text(int column) const {
    native::refuse_null(native_, column);
    // In this order: the second only counts what the first has made text of.
    const auto* const from = sqlite::sqlite3_column_text(native::of(native_), column);
    const int bytes = sqlite::sqlite3_column_bytes(native::of(native_), column);
    if (from == nullptr) throw failure(SQLITE_NOMEM, "no memory for a column");
    return {reinterpret_cast<const char*>(from), static_cast<std::size_t>(bytes)};
}

std::int64_t statement::changed_rows() const {
    return sqlite::sqlite3_changes64(sqlite::sqlite3_db_handle(native::of(native_)));
}

void statement::reset() noexcept {
    sqlite::sqlite3_reset(native::of(native_)); // says again what step() said
    sqlite::sqlite3_clear_bindings(native::of(native_));
}

} // namespace knowledge::store::engine
