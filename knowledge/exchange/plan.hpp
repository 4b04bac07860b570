// Compares a batch with the entries that are stored and says what has to change. Pure: apply.hpp carries a plan out, a
// dry run only counts it. Applying a plan and planning again gives a plan without steps.
#pragma once

#include "knowledge/exchange/import.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/entries.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace knowledge::exchange {

struct import_options {
    entry_state state = entry_state::canonical; // of new entries with an answer, unless their file says otherwise
    std::string collection = "default";         // likewise
};

// One thing to do. `value.previous` is set here when the predecessor is stored already; when it is inserted by an
// earlier step, `previous_step` names that step.
struct step {
    enum class kind { insert, update, add_sources };
    kind what = kind::insert;
    entry value{}; // id none for insert; for add_sources only id and sources count
    std::optional<std::size_t> previous_step{};
    std::string via{}; // what the revision will say: "import weekly-20200522.md"
};

struct import_plan {
    std::vector<step> steps;
    summary outcome; // complete, as it will be once the steps are done
};

// All revisions of an entry, oldest first.
using entry_history = std::function<std::vector<store::revision>(entry_id)>;

// An entry whose last author is not "import", or that is retired, keeps what it says. Refused, and nothing of the file
// taken: a row that would lead a chain around in a circle, a new canonical one without an answer.
import_plan plan_import(const batch& from, const std::vector<entry>& stored, const entry_history& history,
                        const import_options& how);

} // namespace knowledge::exchange
