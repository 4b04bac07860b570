// Forgets by age what the configuration says may be forgotten ([retention]): at the start and once a day, in steps that
// are short enough for questions to get in between. Only counts are logged.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <functional>
#include <memory>

namespace bot::cli {

class sweeper {
  public:
    // All references outlive the sweeper, and so does the store's queue what it was given. start() and all that follows
    // happens on the loop's thread.
    sweeper(adapters::net::event_loop& loop, knowledge::store::store& store, const config::retention_settings& keep,
            std::function<knowledge::timestamp()> clock);
    ~sweeper();

    void start();

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace bot::cli
