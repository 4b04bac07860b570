// What was posted of an entry's answer and says something else now, and how it is put right: a post is changed where
// the platform can, else its conversation is told once. Nothing is said before somebody says yes.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/outbox.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace knowledge::store {
class session;
}

namespace bot::conversation {

// One thing to say: instead of a post (`row` is what became it), or to a conversation (`row` is the newest of its
// posts).
struct correcting {
    knowledge::store::outbox_row row;
    adapters::chat::outgoing message; // complete, without id
    bool in_place = false;
};

struct correction {
    std::vector<correcting> todo;
    std::size_t posts = 0;                       // that say something else than the entry does
    std::vector<knowledge::outbox_id> overtaken; // corrections that wait to be sent, where another is to do
    std::size_t called_off = 0; // that say the answer does not hold, of an entry in use: they stay as they are

    [[nodiscard]] std::size_t conversations() const; // lanes of what is to do
};

// What was posted at `since` or later and is out of date: says an older answer, or one of an entry that was retired,
// which is called off. Empty for a draft. The same question
// asked again after correct() has nothing in it: what was put right is up to date.
[[nodiscard]] correction find_outdated(knowledge::store::session& db, const config::settings& settings,
                                       const knowledge::entry& entry, knowledge::timestamp since);

// Puts it into the outbox, and returns the lanes that something was put into. What tells a conversation waits for the
// end of its quiet hours.
std::vector<std::string> correct(knowledge::store::session& db, const config::settings& settings,
                                 const knowledge::entry& entry, const correction& what, knowledge::timestamp now);

// An entry is in use again: what calls its replies off and has not left does not leave. How many.
std::size_t keep_from_calling_off(knowledge::store::session& db, const config::settings& settings,
                                  const knowledge::entry& entry, knowledge::timestamp since);

} // namespace bot::conversation
