#include "knowledge/store/copy.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

void copy_database(const settings& from, const std::filesystem::path& to) {
    // The writer's connection, because the copy counts as writing; what it reads stays as it is.
    session db(from, access::write);
    db.run("VACUUM INTO :file", to.string());
}

} // namespace knowledge::store
