#include "knowledge/match/spelling.hpp"

#include "knowledge/match/cpu.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace knowledge::match {

namespace {

constexpr std::size_t two_slips_from = 8; // letters a word must have before it may carry two slips
constexpr double fewest_common_pieces = 0.6;

std::uint32_t letters_of(std::string_view word) {
    std::uint32_t letters = 0;
    for (const char c : word) {
        if (c >= 'a' && c <= 'z') letters |= 1U << (c - 'a');
        if (c >= '0' && c <= '9') letters |= 1U << (26 + (c - '0') % 6);
    }
    return letters;
}

// Calls `use` with three letters in a row, the edges of the word being letters as well: as often as it has letters.
template <class Use>
void each_piece(std::string_view word, Use use) {
    std::uint32_t piece = '^';
    for (std::size_t i = 0; i <= word.size(); ++i) {
        piece = (piece << 8U | static_cast<unsigned char>(i < word.size() ? word[i] : '$')) & 0xFFFFFFU;
        if (i > 0) use(piece);
    }
}

// One bit of 64 for each.
std::uint64_t bits_of_pieces(std::string_view word) {
    std::uint64_t bits = 0;
    each_piece(word, [&bits](std::uint32_t piece) { bits |= 1ULL << (piece * 0x9E3779B1U >> 26U); });
    return bits;
}

// All of them, ascending.
struct piece_list {
    std::array<std::uint32_t, longest_corrected> all{};
    std::size_t size = 0;

