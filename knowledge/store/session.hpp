// One connection with its prepared statements. Private to this folder: it is where SOCI is spoken. The files beside it
// write their SQL with three verbs, run, each and one; store.cpp decides about transactions.
#pragma once

#include "knowledge/store/columns.hpp"
#include "knowledge/store/engine.hpp"

#include <soci/soci.h>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace knowledge::store {

// Statements are string literals: they are kept prepared under their address. No parameter may occur twice in one,
// SQLite would count it once and PostgreSQL twice. Every verb throws error.
class session {
  public:
    session(const settings& how, access mode);
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    // How many rows it changed.
    template <class... Values>
    std::int64_t run(const char* sql, const Values&... values) {
        return with(
            sql,
            [](soci::statement& prepared, auto& bound) {
                bind(prepared, bound);
                prepared.execute(true);
                return static_cast<std::int64_t>(prepared.get_affected_rows());
            },
            values...);
    }

    // Fills `row` (made by std::tie) and calls `on_row` for each row. Columns are never NULL: use COALESCE.
    template <class... Columns, class OnRow, class... Values>
    void each(const char* sql, std::tuple<Columns&...> row, OnRow on_row, const Values&... values) {
        with(
            sql,
            [&](soci::statement& prepared, auto& bound) {
                auto slots =
                    std::apply([](auto&... column) { return std::tuple{detail::slot<Columns>{column}...}; }, row);
                std::apply([&](auto&... slot) { (prepared.exchange(soci::into(slot.raw)), ...); }, slots);
                bind(prepared, bound);
                for (bool more = prepared.execute(true); more; more = prepared.fetch()) {
                    std::apply([](auto&... slot) { (slot.take(), ...); }, slots);
                    on_row();
                }
                return 0;
            },
            values...);
    }

    // Of a statement with at most one row: fills `row`; false, and `row` as it was, when there is none.
    template <class... Columns, class... Values>
    bool one(const char* sql, std::tuple<Columns&...> row, const Values&... values) {
        bool found = false;
        each(
            sql, row, [&] { found = true; }, values...);
        return found;
    }

    void begin();
    void commit();
    void rollback() noexcept; // of whatever is open; nothing when nothing is

    // For migrations: a statement that is run once, in portable types.
    void define(std::string_view ddl);
    [[nodiscard]] bool has_table(const std::string& name);
    [[nodiscard]] bool has_any_table();
    void prepare_file();

    [[nodiscard]] const settings& configured() const { return how_; }

  private:
    using statements = std::unordered_map<const char*, soci::statement>;

    template <class Bound>
    static void bind(soci::statement& prepared, Bound& bound) {
        std::apply([&](const auto&... value) { (prepared.exchange(soci::use(value)), ...); }, bound);
        prepared.define_and_bind();
    }

    // Lends the prepared statement to `act`. While lent it is out of the cache, so that a statement run again from its
    // own rows gets another; one that failed does not come back.
    template <class Act, class... Values>
    auto with(const char* sql, Act act, const Values&... values) {
        check_alive();
        std::tuple<decltype(detail::to_column(values))...> bound{detail::to_column(values)...};
        try {
            auto lent = lend(sql);
            auto result = act(lent.mapped(), bound);
            lent.mapped().bind_clean_up();
            prepared_.insert(std::move(lent));
            return result;
        } catch (const soci::soci_error& problem) {
            fail(problem, sql);
        }
    }

    statements::node_type lend(const char* sql);
    void check_alive() const;
    [[noreturn]] void fail(const soci::soci_error& problem, std::string_view sql);

    settings how_;
    access mode_;
    soci::session db_;
    statements prepared_;
    bool in_transaction_ = false;
    std::exception_ptr lost_; // why the engine gave the transaction up; nothing runs until the next begin()
};

} // namespace knowledge::store
