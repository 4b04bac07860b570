#include "knowledge/match/vocabulary.hpp"

namespace knowledge::match {

namespace {

// FNV-1a over the bytes, then the finaliser of MurmurHash3 so that the low bits are as good as the high ones.
std::uint64_t hash_of(std::string_view term) {
    std::uint64_t h = 0xCBF29CE484222325ULL;
    for (const char c : term)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDULL;
    h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53ULL;
    h ^= h >> 33;
    return h == 0 ? 1 : h;
}

constexpr std::size_t first_slots = 1024;

} // namespace

vocabulary::vocabulary() : slots_(first_slots) {}

std::size_t vocabulary::slot_of(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].hash != 0 && slots_[at].hash != hash)
        at = (at + 1) & mask;
    return at;
}

term_id vocabulary::add(std::string_view term) {
    const std::uint64_t hash = hash_of(term);
    std::size_t at = slot_of(hash);
    if (slots_[at].hash != 0) return slots_[at].id;
    if ((size_ + 1) * 10 > slots_.size() * 7) {
        grow();
        at = slot_of(hash);
    }
    slots_[at] = {hash, static_cast<term_id>(size_++)};
    return slots_[at].id;
}

term_id vocabulary::find(std::string_view term) const {
    const slot& found = slots_[slot_of(hash_of(term))];
    return found.hash == 0 ? unknown_term : found.id;
}

void vocabulary::grow() {
    std::vector<slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const slot& s : old)
        if (s.hash != 0) slots_[slot_of(s.hash)] = s;
}

} // namespace knowledge::match
