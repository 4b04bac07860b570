// Where a term occurs, one list a term. A place is a unit: a wording, the answer of an entry, or the earlier questions
// of its chain. Units are numbered through in three regions, each of which begins at a multiple of a chunk:
//
//   0 … wordings | … answers | … contexts
//
// A posting is a unit and its impact in a byte, rounded up (impact.hpp). A short list is 32 bits a posting; a long one
// is cut by chunks of 65,536 units, each either 16 bits and a byte a posting, or, where every fourth unit has the term,
// a byte a unit. Measured on entries in two languages: 3.4 bytes a posting, against 8 for number and float.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace knowledge::match {

inline constexpr std::uint32_t chunk_bits = 16;
inline constexpr std::uint32_t chunk_size = 1U << chunk_bits;
inline constexpr std::uint32_t unit_bits = 24; // of a posting in a short list; with the impact that makes 32
inline constexpr std::uint32_t most_units = 1U << unit_bits;

enum class field : std::size_t { wording, answer, context };
inline constexpr std::size_t field_count = 3;

// How many units there are, and where.
struct unit_space {
    std::uint32_t wordings = 0, documents = 0;

    [[nodiscard]] std::uint32_t first_of(field which) const {
        const std::uint32_t of_wordings = chunks(wordings), of_documents = chunks(documents);
        if (which == field::wording) return 0;
        return (which == field::answer ? of_wordings : of_wordings + of_documents) << chunk_bits;
    }
    [[nodiscard]] std::uint32_t size_of(field which) const { return which == field::wording ? wordings : documents; }
    [[nodiscard]] std::uint32_t chunk_count() const { return chunks(wordings) + 2 * chunks(documents); }
    [[nodiscard]] field field_of(std::uint32_t chunk) const {
        const std::uint32_t of_wordings = chunks(wordings);
        if (chunk < of_wordings) return field::wording;
        return chunk < of_wordings + chunks(documents) ? field::answer : field::context;
    }
    // Units in a chunk; the last one of a region may be short.
    [[nodiscard]] std::uint32_t units_in(std::uint32_t chunk) const {
        const field which = field_of(chunk);
        const std::uint32_t behind = size_of(which) - ((chunk << chunk_bits) - first_of(which));
        return behind < chunk_size ? behind : chunk_size;
    }
    [[nodiscard]] static std::uint32_t chunks(std::uint32_t units) { return (units + chunk_size - 1) >> chunk_bits; }
};

// A short list's posting.
struct posting {
    std::uint32_t value;

    posting(std::uint32_t unit, std::uint8_t impact) : value(unit << 8U | impact) {}
    [[nodiscard]] std::uint32_t unit() const { return value >> 8U; }
    [[nodiscard]] std::uint8_t impact() const { return static_cast<std::uint8_t>(value); }
};

// One list, looked at without unpacking. Copies are cheap; it lives as long as the image.
class posting_list {
  public:
    posting_list() = default; // of a term that occurs nowhere

    // How many entries the term occurs in.
    [[nodiscard]] std::uint32_t entries() const { return entries_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }

    // The impact in that unit, 0 when the term does not occur there.
    [[nodiscard]] std::uint8_t at(std::uint32_t unit) const;

    // Calls `use(unit, impact)` for each posting in [from, to), ascending.
    template <class Use>
    void each(std::uint32_t from, std::uint32_t to, Use use) const;

    // A part of a long list: 16 bits and a byte each, or (`ids` null) a byte a unit.
    struct block {
        const std::byte* ids = nullptr; // 16 bits each, unaligned
        const std::uint8_t* impacts = nullptr;
        std::uint32_t count = 0; // of ids, or of units

        [[nodiscard]] std::uint32_t id(std::uint32_t i) const {
            std::uint16_t value = 0;
            std::memcpy(&value, ids + std::size_t{2} * i, sizeof value);
            return value;
        }
        // The first from `from` on that is not less, or the count.
        [[nodiscard]] std::uint32_t lower_bound(std::uint32_t id_wanted, std::uint32_t from = 0) const;
    };

    // A short list has postings, a long one blocks.
    [[nodiscard]] bool is_short() const { return short_; }
    [[nodiscard]] std::uint32_t count() const { return count_; }
    [[nodiscard]] std::uint32_t short_value(std::uint32_t i) const {
        std::uint32_t value = 0;
        std::memcpy(&value, body_ + std::size_t{4} * i, sizeof value);
        return value;
    }
    [[nodiscard]] block chunk(std::uint32_t number) const; // count 0 when it has none there

  private:
    friend class posting_lists;
    [[nodiscard]] std::uint32_t short_lower_bound(std::uint32_t unit) const;

    const std::byte* body_ = nullptr;
    const unit_space* space_ = nullptr;
    std::uint32_t count_ = 0, entries_ = 0;
    bool short_ = true;
};

class posting_lists {
  public:
    posting_lists() = default;
    // Looks at every list once; whatever passes can be read without looking out. Throws damaged.
    posting_lists(std::span<const std::uint32_t> starts, std::span<const std::byte> bytes, const unit_space& space);

    [[nodiscard]] posting_list of(std::uint32_t term) const;
    [[nodiscard]] std::size_t size() const { return starts_.empty() ? 0 : starts_.size() - 1; }

    // The last list is followed by so many bytes of zero, so that the head of any can be read without looking.
    static constexpr std::size_t bytes_behind = 10;

    // Appends a list: postings ascending by unit, of a term in so many entries.
    static void append(std::span<const posting> postings, std::uint32_t entries, const unit_space& space,
                       std::vector<std::byte>& to);

  private:
    [[nodiscard]] bool is_sound(std::size_t list) const;

    std::span<const std::uint32_t> starts_;
    std::span<const std::byte> bytes_;
    unit_space space_;
};

template <class Use>
void posting_list::each(std::uint32_t from, std::uint32_t to, Use use) const {
    if (from >= to || count_ == 0) return;
    if (short_) {
        for (std::uint32_t i = short_lower_bound(from); i < count_; ++i) {
            const std::uint32_t value = short_value(i);
            if (value >> 8U >= to) return;
            use(value >> 8U, static_cast<std::uint8_t>(value));
        }
        return;
    }
    for (std::uint32_t c = from >> chunk_bits; c <= (to - 1) >> chunk_bits; ++c) {
        const block part = chunk(c);
        const std::uint32_t base = c << chunk_bits;
        const std::uint32_t low = from > base ? from - base : 0;
        const std::uint32_t high = to - base < chunk_size ? to - base : chunk_size;
        if (part.ids == nullptr) {
            for (std::uint32_t i = low; i < high && i < part.count; ++i)
                if (part.impacts[i] != 0) use(base + i, part.impacts[i]);
        } else {
            for (std::uint32_t i = part.lower_bound(low); i < part.count && part.id(i) < high; ++i)
                use(base + part.id(i), part.impacts[i]);
        }
    }
}

} // namespace knowledge::match
