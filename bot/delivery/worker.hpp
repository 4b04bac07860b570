// Carries the outbox to the platforms: takes what is due, in order within a lane, commits `sending`, sends, and commits
// what became of it. Lives on the event loop; the database work runs on the store's writer.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/event_loop.hpp"
#include "bot/delivery/pace.hpp"
#include "bot/delivery/retry.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>

namespace bot::delivery {

struct worker_settings {
    retry_policy retry;
    std::size_t most_at_once = 64; // rows sent at the same time; each lane has at most one
    // How often the outbox is searched for lanes that nobody woke the worker for: other processes write to it too.
    std::chrono::milliseconds look_every{1000};
    // How long after an uncertain delivery the platform is asked for the message; doubled each time it does not say.
    std::chrono::milliseconds ask_after{2000};
    std::map<adapters::chat::platform, pace_limit> pace; // a platform that is not here is not slowed down
};

class worker {
  public:
    using adapters_by_platform = std::map<adapters::chat::platform, adapters::chat::adapter*>;

    // All references outlive the worker. `clock` and `random` (0 … 1, for the jitter of retries) are passed in.
    worker(adapters::net::event_loop& loop, knowledge::store::store& store, adapters_by_platform adapters,
           worker_settings how, std::function<knowledge::timestamp()> clock, std::function<double()> random);
    ~worker();
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    // Settles what a crash left half sent, then begins to work. Blocks for one commit; throws store::error.
    void start();
    // Something new lies in that lane. From the loop's thread.
    void wake(std::string_view lane);
    // Something new lies in lanes that the caller does not know. From the loop's thread.
    void search();
    // Takes nothing more; `finished` runs once, when everything under way is settled.
    void drain(std::function<void()> finished);

    [[nodiscard]] std::size_t under_way() const;

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace bot::delivery
