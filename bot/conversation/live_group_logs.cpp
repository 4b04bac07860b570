#include "bot/conversation/live_group_logs.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/text/hash.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <vector>

namespace bot::conversation {

namespace {

// A look at a hundred thousand questions takes 50 ms of one core, learning from four thousand 25 to 50, and a few
// decisions more change little.
constexpr std::chrono::minutes look_every{10};

// In place of the texts, which may be long.
std::uint64_t fingerprint_of(const std::vector<group_logs::asked_in>& all) {
    std::uint64_t so_far = 1;
    for (const auto& [community, questions] : all)
        for (const auto& one : questions)
            so_far = knowledge::text::hash_of(
                fmt::format("{} {} {} {}", so_far, one.id.value, one.for_us ? "for us" : "not", one.text));
    return so_far;
}

} // namespace

live_group_logs::live_group_logs(const knowledge::store::store& store, const config::settings& settings)
    : store_(store), settings_(settings) {
    if (learns_from_logs(settings_)) thread_ = std::jthread([this](const std::stop_token& stop) { keep_fresh(stop); });
}

live_group_logs::~live_group_logs() = default;

std::shared_ptr<const group_logs> live_group_logs::now() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void live_group_logs::look() {
    const std::lock_guard one_at_a_time(looking_);
    const auto settled = settled_in(store_, settings_);
    const auto found = fingerprint_of(settled);
    if (found == learnt_from_) return;
    auto next = std::make_shared<const group_logs>(settings_, settled);
    learnt_from_ = found;
    const std::lock_guard lock(mutex_);
    current_.swap(next);
}

void live_group_logs::keep_fresh(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            look();
        } catch (const std::exception& trouble) {
            // What is in force stays; the next look tries again.
            observe::log::warning("nothing new is learnt from the groups' logs: {}", trouble.what());
        }
        std::unique_lock lock(mutex_);
        never_.wait_for(lock, stop, look_every, [] { return false; });
    }
}

} // namespace bot::conversation
