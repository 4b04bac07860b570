#include "knowledge/match/spelling.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

namespace knowledge::match {

namespace {

constexpr std::size_t shortest = 4; // "mosn"; of shorter ones too many are one slip apart (rpc, rps, npc)
constexpr std::size_t longest = 32;
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

std::vector<std::uint32_t> pieces_of(std::string_view word) {
    std::string edged = "^";
    edged.append(word).push_back('$');
    std::vector<std::uint32_t> pieces;
    for (std::size_t i = 0; i + 3 <= edged.size(); ++i)
        pieces.push_back(static_cast<std::uint32_t>(static_cast<unsigned char>(edged[i])) << 16 |
                         static_cast<std::uint32_t>(static_cast<unsigned char>(edged[i + 1])) << 8 |
                         static_cast<std::uint32_t>(static_cast<unsigned char>(edged[i + 2])));
    std::sort(pieces.begin(), pieces.end());
    return pieces;
}

// Share of common pieces, 0..1.
double dice(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a[i] < b[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

} // namespace

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
    if (a.size() > longest || b.size() > longest) return most + 1;
    std::array<std::array<std::size_t, longest + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = i;
        std::size_t least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_above[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], most + 1);
}

void spelling::add(std::string_view word, term_id term, std::uint32_t entries) {
    if (word.size() < shortest || word.size() > longest) return;
    if (by_length_.size() <= word.size()) by_length_.resize(word.size() + 1);
    by_length_[word.size()].push_back({std::string(word), term, entries, letters_of(word)});
}

std::vector<spelling::suggestion> spelling::suggest(std::string_view word, std::size_t limit) const {
    if (word.size() < shortest || word.size() > longest) return {};
    const std::uint32_t letters = letters_of(word);
    const std::vector<std::uint32_t> pieces = pieces_of(word);
    const std::size_t most_slips = word.size() >= two_slips_from ? 2 : 1;

    struct found {
        suggestion what;
        std::uint32_t entries;
    };
    std::vector<found> all;
    // A word twice as long cannot share six tenths of its pieces.
    const std::size_t from = std::max(shortest, word.size() / 2);
    const std::size_t to = std::min(by_length_.size(), word.size() * 2 + 1);
    for (std::size_t length = from; length < to; ++length) {
        const bool slips_possible = length + most_slips >= word.size() && length <= word.size() + most_slips;
        for (const known_word& known : by_length_[length]) {
            const auto different = static_cast<std::size_t>(std::popcount(letters ^ known.letters));
            double likeness = 0;
            if (slips_possible && different <= 2 * most_slips) {
                const std::size_t slips = slips_between(word, known.text, most_slips);
                if (slips <= most_slips)
                    likeness = 1.0 - static_cast<double>(slips) / static_cast<double>(std::max(word.size(), length));
            }
            // Six tenths of the pieces in common leave few letters to differ in.
            if (likeness == 0 && different <= std::max(word.size(), length) / 2) {
                const double common = dice(pieces, pieces_of(known.text));
                if (common >= fewest_common_pieces) likeness = common;
            }
            if (likeness > 0) all.push_back({{known.term, likeness}, known.entries});
        }
    }
    std::sort(all.begin(), all.end(), [](const found& a, const found& b) {
        if (a.what.likeness != b.what.likeness) return a.what.likeness > b.what.likeness;
        return a.entries != b.entries ? a.entries > b.entries : a.what.term < b.what.term;
    });
    std::vector<suggestion> result;
    for (std::size_t i = 0; i < all.size() && i < limit; ++i)
        result.push_back(all[i].what);
    return result;
}

} // namespace knowledge::match
