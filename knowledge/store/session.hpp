// One connection with its prepared statements. Private to this folder. The files beside it write their SQL with three
// verbs, run, each and one; store.cpp decides about transactions.
#pragma once

#include "knowledge/store/columns.hpp"
#include "knowledge/store/engine.hpp"
#include "knowledge/store/statement.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace knowledge::store {

// Statements are string literals: they are kept prepared under their address. No parameter may occur twice in one,
// SQLite would count it once and PostgreSQL twice. Every verb throws error.
class session {
  public:
    session(const settings& how, access mode);
    ~session();
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    // How many rows it changed.
    template <class... Values>
    std::int64_t run(const char* sql, const Values&... values) {
        return with(
            sql,
            [](engine::statement& prepared) {
                while (prepared.step()) {
                }
                return prepared.changed_rows();
            },
            values...);
    }

    // Fills `row` (made by std::tie) and calls `on_row` for each row. Columns are never NULL: use COALESCE.
    template <class... Columns, class OnRow, class... Values>
    void each(const char* sql, std::tuple<Columns&...> row, OnRow on_row, const Values&... values) {
        with(
            sql,
            [&](engine::statement& prepared) {
                while (prepared.step()) {
                    int place = 0;
                    std::apply([&](auto&... column) { (detail::take_column(prepared, place++, column), ...); }, row);
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
    // Runs `job`; when it throws, what it did is undone, and what it threw is returned. Throws when the transaction as
    // a whole is lost.
    std::exception_ptr in_savepoint(const std::function<void(session&)>& job);
    // What is to be done behind the units of this batch (store.hpp).
    void add_late_work(std::string key, std::function<void(session&)> job);
    void do_late_work();
    void commit();
    void rollback() noexcept; // of whatever is open; nothing when nothing is

    // For migrations: a statement that is run once, in portable types.
    void define(std::string_view ddl);
    [[nodiscard]] bool has_table(const std::string& name);
    [[nodiscard]] bool has_any_table();
    void prepare_file();

    [[nodiscard]] const settings& configured() const { return how_; }

  private:
    // A statement out of the cache, so that one that is run again from its own rows gets another. It goes back when it
    // is done, however that ended.
    class loan {
      public:
        loan(session& from, const char* sql, int values);
        ~loan();
        loan(const loan&) = delete;
        loan& operator=(const loan&) = delete;
        engine::statement& operator*() { return lent_; }

      private:
        std::vector<engine::statement>& home_;
        engine::statement lent_;
    };

    template <class Act, class... Values>
    auto with(const char* sql, Act act, const Values&... values) {
        check_alive();
        try {
            loan lent(*this, sql, sizeof...(Values));
            int place = 0;
            ((*lent).bind(place++, detail::to_column(values)), ...);
            return act(*lent);
        } catch (const engine::failure& problem) {
            fail(problem, sql);
        }
    }

    void check_alive() const;
    template <class Problem>
    [[noreturn]] void fail(const Problem& problem, std::string_view sql);

    settings how_;
    access mode_;
    std::unique_ptr<soci::session> db_;
    std::unordered_map<const char*, std::vector<engine::statement>> idle_; // by their literals
    bool in_transaction_ = false;
    struct late_work {
        std::string key;
        std::function<void(session&)> job;
    };
    std::vector<late_work> late_; // in the order it was asked for; few
    std::exception_ptr lost_;     // why the engine gave the transaction up; nothing runs until the next begin()
};

} // namespace knowledge::store