    explicit piece_list(std::string_view word) {
        each_piece(word, [this](std::uint32_t piece) { all[size++] = piece; });
        std::sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
    }
};

// Share of common pieces, 0..1.
double dice(const piece_list& a, const piece_list& b) {
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size && j < b.size;) {
        if (a.all[i] == b.all[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a.all[i] < b.all[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(a.size + b.size);
}

// What a word must have in common with the one asked for to be worth a closer look.
struct wanted {
    std::uint32_t letters;
    std::uint64_t pieces;
    int most_different;        // letters one has and the other has not, for words of like length; -1 for others
    int most_different_at_all; // the same, when they have most pieces in common
    int fewest_pieces;         // bits of pieces in common then
};

// The words of [from, to) that may be alike.
template <class Take>
[[gnu::always_inline]] inline void sift(std::span<const std::uint32_t> letters, std::span<const std::uint64_t> pieces,
                                        std::uint32_t from, std::uint32_t to, const wanted& what, Take take) {
    for (std::uint32_t i = from; i < to; ++i) {
        const int different = std::popcount(letters[i] ^ what.letters);
        if (different <= what.most_different ||
            (different <= what.most_different_at_all && std::popcount(pieces[i] & what.pieces) >= what.fewest_pieces))
            take(i);
    }
}

using sifter = void (*)(std::span<const std::uint32_t>, std::span<const std::uint64_t>, std::uint32_t, std::uint32_t,
                        const wanted&, std::vector<std::uint32_t>&);

void sift_anywhere(std::span<const std::uint32_t> letters, std::span<const std::uint64_t> pieces, std::uint32_t from,
                   std::uint32_t to, const wanted& what, std::vector<std::uint32_t>& into) {
    sift(letters, pieces, from, to, what, [&into](std::uint32_t i) { into.push_back(i); });
}

#ifdef QUNDA_AVX2
QUNDA_AVX2 void sift_counting(std::span<const std::uint32_t> letters, std::span<const std::uint64_t> pieces,
                              std::uint32_t from, std::uint32_t to, const wanted& what,
                              std::vector<std::uint32_t>& into) {
    sift(letters, pieces, from, to, what, [&into](std::uint32_t i) { into.push_back(i); });
}
const sifter sift_words = cpu_has_avx2() ? sift_counting : sift_anywhere;
#else
const sifter sift_words = sift_anywhere;
#endif

} // namespace

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
    if (a.size() > longest_corrected || b.size() > longest_corrected) return most + 1;
    static_assert(longest_corrected < 255); // a distance is no more than the longer word
    std::array<std::array<std::uint8_t, longest_corrected + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = static_cast<std::uint8_t>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = static_cast<std::uint8_t>(i);
        unsigned least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            unsigned here =
                std::min(std::min(above[j], row[j - 1]) + 1U, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here = std::min(here, two_above[j - 2] + 1U);
            row[j] = static_cast<std::uint8_t>(here);
            least = std::min(least, here);
        }
        if (least > most) return most + 1;
    }
    return std::min<std::size_t>(rows[a.size() % 3][b.size()], most + 1);
}

spelling::spelling(const image& from, std::size_t terms)
    : starts_(from.get<std::uint32_t>(section::word_starts)), texts_(from.get<char>(section::word_texts)),
      terms_(from.get<std::uint32_t>(section::word_terms)), entries_(from.get<std::uint32_t>(section::word_entries)),
      letters_(from.get<std::uint32_t>(section::word_letters)), pieces_(from.get<std::uint64_t>(section::word_pieces)) {
    const std::size_t words = terms_.size();
    const bool whole = starts_.size() == words + 1 && starts_.front() == 0 && starts_.back() == texts_.size() &&
                       entries_.size() == words && letters_.size() == words && pieces_.size() == words;
    if (!whole) throw damaged("the words of the index do not hold together");
    std::size_t length = 0;
    for (std::uint32_t i = 0; i < words; ++i) {
        if (starts_[i + 1] < starts_[i] || starts_[i + 1] - starts_[i] > longest_corrected ||
            starts_[i + 1] - starts_[i] < std::max(length, shortest_corrected) || terms_[i] >= terms)
            throw damaged("a word of the index is damaged");
        for (const std::size_t own = starts_[i + 1] - starts_[i]; length < own;)
            first_of_length_[++length] = i;
    }
    while (length <= longest_corrected)
        first_of_length_[++length] = static_cast<std::uint32_t>(words);
}

std::vector<spelling::suggestion> spelling::suggest(std::string_view word, std::size_t limit) const {
    if (word.size() < shortest_corrected || word.size() > longest_corrected || terms_.empty()) return {};
    const piece_list pieces(word);
    const std::uint64_t bits = bits_of_pieces(word);
    const std::size_t most_slips = word.size() >= two_slips_from ? 2 : 1;
    wanted what{letters_of(word), bits, 0, 0, 0};

    struct found {
        suggestion what;
        std::uint32_t entries, place;
    };
    std::vector<found> all;
    thread_local std::vector<std::uint32_t> promising;
    // A word twice as long cannot share six tenths of its pieces.
    const std::size_t from = std::max(shortest_corrected, word.size() / 2);
    const std::size_t to = std::min(longest_corrected, word.size() * 2);
    for (std::size_t length = from; length <= to; ++length) {
        const bool slips_possible = length + most_slips >= word.size() && length <= word.size() + most_slips;
        const auto longer = static_cast<int>(std::max(word.size(), length));
        what.most_different = slips_possible ? static_cast<int>(2 * most_slips) : -1;
        // Six tenths of the pieces in common leave few letters to differ in.
        what.most_different_at_all = longer / 2;
        // Two pieces of the word may share a bit, and then one bit in common can stand for more of them.
        const double fewest = fewest_common_pieces * static_cast<double>(word.size() + length) / 2;
        what.fewest_pieces =
            static_cast<int>(std::ceil(fewest - 1e-9)) - static_cast<int>(word.size()) + std::popcount(bits);
        promising.clear();
        sift_words(letters_, pieces_, first_of_length_[length], first_of_length_[length + 1], what, promising);
        for (const std::uint32_t i : promising) {
            const int different = std::popcount(letters_[i] ^ what.letters);
            double likeness = 0;
            if (different <= what.most_different) {
                const std::size_t slips = slips_between(word, text(i), most_slips);
                if (slips <= most_slips) likeness = 1.0 - static_cast<double>(slips) / static_cast<double>(longer);
            }
            if (likeness == 0 && different <= what.most_different_at_all) {
                const double common = dice(pieces, piece_list(text(i)));
                if (common >= fewest_common_pieces) likeness = common;
            }
            if (likeness > 0) all.push_back({{terms_[i], 0, likeness}, entries_[i], i});
        }
    }
    std::sort(all.begin(), all.end(), [](const found& a, const found& b) {
        if (a.what.likeness != b.what.likeness) return a.what.likeness > b.what.likeness;
        return a.entries != b.entries ? a.entries > b.entries : a.place < b.place;
    });
    std::vector<suggestion> result;
    for (std::size_t i = 0; i < all.size() && i < limit; ++i) {
        result.push_back(all[i].what);
        result.back().text = text(all[i].place);
        result.back().hash = hash_of(result.back().text);
    }
    return result;
}

void spelling_writer::add(std::string_view word, term_id term, std::uint32_t entries) {
    if (word.size() < shortest_corrected || word.size() > longest_corrected) return;
    known_words& alike = of_length_[word.size()];
    alike.texts += word;
    alike.terms.push_back(term);
    alike.entries.push_back(entries);
}

void spelling_writer::write(image_writer& to) {
    std::vector<std::uint32_t> starts{0}, terms, entries, letters;
    std::vector<std::uint64_t> pieces;
    std::vector<char> texts;
    for (std::size_t length = shortest_corrected; length <= longest_corrected; ++length) {
        const known_words& alike = of_length_[length];
        texts.insert(texts.end(), alike.texts.begin(), alike.texts.end());
        terms.insert(terms.end(), alike.terms.begin(), alike.terms.end());
        entries.insert(entries.end(), alike.entries.begin(), alike.entries.end());
        for (std::size_t at = 0; at < alike.texts.size(); at += length) {
            const std::string_view word = std::string_view(alike.texts).substr(at, length);
            starts.push_back(starts.back() + static_cast<std::uint32_t>(length));
            letters.push_back(letters_of(word));
            pieces.push_back(bits_of_pieces(word));
        }
    }
    to.put(section::word_starts, std::move(starts));
    to.put(section::word_texts, std::move(texts));
    to.put(section::word_terms, std::move(terms));
    to.put(section::word_entries, std::move(entries));
    to.put(section::word_letters, std::move(letters));
    to.put(section::word_pieces, std::move(pieces));
}

} // namespace knowledge::match
