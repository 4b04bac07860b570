// Imports a batch into the database: everything in one transaction, or nothing.
#pragma once

#include "knowledge/exchange/plan.hpp"

#include <cstddef>
#include <functional>

namespace knowledge::store {
class session;
class store;
} // namespace knowledge::store

namespace knowledge::exchange {

// Called as work gets done, at most once for each hundredth; on whatever thread does the work.
using progress = std::function<void(std::size_t done, std::size_t total)>;

// Revisions are written as author "import", and one row of the audit when anything changed. Throws store::error. Not
// for the event loop's thread.
summary import_batch(store::store& into, const batch& from, const import_options& how, timestamp now,
                     const progress& tell = {});

// The same summary, with nothing written.
summary dry_run(const store::store& into, const batch& from, const import_options& how);

} // namespace knowledge::exchange
