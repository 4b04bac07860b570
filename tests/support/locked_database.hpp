// Another process's write lock on a database, for as long as this lives.
#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

namespace tests {

class locked_database {
  public:
    explicit locked_database(const std::string& file) {
        // The program may be writing just now: wait for it.
        if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK || sqlite3_busy_timeout(db_, 10'000) != SQLITE_OK ||
            sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK) {
            const std::string why = sqlite3_errmsg(db_);
            sqlite3_close(db_);
            throw std::runtime_error(why);
        }
    }
    ~locked_database() { sqlite3_close(db_); }
    locked_database(const locked_database&) = delete;
    locked_database& operator=(const locked_database&) = delete;

  private:
    sqlite3* db_ = nullptr;
};

} // namespace tests
