#include "bot/server/keep_trying.hpp"

#include "bot/observe/log.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

namespace bot::server {

namespace {

class waiting_room : public std::enable_shared_from_this<waiting_room> {
  public:
    waiting_room(adapters::net::event_loop& loop, intake in, persistence how)
        : loop_(loop), in_(std::move(in)), how_(how) {}

    void take(const adapters::chat::happening& what, const std::function<void(conversation::outcome)>& finished) {
        in_(what, [self = shared_from_this(), what, finished](conversation::outcome became) {
            finished(became);
            if (became == conversation::outcome::busy) self->keep(what);
        });
    }

  private:
    void keep(adapters::chat::happening what) {
        if (kept_.size() >= how_.most_waiting) {
            observe::log::error("{} messages wait to be stored: another one is left to the platform", kept_.size());
            return;
        }
        const auto number = ++made_;
        kept_[number].what = std::move(what);
        try_later(number);
    }

    void try_later(std::uint64_t number) {
        auto& one = kept_[number];
        const auto delay = std::min(how_.longest, how_.first * (1 << std::min(one.tries++, 16)));
        one.timer = loop_.after(delay, [weak = weak_from_this(), number] {
            if (const auto self = weak.lock()) self->try_again(number);
        });
    }

    void try_again(std::uint64_t number) {
        in_(kept_[number].what, [weak = weak_from_this(), number](conversation::outcome became) {
            if (const auto self = weak.lock()) self->tried(number, became);
        });
    }

    void tried(std::uint64_t number, conversation::outcome became) {
        const auto tries = kept_[number].tries + 1; // with the first
        if (became == conversation::outcome::busy && tries < how_.tries) return try_later(number);
        kept_.erase(number);
        if (acknowledgement(became).status == 200)
            observe::log::debug("a message was stored at try {}", tries);
        else
            observe::log::error("a message could not be stored in {} tries and is given up", tries);
    }

    struct held {
        adapters::chat::happening what;
        int tries = 0;
        std::unique_ptr<adapters::net::event_loop::timer> timer;
    };

    adapters::net::event_loop& loop_;
    intake in_;
    persistence how_;
    std::map<std::uint64_t, held> kept_;
    std::uint64_t made_ = 0;
};

} // namespace

intake keep_trying(adapters::net::event_loop& loop, intake in, persistence how) {
    return [room = std::make_shared<waiting_room>(loop, std::move(in), how)](
               const adapters::chat::happening& what, const std::function<void(conversation::outcome)>& finished) {
        room->take(what, finished);
    };
}

} // namespace bot::server
