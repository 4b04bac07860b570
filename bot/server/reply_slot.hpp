// Where a responder leaves its answer, from any thread, and the session that asked finds it. Answers that come
// together, as after a commit, wake their sessions with one visit of the loop. Boost inside: for session.cpp.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "bot/server/http_server.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace bot::server {

class reply_desk;

// What a responder holds on to: it may outlive session, server and loop.
struct reply_slot {
    reply_slot(std::shared_ptr<reply_desk> at, boost::asio::steady_timer& timer) : desk(std::move(at)), wake(&timer) {}

    const std::shared_ptr<reply_desk> desk; // its lock guards the next three
    std::optional<response> answer;
    bool waiting = false;            // the session sleeps and must be woken
    bool closed = false;             // nobody is interested any more
    boost::asio::steady_timer* wake; // touched on the loop's thread only; nullptr when closed
};

// What the sessions of a server share.
class reply_desk {
  public:
    explicit reply_desk(adapters::net::event_loop& loop) : loop_(loop) {}
    reply_desk(const reply_desk&) = delete;
    reply_desk& operator=(const reply_desk&) = delete;

    // From any thread. The first answer counts; nothing happens when nobody waits for one any more.
    static void leave(const std::shared_ptr<reply_slot>& slot, response answer);

    // From the loop's thread, as the rest. Whether there is an answer; if not, the next one wakes the session.
    [[nodiscard]] static bool look_into(reply_slot& slot);
    [[nodiscard]] static response take(reply_slot& slot); // an empty answer when there is none
    static void close(reply_slot& slot);

  private:
    void wake_sessions();

    std::mutex guard_;
    adapters::net::event_loop& loop_;                   // valid while a slot is open
    std::vector<std::shared_ptr<reply_slot>> answered_; // whose sessions sleep; a visit of the loop is on its way
};

} // namespace bot::server
