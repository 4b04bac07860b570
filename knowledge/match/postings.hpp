// Where a term occurs, one list a term. A place is a unit: a wording, the answer of an entry, or the earlier questions
// of its chain. Units are numbered through in three regions, each of which begins at a multiple of a chunk:
//
//   0 … wordings | … answers | … contexts
//
// A posting is a unit and its impact in a byte, rounded up (impact.hpp). A short list is 32 bits a posting; a long one
// is cut by chunks of 65,536 units, each either 16 bits and a byte a posting, or, where every fourth unit has the term,
// a byte a unit. Measured on entries in two languages: 3.4 bytes a posting, against 8 for number and float.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace knowledge::match {

inline constexpr std::uint32_t chunk_bits = 16;
inline constexpr std::uint32_t chunk_size = 1U << chunk_bits;
inline constexpr std::uint32_t unit_bits = 24; // of a posting in a short list; with the impact that makes 32
inline constexpr std::uint32_t most_units = 1U << unit_bits;

enum class field : std::uint8_t { wording, answer, context };
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

// Places to look at in many lists: units in groups of one chunk each, ascending in a group.
class unit_set {
  public:
    void clear() {
        groups_.clear();
        ids_.clear();
    }
    void add(std::uint32_t unit) {
        const auto at = static_cast<std::uint32_t>(ids_.size());
        if (groups_.empty() || groups_.back().chunk != unit >> chunk_bits)
            groups_.push_back({unit >> chunk_bits, at, at});
        ++groups_.back().to;
        ids_.push_back(static_cast<std::uint16_t>(unit));
    }
    [[nodiscard]] std::size_t size() const { return ids_.size(); }

  private:
    friend class posting_list;
    struct group {
        std::uint32_t chunk, from, to;
    };
    std::vector<group> groups_;
    std::vector<std::uint16_t> ids_; // in their chunks
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

    // Calls `use(i, impact)` for each of `units` that the list has, i being its place in the set. Where the list has
    // few postings they are not searched but all handed to `pass(unit, impact)`.
    template <class Use, class Pass>
    void each_of(const unit_set& units, Use use, Pass pass) const;
    // The same, where all are searched.
    template <class Use>
    void each_of(const unit_set& units, Use use) const {
        each_of(units, use, nullptr);
    }

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
        // Of ids and not empty: for each of `wanted`, at most `searched_at_once`, the place of the first that is not
        // less, or of the last. All are searched together, so that no step waits for the one before.
        static constexpr std::size_t searched_at_once = 64;
        void find(std::span<const std::uint16_t> wanted, std::uint32_t* places) const;
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
    // Throws damaged.
    posting_lists(std::span<const std::uint32_t> starts, std::span<const std::byte> bytes, const unit_space& space);

    // Looks at every list once; whatever passes can be read without looking out, as can what was just made. Throws
    // damaged.
    void check() const;

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

template <class Use, class Pass>
void posting_list::each_of(const unit_set& units, Use use, Pass pass) const {
    constexpr bool passing = !std::is_null_pointer_v<Pass>;
    constexpr std::size_t passed = 6; // postings for each unit that is looked for: searching takes longer
    if (count_ == 0) return;
    if constexpr (passing)
        if (short_ && count_ <= passed * units.size()) {
            for (std::uint32_t i = 0; i < count_; ++i)
                pass(short_value(i) >> 8U, static_cast<std::uint8_t>(short_value(i)));
            return;
        }
    for (const unit_set::group& one : units.groups_) {
        if (short_) {
            for (std::uint32_t i = one.from; i < one.to; ++i)
                if (const std::uint8_t impact = at((one.chunk << chunk_bits) + units.ids_[i]); impact != 0)
                    use(i, impact);
            continue;
        }
        const block part = chunk(one.chunk);
        if (part.count == 0) continue;
        if (part.ids == nullptr) {
            for (std::uint32_t i = one.from; i < one.to; ++i)
                if (const std::uint8_t impact = part.impacts[units.ids_[i]]; impact != 0) use(i, impact);
            continue;
        }
        if constexpr (passing)
            if (part.count <= passed * (one.to - one.from)) {
                for (std::uint32_t i = 0; i < part.count; ++i)
                    pass((one.chunk << chunk_bits) + part.id(i), part.impacts[i]);
                continue;
            }
        std::array<std::uint32_t, block::searched_at_once> places;
        for (std::uint32_t from = one.from; from < one.to; from += block::searched_at_once) {
            const std::uint32_t size = std::min<std::uint32_t>(one.to - from, block::searched_at_once);
            const std::span<const std::uint16_t> wanted(units.ids_.data() + from, size);
            part.find(wanted, places.data());
            for (std::uint32_t i = 0; i < size; ++i)
                if (part.id(places[i]) == wanted[i]) use(from + i, part.impacts[places[i]]);
        }
    }
}

} // namespace knowledge::match
