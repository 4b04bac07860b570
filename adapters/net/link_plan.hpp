// When to connect and which connection to close, so that a platform is listened to all the time: one attempt at a time,
// never more than two connections, no last try. Pure: it is told what happened and when, and asked what to do; link.hpp
// is the neighbour that does it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace adapters::net {

// Why there is no connection. unreachable: nobody answered. troubled: somebody did, with an error of his own. refused:
// our credentials or rights are not accepted, which waiting does not mend.
enum class setback { unreachable, troubled, refused };

// What a message on a connection means for the link.
enum class link_news {
    nothing,
    ready,       // only from now on the connection counts
    renew,       // it ends soon: a new one is wanted now, this one stays until it is closed
    crowded,     // the platform has too many of our connections: one more in a hurry makes it worse
    switched_off // the platform has us switched off
};

struct link_pace {
    using ms = std::chrono::milliseconds;
    ms quick{250};             // at most, after a connection that was good
    ms first{1000};            // the most after the first failure; doubled by each further one …
    ms unreachable_most{4000}; // … up to here while nobody answers: back soon when the platform is
    ms troubled_most{30000};   // … up to here while it answers with errors
    ms refused{180000};        // about so long after a refusal, and when switched off
    ms crowded{45000};
    ms good_after{5000};    // a connection that lasted so long was good; so was one that brought a message
    ms ready_within{10000}; // from the attempt on; then it is given up
    ms leave_within{20000}; // a connection that is to end, and that the platform does not close
};

class link_plan {
  public:
    using time_point = std::chrono::steady_clock::time_point;
    using line = std::uint64_t; // names a connection; chosen by the caller, never twice

    // `random` gives numbers from 0 to 1.
    link_plan(link_pace pace, std::function<double()> random) : pace_(pace), random_(std::move(random)) {}

    // What happened.
    void start(time_point now);
    void invited(line opening, time_point now); // asking worked, this connection is being opened
    void not_invited(setback why, std::optional<std::chrono::milliseconds> retry_after, time_point now);
    void news(line of, link_news what, time_point now);
    void carried(line by); // it brought a message
    // Says what that was the end of: an attempt to connect, the only good connection, or neither.
    enum class end_of { neither, attempt, link };
    end_of ended(line which, setback why, time_point now);
    void stop();

    // What to do now, once each: ask the platform for a connection; close these; come back at that moment.
    struct steps {
        bool ask = false;
        std::vector<line> close;
        std::optional<time_point> look_again;
    };
    [[nodiscard]] steps next(time_point now);

    [[nodiscard]] bool connected() const; // there is a connection that is ready and not about to end
    [[nodiscard]] std::size_t lines() const { return lines_.size(); }

  private:
    enum class stage { opening, live, leaving };
    struct held {
        line id;
        stage at;
        time_point since;
        bool carried = false;
        bool closing = false;
    };
    enum class attempt { none, waiting, asking, opening };

    [[nodiscard]] held* find(line which);
    [[nodiscard]] bool was_good(const held& which, time_point now) const;
    void leave(held& which, time_point now);
    void try_after(std::chrono::milliseconds delay, time_point now);
    void fall_back(setback why, time_point now);
    [[nodiscard]] std::chrono::milliseconds share(std::chrono::milliseconds most);
    [[nodiscard]] std::chrono::milliseconds about(std::chrono::milliseconds delay);

    link_pace pace_;
    std::function<double()> random_;
    std::vector<held> lines_; // the oldest first
    attempt attempt_ = attempt::none;
    time_point due_{}; // while waiting
    int failures_ = 0; // in a row
};

} // namespace adapters::net
