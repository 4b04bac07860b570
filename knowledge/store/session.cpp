#include "knowledge/store/session.hpp"

#include <fmt/format.h>

namespace knowledge::store {

namespace {

// SOCI's what() would add the bound values, which are people's words.
error explained(const soci::soci_error& problem, const settings& how, access mode, std::string_view sql) {
    const auto kind = engine::classify(problem, mode);
    const auto file = how.path.string();
    const auto said = problem.get_error_message();
    switch (kind) {
    case trouble::locked:
        return {kind, fmt::format("the database {} is locked: another process held it longer than {} ms", file,
                                  how.busy_timeout.count())};
    case trouble::full:
        return {kind, fmt::format("no room left for the database {} ({})", file, said)};
    case trouble::unusable:
        return {kind, fmt::format("the database {} cannot be used ({})", file, said)};
    default:
        return {kind, fmt::format("{} in {}", said, sql)};
    }
}

} // namespace

session::session(const settings& how, access mode) : how_(how), mode_(mode) {
    try {
        engine::connect(db_, how_, mode_);
    } catch (const soci::soci_error& problem) {
        throw explained(problem, how_, mode_, "connect");
    }
}

session::statements::node_type session::lend(const char* sql) {
    if (auto known = prepared_.extract(sql)) return known;
    soci::statement fresh(db_);
    fresh.alloc();
    fresh.prepare(sql);
    statements carrier;
    carrier.emplace(sql, fresh);
    return carrier.extract(sql);
}

void session::check_alive() const {
    if (lost_) std::rethrow_exception(lost_);
}

void session::fail(const soci::soci_error& problem, std::string_view sql) {
    const auto told = explained(problem, how_, mode_, sql);
    // On some errors (a full disk) SQLite rolls everything back by itself. What ran next would be outside of any
    // transaction and stored at once, so nothing may.
    if (in_transaction_ && !engine::in_transaction(db_)) lost_ = std::make_exception_ptr(told);
    throw told;
}

void session::begin() {
    lost_ = nullptr;
    run(mode_ == access::write ? engine::begin_write : engine::begin_read);
    in_transaction_ = true;
}

void session::commit() {
    run("COMMIT");
    in_transaction_ = false;
}

void session::rollback() noexcept {
    in_transaction_ = false;
    lost_ = nullptr;
    try {
        if (engine::in_transaction(db_)) run("ROLLBACK");
    } catch (const std::exception&) {
        // The next begin() meets the same trouble and reports it.
    }
}

void session::define(std::string_view ddl) {
    check_alive();
    const auto native = engine::native_ddl(ddl);
    try {
        db_ << native;
    } catch (const soci::soci_error& problem) {
        fail(problem, native);
    }
}

bool session::has_table(const std::string& name) {
    try {
        return engine::has_table(db_, name);
    } catch (const soci::soci_error& problem) {
        fail(problem, "has_table");
    }
}

bool session::has_any_table() {
    try {
        return engine::has_any_table(db_);
    } catch (const soci::soci_error& problem) {
        fail(problem, "has_any_table");
    }
}

void session::prepare_file() {
    try {
        engine::prepare_file(db_, how_);
    } catch (const soci::soci_error& problem) {
        fail(problem, "prepare_file");
    }
}

} // namespace knowledge::store
