#include "knowledge/store/counters.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

std::int64_t count_up(session& db, std::string_view name) {
    db.run("INSERT INTO counter (name, value) VALUES (:name, 1)"
           " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1",
           name);
    return counted(db, name);
}

std::int64_t counted(session& db, std::string_view name) {
    std::int64_t value = 0;
    db.one("SELECT value FROM counter WHERE name = :name", std::tie(value), name);
    return value;
}

} // namespace knowledge::store
