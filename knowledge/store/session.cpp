#include "knowledge/store/session.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <algorithm>
#include <utility>

namespace knowledge::store {

namespace {

// SOCI's what() would add the bound values, which are people's words; where in SOCI it happened helps nobody either.
std::string said_by(const soci::soci_error& problem) {
    std::string said = problem.get_error_message();
    if (const auto behind = said.find(": "); said.starts_with("sqlite3_") && behind != std::string::npos)
        said.erase(0, behind + 2);
    return said;
}
std::string said_by(const engine::failure& problem) {
    return problem.what();
}

template <class Problem>
error explained(const Problem& problem, const settings& how, access mode, std::string_view sql) {
    const auto kind = engine::classify(problem, mode);
    const auto file = how.path.string();
    const auto said = said_by(problem);
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

engine::statement taken_or_made(std::vector<engine::statement>& idle, soci::session& db, const char* sql, int values) {
    if (idle.empty()) {
        idle.reserve(idle.capacity() + 1); // it goes back without asking for memory
        return {db, sql, values};
    }
    auto taken = std::move(idle.back());
    idle.pop_back();
    return taken;
}

} // namespace

session::session(const settings& how, access mode) : how_(how), mode_(mode), db_(std::make_unique<soci::session>()) {
    try {
        engine::connect(*db_, how_, mode_);
    } catch (const soci::soci_error& problem) {
        throw explained(problem, how_, mode_, "connect");
    }
}

session::~session() = default;

session::loan::loan(session& from, const char* sql, int values)
    : home_(from.idle_[sql]), lent_(taken_or_made(home_, *from.db_, sql, values)) {}

session::loan::~loan() {
    lent_.reset();
    home_.push_back(std::move(lent_));
}

template <class Problem>
void session::fail(const Problem& problem, std::string_view sql) {
    const auto told = explained(problem, how_, mode_, sql);
    // On some errors (a full disk) SQLite rolls everything back by itself. What ran next would be outside of any
    // transaction and stored at once, so nothing may.
    if (in_transaction_ && !engine::in_transaction(*db_)) lost_ = std::make_exception_ptr(told);
    throw told;
}
template void session::fail(const engine::failure& problem, std::string_view sql);

void session::check_alive() const {
    if (lost_) std::rethrow_exception(lost_);
}

void session::begin() {
    lost_ = nullptr;
    late_.clear();
    run(mode_ == access::write ? engine::begin_write : engine::begin_read);
    in_transaction_ = true;
}

std::exception_ptr session::in_savepoint(const std::function<void(session&)>& job) {
    const auto late_before = late_.size();
    std::exception_ptr thrown;
    run("SAVEPOINT unit");
    try {
        job(*this);
    } catch (...) {
        thrown = std::current_exception();
        run("ROLLBACK TO SAVEPOINT unit");
        late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(late_before), late_.end());
    }
    run("RELEASE SAVEPOINT unit");
    return thrown;
}

void session::add_late_work(std::string key, std::function<void(session&)> job) {
    if (mode_ != access::write || !in_transaction_)
        throw error(trouble::internal, "late work outside of a unit of work: " + key);
    if (std::ranges::find(late_, key, &late_work::key) == late_.end())
        late_.push_back({std::move(key), std::move(job)});
}

void session::do_late_work() {
    std::size_t done = 0;
    while (done < late_.size()) { // one may add others
        const auto job = std::move(late_[done++].job);
        (void)in_savepoint(job);
    }
}

void session::commit() {
    run("COMMIT");
    in_transaction_ = false;
}

void session::rollback() noexcept {
    in_transaction_ = false;
    lost_ = nullptr;
    late_.clear();
    try {
        if (engine::in_transaction(*db_)) run("ROLLBACK");
    } catch (const std::exception&) {
        // The next begin() meets the same trouble and reports it.
    }
}

void session::define(std::string_view ddl) {
    check_alive();
    const auto native = engine::native_ddl(ddl);
    try {
        *db_ << native;
    } catch (const soci::soci_error& problem) {
        fail(problem, native);
    }
}

bool session::has_table(const std::string& name) {
    try {
        return engine::has_table(*db_, name);
    } catch (const soci::soci_error& problem) {
        fail(problem, "has_table");
    }
}

bool session::has_any_table() {
    try {
        return engine::has_any_table(*db_);
    } catch (const soci::soci_error& problem) {
        fail(problem, "has_any_table");
    }
}

void session::prepare_file() {
    try {
        engine::prepare_file(*db_, how_);
    } catch (const soci::soci_error& problem) {
        fail(problem, "prepare_file");
    }
}

} // namespace knowledge::store
