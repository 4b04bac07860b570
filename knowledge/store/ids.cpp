#include "knowledge/store/ids.hpp"

#include <mutex>
#include <random>

namespace knowledge::store {

namespace {

constexpr timestamp epoch = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1};
constexpr int counter_bits = 22;
// Half of the counter's room: what is left above a random start is 2 million ids a millisecond, more than can be made.
constexpr std::int64_t random_mask = (std::int64_t{1} << (counter_bits - 1)) - 1;

} // namespace

std::int64_t id_sequence::next(timestamp now, std::uint32_t random) {
    const std::int64_t moment = (now - epoch).count();
    if (wants_random(now)) {
        last_ = (moment << counter_bits) | (static_cast<std::int64_t>(random) & random_mask);
    } else {
        ++last_;
    }
    return last_;
}

bool id_sequence::wants_random(timestamp now) const {
    return (now - epoch).count() > last_ >> counter_bits;
}

std::int64_t next_id() {
    static std::mutex lock;
    static id_sequence sequence;
    // A fresh random number for each millisecond rather than a seeded generator: a forked process must not repeat its
    // parent's. Not for each id: asking the processor for one takes longer than the rest.
    static std::random_device random;
    const std::lock_guard guard(lock);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return sequence.next(now, sequence.wants_random(now) ? random() : 0);
}

timestamp made_at(std::int64_t id) {
    return epoch + std::chrono::milliseconds{id >> counter_bits};
}

std::int64_t first_id_at(timestamp when) {
    return when <= epoch ? 0 : (when - epoch).count() << counter_bits;
}

} // namespace knowledge::store
