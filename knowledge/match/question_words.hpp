// The words of a question that waits for a person, as it is compared with others that wait: what grammar needs left
// out, what the community says in words of its own put in one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace knowledge::text {
class synonyms;
}

namespace knowledge::match {

struct question_words {
    struct word {
        std::uint64_t hash;
        float kind_weight;
        bool name; // of something, or a number: what a question is about
    };
    std::vector<word> terms; // each once, in its heaviest kind, by hash
    bool leans = false;      // says nothing without what was said before
};

// Puts them in place of what is in `into`, whose memory is used again. `own`: the community's words, or nullptr.
void read_question_words(std::string_view text, const text::synonyms* own, question_words& into);

} // namespace knowledge::match
