#include "knowledge/match/postings.hpp"

#include "knowledge/match/image.hpp"

#include <algorithm>
#include <future>

namespace knowledge::match {

namespace {

// From so many postings on a list is cut into chunks: the directory (4 bytes a chunk) must not outweigh what it saves
// (a byte a posting).
constexpr std::uint32_t shortest_long_list = 64;
constexpr std::uint32_t postings_a_chunk = 8;
// One unit in so many: a byte a unit costs no more than three a posting, and adds up far faster.
constexpr std::uint32_t dense_from_one_in = 4;
constexpr std::uint16_t dense = 0xFFFF; // in place of a count

constexpr std::size_t lists_worth_a_thread = 200'000; // lists to look at

bool is_long(std::uint32_t count, const unit_space& space) {
    return count >= std::max(shortest_long_list, postings_a_chunk * space.chunk_count());
}

template <class T>
T read(const std::byte* from) {
    T value{};
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class T>
void append_value(std::vector<std::byte>& to, T value) {
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

// 7 bits a byte, the lowest first.
void append_varint(std::vector<std::byte>& to, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7U)
        to.push_back(static_cast<std::byte>(value | 0x80U));
    to.push_back(static_cast<std::byte>(value));
}

// At most five bytes, whatever they are.
std::uint32_t read_varint(const std::byte*& at) {
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        const auto next = std::to_integer<std::uint32_t>(*at++);
        value |= (next & 0x7FU) << shift;
        if ((next & 0x80U) == 0) break;
    }
    return value;
}

struct list_head {
    std::uint32_t count, entries;
};

// Most terms occur once: their list is the posting alone, and no other list is so short.
list_head read_head(const std::byte*& at, std::size_t size) {
    if (size == sizeof(posting)) return {1, 1};
    const std::uint32_t count = read_varint(at);
    return {count, read_varint(at)};
}

void append_chunk(std::span<const posting> postings, std::uint32_t units, std::vector<std::byte>& to) {
    if (postings.size() * dense_from_one_in >= units) {
        append_value(to, dense);
        const std::size_t from = to.size();
        to.resize(from + units);
        for (const posting& p : postings)
            to[from + (p.unit() & (chunk_size - 1))] = static_cast<std::byte>(p.impact());
        return;
    }
    append_value(to, static_cast<std::uint16_t>(postings.size()));
    for (const posting& p : postings)
        append_value(to, static_cast<std::uint16_t>(p.unit()));
    for (const posting& p : postings)
        to.push_back(static_cast<std::byte>(p.impact()));
}

} // namespace

std::uint32_t posting_list::block::lower_bound(std::uint32_t id_wanted, std::uint32_t from) const {
    for (std::uint32_t length = count - from; length > 0;) {
        const std::uint32_t half = length / 2;
        const bool right = id(from + half) < id_wanted;
        from = right ? from + half + 1 : from;
        length = right ? length - half - 1 : half;
    }
    return from;
}

void posting_list::block::find(std::span<const std::uint16_t> wanted, std::uint32_t* places) const {
    std::fill_n(places, wanted.size(), 0);
    for (std::uint32_t length = count; length > 1;) {
        const std::uint32_t half = length / 2;
        // By arithmetic: a branch would be guessed wrong half of the time.
        for (std::size_t i = 0; i < wanted.size(); ++i)
            places[i] += half & (0U - static_cast<std::uint32_t>(id(places[i] + half - 1) < wanted[i]));
        length -= half;
    }
}

std::uint32_t posting_list::short_lower_bound(std::uint32_t unit) const {
    std::uint32_t from = 0;
    for (std::uint32_t length = count_; length > 0;) {
        const std::uint32_t half = length / 2;
        const bool right = short_value(from + half) >> 8U < unit;
        from = right ? from + half + 1 : from;
        length = right ? length - half - 1 : half;
    }
    return from;
}

posting_list::block posting_list::chunk(std::uint32_t number) const {
    const auto offset = read<std::uint32_t>(body_ + std::size_t{4} * number);
    if (offset == 0) return {};
    const std::byte* at = body_ + offset;
    const auto count = read<std::uint16_t>(at);
    at += sizeof count;
    if (count == dense) return {nullptr, reinterpret_cast<const std::uint8_t*>(at), space_->units_in(number)};
    return {at, reinterpret_cast<const std::uint8_t*>(at + std::size_t{2} * count), count};
}

std::uint8_t posting_list::at(std::uint32_t unit) const {
    if (count_ == 0) return 0;
    if (short_) {
        const std::uint32_t i = short_lower_bound(unit);
        const std::uint32_t value = i < count_ ? short_value(i) : 0;
        return i < count_ && value >> 8U == unit ? static_cast<std::uint8_t>(value) : std::uint8_t{0};
    }
    const block part = chunk(unit >> chunk_bits);
    const std::uint32_t id = unit & (chunk_size - 1);
    if (part.ids == nullptr) return id < part.count ? part.impacts[id] : std::uint8_t{0};
    const std::uint32_t i = part.lower_bound(id);
    return i < part.count && part.id(i) == id ? part.impacts[i] : std::uint8_t{0};
}

static_assert(sizeof(posting) == sizeof(std::uint32_t)); // a short list is its postings as they are

posting_lists::posting_lists(std::span<const std::uint32_t> starts, std::span<const std::byte> bytes,
                             const unit_space& space)
    : starts_(starts), bytes_(bytes), space_(space) {
    if (starts_.empty() != bytes_.empty()) throw damaged("lists of postings without their beginnings");
    if (starts_.empty()) return;
    if (starts_.front() != 0 || bytes_.size() < bytes_behind || starts_.back() != bytes_.size() - bytes_behind ||
        !std::is_sorted(starts_.begin(), starts_.end()))
        throw damaged("the lists of postings do not hold together");
}

void posting_lists::check() const {
    const auto look_at = [this](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            if (!is_sound(i)) throw damaged("list of postings " + std::to_string(i) + " is damaged");
    };
    const std::size_t middle = size() < lists_worth_a_thread ? size() : size() / 2;
    std::future<void> beside;
    if (middle < size()) beside = std::async(std::launch::async, look_at, middle, size());
    look_at(0, middle);
    if (beside.valid()) beside.get();
}

bool posting_lists::is_sound(std::size_t list) const {
    const std::byte* const end = bytes_.data() + starts_[list + 1];
    const std::byte* at = bytes_.data() + starts_[list];
    const auto [count, entries] = read_head(at, starts_[list + 1] - starts_[list]);
    if (at > end || count == 0 || entries == 0 || entries > space_.documents) return false;
    const auto left = static_cast<std::size_t>(end - at);
    if (!is_long(count, space_)) {
        if (left != std::size_t{4} * count) return false;
        std::uint32_t behind = 0; // unit of the one before, plus one
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto unit = read<std::uint32_t>(at + std::size_t{4} * i) >> 8U;
            const std::uint32_t chunk = unit >> chunk_bits;
            if (unit < behind || chunk >= space_.chunk_count() || (unit & (chunk_size - 1)) >= space_.units_in(chunk))
                return false;
            behind = unit + 1;
        }
        return true;
    }
    if (left < std::size_t{4} * space_.chunk_count()) return false;
    for (std::uint32_t c = 0; c < space_.chunk_count(); ++c) {
        const auto offset = read<std::uint32_t>(at + std::size_t{4} * c);
        if (offset == 0) continue;
        if (offset < std::size_t{4} * space_.chunk_count() || offset > left || left - offset < 2) return false;
        const auto size = read<std::uint16_t>(at + offset);
        const std::size_t room = left - offset - 2;
        const std::uint32_t units = space_.units_in(c);
        if (size == dense) {
            if (room < units) return false;
            continue;
        }
        if (room < std::size_t{3} * size) return false;
        const posting_list::block part{at + offset + 2, nullptr, size};
        for (std::uint32_t i = 0; i < size; ++i)
            if (part.id(i) >= units || (i > 0 && part.id(i) <= part.id(i - 1))) return false;
    }
    return true;
}

