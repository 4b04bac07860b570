// Ids of rows: 63 bits, made by us, so that a row knows its id before any engine has seen it. The upper 41 bits are
// milliseconds since 2024 (enough until 2093), the lower 22 start at a random value in each millisecond and count up:
// ids order by time, rise within a process, and two processes hardly meet (a primary key notices when they do).
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>

namespace knowledge::store {

// The rule itself, with time and randomness passed in. Everybody else wants next_id().
class id_sequence {
  public:
    // Greater than every id before it, also when the clock stands still or steps back.
    [[nodiscard]] std::int64_t next(timestamp now, std::uint32_t random);
    // Whether it would look at `random`: it does once a millisecond and counts from there.
    [[nodiscard]] bool wants_random(timestamp now) const;

  private:
    std::int64_t last_ = 0;
};

// From the sequence of this process. Any thread.
[[nodiscard]] std::int64_t next_id();

// When the id was made, exact to the millisecond.
[[nodiscard]] timestamp made_at(std::int64_t id);

// No id made at that moment or later is smaller.
[[nodiscard]] std::int64_t first_id_at(timestamp when);

} // namespace knowledge::store
