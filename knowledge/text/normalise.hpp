// Makes texts that mean the same look the same: NFKC, one width, one case, simplified characters, plain spaces, no
// invisible characters. Everything that is compared (questions, entries, words of the lexicon) goes through here.
#pragma once

#include <string>
#include <string_view>

namespace knowledge::text {

// kept: for the tokeniser, which reads camelCase before it folds.
enum class letter_case { folded, kept };

// Total: what is not UTF-8 becomes U+FFFD. Control characters become spaces, line breaks stay. Idempotent.
// A few µs for a question in ASCII or simplified Chinese; text with other scripts, combining marks or traditional
// characters takes the way through ICU (tens of µs). Safe from any thread; the first text with traditional characters
// loads ICU's rules for them (~50 ms).
[[nodiscard]] std::string normalise(std::string_view text, letter_case letters = letter_case::folded);

// The same into a text whose memory is used again. `text` must not lie in it.
void normalise(std::string_view text, letter_case letters, std::string& into);

} // namespace knowledge::text