posting_list posting_lists::of(std::uint32_t term) const {
    posting_list list;
    const std::byte* at = bytes_.data() + starts_[term];
    const auto [count, entries] = read_head(at, starts_[term + 1] - starts_[term]);
    list.count_ = count;
    list.entries_ = entries;
    list.short_ = !is_long(list.count_, space_);
    list.body_ = at;
    list.space_ = &space_;
    return list;
}

void posting_lists::append(std::span<const posting> postings, std::uint32_t entries, const unit_space& space,
                           std::vector<std::byte>& to) {
    const auto count = static_cast<std::uint32_t>(postings.size());
    if (count > 1) {
        append_varint(to, count);
        append_varint(to, entries);
    }
    if (!is_long(count, space)) {
        const auto values = std::as_bytes(postings);
        to.insert(to.end(), values.begin(), values.end());
        return;
    }
    const std::size_t body = to.size();
    const std::size_t chunks = space.chunk_count();
    to.resize(body + 4 * chunks);
    for (std::size_t from = 0; from < postings.size();) {
        const std::uint32_t chunk = postings[from].unit() >> chunk_bits;
        std::size_t behind = from;
        while (behind < postings.size() && postings[behind].unit() >> chunk_bits == chunk)
            ++behind;
        const auto offset = static_cast<std::uint32_t>(to.size() - body);
        std::memcpy(&to[body + std::size_t{4} * chunk], &offset, sizeof offset);
        append_chunk(postings.subspan(from, behind - from), space.units_in(chunk), to);
        from = behind;
    }
}

} // namespace knowledge::match
