// Where database engines differ: how one connects, what a writing transaction begins with, which types a schema uses
// and what an error means; and how a statement is run (statement.hpp). sqlite.cpp and sqlite_statement.cpp implement
// them for one engine; every other statement of this folder is SQL that SQLite and PostgreSQL both accept.
#pragma once

#include "knowledge/store/store.hpp"

#include <string>
#include <string_view>

namespace soci {
class session;
class soci_error;
} // namespace soci

namespace knowledge::store {

enum class access { read, write };

namespace engine {

// Throws error{unusable} where the path is at fault, soci::soci_error where the engine says no.
void connect(soci::session& db, const settings& how, access mode);

// Settings that are kept in the file and let readers and the writer work at the same time. Asked for after the schema
// was found to be ours, so that a file that is not ours stays as it is.
void prepare_file(soci::session& db, const settings& how);

extern const char* const begin_write; // takes the write lock at once, so that nothing fails half-way for want of it
extern const char* const begin_read;

bool in_transaction(soci::session& db);
bool has_table(soci::session& db, const std::string& name);
bool has_any_table(soci::session& db);

// A statement of migrations.cpp in the engine's own types: there, `id64 PRIMARY KEY` is written for a 64-bit key.
std::string native_ddl(std::string_view portable);

trouble classify(const soci::soci_error& problem, access mode);

} // namespace engine
} // namespace knowledge::store
