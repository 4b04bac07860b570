#include "knowledge/match/term_table.hpp"

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

void term_table::write(std::span<const std::span<const std::uint64_t>> runs, image_writer& to, section buckets,
                       section remainders) {
    std::size_t terms = 0;
    for (const auto hashes : runs)
        terms += hashes.size();
    if (terms == 0) return;
    unsigned bits = 1;
    while (bits < most_bits && terms >> bits > terms_a_bucket)
        ++bits;
    std::vector<std::uint32_t> starts((std::size_t{1} << bits) + 1, 0);
    std::vector<std::uint32_t> rest;
    rest.reserve(terms);
    for (const auto hashes : runs)
        for (const std::uint64_t hash : hashes) {
            ++starts[(hash >> (64U - bits)) + 1];
            rest.push_back(remainder_of(hash, bits));
        }
    for (std::size_t i = 1; i < starts.size(); ++i)
        starts[i] += starts[i - 1];
    to.put(buckets, std::move(starts));
    to.put(remainders, std::move(rest));
}

} // namespace knowledge::match
