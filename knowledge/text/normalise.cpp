#include "knowledge/text/normalise.hpp"

#include "knowledge/text/traditional.hpp"
#include "knowledge/text/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace knowledge::text {

namespace {

// ICU's objects, made once. All of them are used through const members only, which ICU documents as thread-safe.
class unicode_tables {
  public:
    unicode_tables() {
        UErrorCode status = U_ZERO_ERROR;
        nfkc_ = icu::Normalizer2::getNFKCInstance(status);
        nfkc_casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
    }

    // Neither width, case, composition nor simplification changes it, whatever stands beside it.
    bool is_plain(char32_t c) const {
        const auto code_point = static_cast<UChar32>(c);
        return nfkc_casefold_->isInert(code_point) && nfkc_->isInert(code_point) && !is_traditional(c);
    }

    icu::UnicodeString canonical(const icu::UnicodeString& text, letter_case letters) const {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString result = nfkc_->normalize(text, status);
        if (letters == letter_case::folded) result = nfkc_casefold_->normalize(result, status);
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
        return result;
    }

  private:
    const icu::Normalizer2* nfkc_ = nullptr; // owned by ICU, like the next
    const icu::Normalizer2* nfkc_casefold_ = nullptr;
};

const unicode_tables& tables() {
    static const unicode_tables all;
    return all;
}

// Loaded at the first text that needs it (~50 ms).
const icu::Transliterator& to_simplified() {
    static const std::unique_ptr<const icu::Transliterator> rules = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
        return made;
    }();
    return *rules;
}

// The whole text at once, because some characters are simplified differently in different words.
void simplify(icu::UnicodeString& text) {
    for (int32_t at = 0; at < text.length(); ++at)
        if (is_traditional(text.charAt(at))) return to_simplified().transliterate(text);
}

// Asking ICU takes fifty times as long as remembering its answer.
constexpr std::size_t remembered = 0x10000;
enum : std::uint8_t { unknown, yes, no };
std::array<std::atomic<std::uint8_t>, remembered> plain_answers{};

bool ask_whether_plain(char32_t c) {
    const std::uint8_t answer = tables().is_plain(c) ? yes : no;
    plain_answers[c].store(answer, std::memory_order_relaxed);
    return answer == yes;
}

inline bool is_plain(char32_t c) {
    if (c >= remembered) return c >= 0x1F300 && c <= 0x1FAFF;
    const std::uint8_t answer = plain_answers[c].load(std::memory_order_relaxed);
    return answer == unknown ? ask_whether_plain(c) : answer == yes;
}

// Takes no room on paper and is typed by nobody: zero-width characters, direction marks, variation selectors.
bool is_invisible(char32_t c) {
    return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

bool is_odd_space(char32_t c) {
    return c == 0x00A0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0x0085;
}

char fold_ascii(char32_t c, letter_case letters) {
    if (c < 0x20 && c != '\n') return ' ';
    if (c == 0x7F) return ' ';
    if (letters == letter_case::folded && c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return static_cast<char>(c);
}

// Eight bytes of printable ASCII, none of which is folded.
bool stay_as_they_are(std::uint64_t eight, letter_case letters) {
    constexpr std::uint64_t each = 0x0101010101010101ULL, high_bits = 0x80 * each;
    const std::uint64_t low = eight & ~high_bits; // so that no sum carries into the next byte
    const auto from = [low](std::uint64_t c) { return low + (0x80 - c) * each; };
    std::uint64_t stay = ~eight & from(' ') & ~from(0x7F);
    if (letters == letter_case::folded) stay &= ~(from('A') & ~from('Z' + 1));
    return (stay & high_bits) == high_bits;
}

std::size_t behind_plain_han(std::string_view text, std::size_t at) {
    for (std::size_t behind = at; at < text.size(); at = behind) {
        const char32_t c = next_code_point(text, behind);
        if (c < 0x3400 || c > 0x9FFF || !is_plain(c)) break;
    }
    return at;
}

// Behind what begins at `at` and stays as it is: printable ASCII and Han that nothing changes. What follows may do so
// as well.
std::size_t behind_unchanged(std::string_view text, std::size_t at, letter_case letters) {
    while (at < text.size()) {
        if (std::uint64_t eight = 0; text.size() - at >= sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if (stay_as_they_are(eight, letters)) {
                at += sizeof eight;
                continue;
            }
        }
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            if (fold_ascii(static_cast<unsigned char>(text[at]), letters) != text[at]) break;
            ++at;
            continue;
        }
        const std::size_t from = at;
        at = behind_plain_han(text, at);
        if (at == from) break;
    }
    return at;
}

// What most questions are made of. False when the text needs ICU; `out` is of no use then.
bool normalise_simple(std::string_view text, letter_case letters, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        at = behind_unchanged(text, at, letters);
        out.append(text, from, at - from);
        if (at == text.size()) break;
        char32_t c = next_code_point(text, at);
        if (is_invisible(c)) continue;
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0; // full width
        if (is_odd_space(c)) c = ' ';
        if (c < 0x80) {
            out.push_back(fold_ascii(c, letters));
        } else if (is_plain(c)) {
            append_code_point(out, c);
        } else {
            return false;
        }
    }
    return true;
}

std::string without_invisible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (!is_invisible(c)) append_code_point(out, c);
    }
    return out;
}

std::string normalise_fully(std::string_view text, letter_case letters) {
    const std::string visible = without_invisible(text);
    icu::UnicodeString wide = tables().canonical(icu::UnicodeString::fromUTF8(visible), letters);
    simplify(wide);
    std::string canonical;
    wide.toUTF8String(canonical);

    std::string out;
    out.reserve(canonical.size());
    for (std::size_t at = 0; at < canonical.size();) {
        const char32_t c = next_code_point(canonical, at);
        if (is_odd_space(c))
            out.push_back(' ');
        else if (c < 0x80)
            out.push_back(fold_ascii(c, letters));
        else
            append_code_point(out, c);
    }
    return out;
}

} // namespace

void normalise(std::string_view text, letter_case letters, std::string& into) {
    into.clear();
    if (!normalise_simple(text, letters, into)) into = normalise_fully(text, letters);
}

std::string normalise(std::string_view text, letter_case letters) {
    std::string out;
    out.reserve(text.size());
    normalise(text, letters, out);
    return out;
}

} // namespace knowledge::text
