// A prepared statement of one connection, run many times: the engine's own calls, because every message runs some
// twenty statements and SOCI makes objects for each value of each run (docs/decisions.md). Implemented once for an
// engine (sqlite_statement.cpp). Files with SQL want the verbs of session.hpp, which lend and give back statements.
#pragma once

#include "knowledge/store/engine.hpp"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace knowledge::store::engine {

// What the engine says, without any bound value: those are people's words.
class failure : public std::runtime_error {
  public:
    failure(int code, const std::string& said) : std::runtime_error(said), code_(code) {}
    [[nodiscard]] int code() const { return code_; } // the engine's

  private:
    int code_;
};

trouble classify(const failure& problem, access mode);

// Every function throws failure where the engine says no. Places count from 0.
class statement {
  public:
    // `values` is how many are going to be bound: another number of parameters is a mistake in the statement.
    statement(soci::session& db, const char* sql, int values);

    // Text is not copied: it stays where it is until reset().
    void bind(int place, std::int64_t value);
    void bind(int place, double value);
    void bind(int place, std::string_view value);

    bool step(); // a row is there; false: it is done

    // Of the row that is there. NULL is refused. Text is valid until the next step().
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string_view text(int column) const;

    [[nodiscard]] std::int64_t changed_rows() const; // by the statement that was last done on this connection

    void reset() noexcept; // ends the run and lets go of what was bound

  private:
    struct native;
    struct close {
        void operator()(native* statement) const noexcept;
    };
    std::unique_ptr<native, close> native_;
};

} // namespace knowledge::store::engine
