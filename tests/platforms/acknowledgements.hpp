// What the bot has answered over a WebSocket, by the id of what it answers.
#pragma once

#include "tests/platforms/websocket_server.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace tests::platforms {

class acknowledgements {
  public:
    void take(std::string id, std::string text) {
        const std::lock_guard held(mutex_);
        all_[std::move(id)] = std::move(text);
    }
    // "" when there is none within three seconds, or while the connection is there.
    std::string wait_for(const std::string& id, const websocket_server& server, websocket_server::id on) {
        std::string got;
        const auto found = [&] {
            const std::lock_guard held(mutex_);
            if (const auto one = all_.find(id); one != all_.end()) got = one->second;
            return !got.empty();
        };
        (void)server.wait_for([&] { return found() || !server.is_open(on); }, std::chrono::seconds(3));
        return got;
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::string> all_;
};

} // namespace tests::platforms
