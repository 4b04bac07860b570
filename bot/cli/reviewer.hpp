// Looks every hour whether a community's moderators are to be told which entries need another look, on a thread of its
// own, because reading a large knowledge takes its time.
#pragma once

#include "bot/config/settings.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <functional>
#include <string>
#include <thread>

namespace bot::cli {

class reviewer {
  public:
    // References outlive it. `filled` is called on its thread with a lane that was put something in.
    reviewer(knowledge::store::store& store, const config::settings& settings,
             std::function<knowledge::timestamp()> clock, std::function<void(const std::string&)> filled);

    void start();
    void stop(); // waits for a look that is under way

  private:
    void look_every_hour(const std::stop_token& stop);

    knowledge::store::store& store_;
    const config::settings& settings_;
    std::function<knowledge::timestamp()> clock_;
    std::function<void(const std::string&)> filled_;
    std::jthread thread_;
};

} // namespace bot::cli
