// Forgetting by age, class by class, in steps that are short enough for everybody else to get in between.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>

namespace knowledge::store {

class session;

// What is older than this goes; timestamp{}: it is kept.
struct retention {
    timestamp question_texts, names, deliveries, outbox, audit, feedback, reply_addresses;
};

// How far the classes have got that are found by looking through the questions.
struct retention_place {
    timestamp texts, names;
};

struct forgotten_by_age {
    std::int64_t question_texts = 0, names = 0, deliveries = 0, outbox = 0, audit = 0, feedback = 0,
                 reply_addresses = 0;

    bool operator==(const forgotten_by_age&) const = default;
};
forgotten_by_age& operator+=(forgotten_by_age& to, const forgotten_by_age& more);

// One step: at most `most` rows of each class are looked at in the questions, or go elsewhere. True: there may be more.
//   question_texts   the words go, and with them what they proposed and why it was decided; who still waits for an
//                    answer by then waits no more
//   names            display names of who asked; the stable id stays
//   outbox           what was sent or failed, or may have arrived, with its payload
[[nodiscard]] bool forget_by_age(session& db, const retention& before, std::size_t most, retention_place& at,
                                 forgotten_by_age& count);

} // namespace knowledge::store
