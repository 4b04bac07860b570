// English words to their stem (Porter2, libstemmer). Our own light rule (plural -s, -ing, -ed) was weighed against it:
// it keeps "configuration" and "configure", "transactional" and "transaction" apart, which is how members and answers
// differ most; and names that are no English words come out the same in question and entry either way.
#pragma once

#include <string>

namespace knowledge::text {

// `word` is lower-case. Words that are short or not plain a-z come back as they are. Safe from any thread.
[[nodiscard]] std::string stem(std::string word);

} // namespace knowledge::text
