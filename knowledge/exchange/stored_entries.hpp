// What is stored, as an import looks for it: by id, by what files call it, by where it was printed, and by what a
// thread says. In its collection: elsewhere the same words are another community's.
#pragma once

#include "knowledge/exchange/plan.hpp"
#include "knowledge/exchange/row.hpp"
#include "knowledge/model.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace knowledge::exchange {

class stored_entries {
  public:
    // Both outlive it.
    stored_entries(const std::vector<entry>& stored, const entry_history& history);

    [[nodiscard]] const std::map<entry_id, const entry*>& by_id() const { return by_id_; }
    [[nodiscard]] const entry* called(const std::string& external_id) const;           // nullptr: none is
    [[nodiscard]] bool was_in(const entry& stored, std::string_view collection) const; // is or was

    // The entry that was printed where the row is, and says or once said the same; nullptr for none. Other words at a
    // known place are a new text: the page was edited.
    [[nodiscard]] const entry* printed_there(const row& r, std::string_view collection) const;

    // The entries of a stored chain that says this, or begins with it; nullptr for none.
    [[nodiscard]] const std::vector<entry_id>* chain_saying(const std::string& thread_key) const;

  private:
    using followers = std::map<entry_id, std::vector<entry_id>>;
    void remember_chains(const entry& e, const followers& of, std::string key, std::vector<entry_id> chain);
    [[nodiscard]] bool has_said(const entry& stored, const std::string& key) const;

    const entry_history& history_;
    std::map<entry_id, const entry*> by_id_;
    std::unordered_map<std::string, const entry*> by_external_id_;
    std::unordered_multimap<std::string, const entry*> places_; // where an entry was printed
    std::unordered_map<std::string, std::vector<entry_id>> chains_;
};

// The key of a thread begins with its collection, and goes on with what each turn says.
[[nodiscard]] std::string thread_key_in(std::string_view collection);
[[nodiscard]] std::string turn_key(std::string_view question, std::string_view answer);

} // namespace knowledge::exchange
