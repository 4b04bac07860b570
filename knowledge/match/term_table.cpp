#include "knowledge/match/term_table.hpp"

#include "knowledge/large_pages.hpp"

#include <algorithm>
#include <bit>

namespace knowledge::match {

namespace {

constexpr std::size_t terms_a_bucket = 8;
constexpr unsigned most_bits = 28;

} // namespace

term_table::term_table(const image& from, section buckets, section remainders)
    : buckets_(from.get<std::uint32_t>(buckets)), remainders_(from.get<std::uint32_t>(remainders)) {
    if (remainders_.empty()) return;
    if (buckets_.size() < 3 || !std::has_single_bit(buckets_.size() - 1) || buckets_.size() - 1 > 1U << most_bits)
        throw damaged("a table of terms has no proper size");
    bits_ = static_cast<unsigned>(std::countr_zero(buckets_.size() - 1));
    if (buckets_.front() != 0 || buckets_.back() != remainders_.size() ||
        !std::is_sorted(buckets_.begin(), buckets_.end()))
        throw damaged("a table of terms does not hold together");
}

void term_table::write(std::span<const std::uint64_t> hashes, image_writer& to, section buckets, section remainders) {
    term_table_writer all(hashes.size());
    for (const std::uint64_t hash : hashes)
        all.add(hash);
    all.write(to, buckets, remainders);
}

term_table_writer::term_table_writer(std::size_t terms) : remainders_(with_room_for<std::uint32_t>(terms)) {
    while (bits_ < most_bits && terms >> bits_ > terms_a_bucket)
        ++bits_;
    starts_.resize((std::size_t{1} << bits_) + 1, 0);
}

void term_table_writer::write(image_writer& to, section buckets, section remainders) {
    if (remainders_.empty()) return;
    for (std::size_t i = 1; i < starts_.size(); ++i)
        starts_[i] += starts_[i - 1];
    to.put(buckets, std::move(starts_));
    to.put(remainders, std::move(remainders_));
}

} // namespace knowledge::match
