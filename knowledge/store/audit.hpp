// Who did what with the power a moderator or admin has, and who tried without having it. Rows are only ever added.
#pragma once

#include "knowledge/model.hpp"

#include <string>
#include <vector>

namespace knowledge::store {

class session;

struct audit_row {
    timestamp at;
    std::string actor;   // "slack:T1:U1", "cli"
    std::string action;  // "answer", "refused answer", "import"
    std::string subject; // "question 128", "entry e17"
    std::string detail;

    bool operator==(const audit_row&) const = default;
};

void insert_audit(session& db, const audit_row& row);
std::vector<audit_row> load_audit(session& db, timestamp from, timestamp to); // oldest first

} // namespace knowledge::store
