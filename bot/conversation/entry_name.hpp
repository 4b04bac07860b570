// How people name an entry in a group: "e17", "条目 17", "entry 17", or any id behind such a word; "e17@3" is its
// revision 3, which a change may say it started from. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

struct entry_name {
    std::string id;   // as the entry's external id has it
    int revision = 0; // from 1; 0: not said

    bool operator==(const entry_name&) const = default;
};

struct named_entry {
    entry_name name;
    std::string_view rest; // behind it, trimmed
};

// At the start of the text. Without a word before it only what can be nothing else is a name: an "e" and a number, or
// a turn of a weekly ("2020-05-22#1#3").
[[nodiscard]] std::optional<named_entry> leading_entry(std::string_view text);

// "e17", "e17@3": as a form of ours names the entry a change starts from.
[[nodiscard]] std::string to_string(const entry_name& name);
// nullopt for anything that to_string() does not write.
[[nodiscard]] std::optional<entry_name> entry_name_from(std::string_view text);

// As people can say it so that leading_entry() reads it: `word` stands before an id that is no name by itself
// ("条目 faq-1").
[[nodiscard]] std::string said_as(const entry_name& name, std::string_view word);

} // namespace bot::conversation
