// The match index of all that is known at one moment, and the file beside the database that keeps it for the next
// start. What changes afterwards is put beside it by live_index.hpp.
#pragma once

#include "knowledge/match/index.hpp"
#include "knowledge/store/changes.hpp"
#include "knowledge/store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace bot::conversation {

// Words that mean the same, a row each (text/synonyms.hpp), as the configuration has them.
using synonym_rows = std::vector<std::vector<std::string>>;

// An index, and the state of the knowledge that it is of.
struct dated_index {
    std::shared_ptr<const knowledge::match::index> index;
    knowledge::store::knowledge_state of;
};

// How an index is made of documents: index::build, but in tests. It may look whether it should stop.
using index_maker = std::function<std::shared_ptr<const knowledge::match::index>(
    std::vector<knowledge::match::document>, const knowledge::match::index::own_words&, const std::stop_token&)>;
[[nodiscard]] index_maker made_as_always();

class base_index {
  public:
    explicit base_index(const knowledge::store::store& store, const synonym_rows& own = {},
                        index_maker make = made_as_always());

    // The one in the file; without an index when none there is of use to this program.
    [[nodiscard]] dated_index kept() const;

    // A new one of what is known now, kept in the file. Between its steps (reading, making, writing) it looks whether
    // it should stop: then none. Throws store::error and what making it throws.
    [[nodiscard]] std::optional<dated_index> build(const std::stop_token& stop = {}) const;

  private:
    [[nodiscard]] std::shared_ptr<const knowledge::match::index>
    keep(std::shared_ptr<const knowledge::match::index> built, const knowledge::store::knowledge_state& of) const;

    const knowledge::store::store& store_;
    knowledge::match::index::own_words own_words_;
    index_maker make_;
    std::filesystem::path file_;
};

// For a program that asks once and ends: the index kept beside the database, or a new one, which is not kept.
[[nodiscard]] std::shared_ptr<const knowledge::match::index> index_of(const knowledge::store::store& store,
                                                                      const synonym_rows& own = {});

} // namespace bot::conversation
