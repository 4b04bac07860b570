// What is learnt from the groups' logs, kept up on a thread of its own: what moderators decide counts some minutes
// later. Readers take what is in force and keep it as long as they like.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/conversation/group_logs.hpp"
#include "knowledge/store/store.hpp"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace bot::conversation {

class live_group_logs {
  public:
    // Nothing is learnt yet when it returns. Without a group that wants it there is no thread. Both outlive it.
    live_group_logs(const knowledge::store::store& store, const config::settings& settings);
    ~live_group_logs();
    live_group_logs(const live_group_logs&) = delete;
    live_group_logs& operator=(const live_group_logs&) = delete;

    [[nodiscard]] std::shared_ptr<const group_logs> now() const; // never null

    // Learns at once, on the caller's thread, if the logs say something new. Throws store::error.
    void look();

  private:
    void keep_fresh(const std::stop_token& stop);

    const knowledge::store::store& store_;
    const config::settings& settings_;
    std::mutex looking_;            // one look at a time; guards what follows
    std::uint64_t learnt_from_ = 0; // a fingerprint of what was learnt last
    mutable std::mutex mutex_;      // guards what follows
    std::condition_variable_any never_;
    std::shared_ptr<const group_logs> current_ = std::make_shared<const group_logs>();
    std::jthread thread_; // last: stops before the rest goes
};

} // namespace bot::conversation
