// Which words of a question the knowledge has not, and which were read as another word: for people who ask why. Kept
// with the decision (trace.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace knowledge::match {

// Both in the order of the question, as they are written there where they can be found in it again.
struct noted_words {
    struct other {
        std::string said, read_as; // read_as is folded and stemmed, or the name of a row of synonyms

        bool operator==(const other&) const = default;
    };
    std::vector<std::string> unknown; // the last one is "…" when not all are here
    std::vector<other> otherwise;

    bool operator==(const noted_words&) const = default;
};

// Of all together, with what stands around each in JSON: they are kept with every question. A word is cut to a third.
inline constexpr std::size_t most_noted_bytes = 112;

} // namespace knowledge::match
