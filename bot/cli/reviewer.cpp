#include "bot/cli/reviewer.hpp"

#include "bot/conversation/review_notice.hpp"
#include "bot/observe/log.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

namespace bot::cli {

reviewer::reviewer(knowledge::store::store& store, const config::settings& settings,
                   std::function<knowledge::timestamp()> clock, std::function<void(const std::string&)> filled)
    : store_(store), settings_(settings), clock_(std::move(clock)), filled_(std::move(filled)) {}

void reviewer::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { look_every_hour(stop); });
}

void reviewer::stop() {
    thread_ = {};
}

void reviewer::look_every_hour(const std::stop_token& stop) {
    std::map<std::string, std::string> seen_to; // by community: the week
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        for (const auto& community : settings_.communities) {
            const auto now = clock_();
            const auto week = conversation::week_to_review(community, now);
            if (week.empty() || seen_to[community.name] == week) continue;
            try {
                const auto lane = conversation::tell_review(store_, settings_, community, week, now);
                seen_to[community.name] = week;
                if (!lane.empty()) filled_(lane);
            } catch (const std::exception& trouble) {
                observe::log::warning("the weekly list for {} could not be made, trying again in an hour: {}",
                                      community.name, trouble.what());
            }
        }
        woken.wait_for(lock, stop, std::chrono::hours(1), [] { return false; });
    }
}

} // namespace bot::cli
