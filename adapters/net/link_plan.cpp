#include "adapters/net/link_plan.hpp"

#include <algorithm>

namespace adapters::net {

using std::chrono::milliseconds;

namespace {

// A wrong Retry-After must neither spin nor stall the link.
constexpr milliseconds least_retry_after{1000}, most_retry_after{300000};
constexpr std::size_t most_lines = 2;

} // namespace

void link_plan::start(time_point now) {
    if (attempt_ == attempt::none && lines_.empty()) try_after(milliseconds(0), now);
}

void link_plan::invited(line opening, time_point now) {
    attempt_ = attempt::opening;
    lines_.push_back({opening, stage::opening, now});
}

void link_plan::not_invited(setback why, std::optional<milliseconds> retry_after, time_point now) {
    if (attempt_ != attempt::asking) return; // stopped meanwhile
    fall_back(why, now);
    if (!retry_after) return;
    const auto wait = std::clamp(*retry_after, least_retry_after, most_retry_after) + share(pace_.first);
    due_ = std::max(due_, now + wait);
}

void link_plan::news(line of, link_news what, time_point now) {
    held* const which = find(of);
    if (which == nullptr || which->at == stage::leaving || what == link_news::nothing) return;
    if (what == link_news::ready) {
        if (which->at == stage::live) return;
        which->at = stage::live;
        which->since = now;
        attempt_ = attempt::none;
        failures_ = 0;
        return;
    }
    const bool was_ready = which->at == stage::live, good = was_good(*which, now);
    leave(*which, now);
    if (what == link_news::crowded) return try_after(about(pace_.crowded), now);
    if (what == link_news::switched_off) return try_after(about(pace_.refused), now);
    // Nobody renews what has just begun: told so again and again, we must not open connections in a circle.
    if (was_ready) return try_after(good ? milliseconds(0) : share(pace_.first), now);
    fall_back(setback::troubled, now); // told to go before it was ready
}

void link_plan::carried(line by) {
    if (held* const which = find(by); which != nullptr && which->at != stage::opening) which->carried = true;
}

link_plan::end_of link_plan::ended(line which, setback why, time_point now) {
    const held* const found = find(which);
    if (found == nullptr) return end_of::neither;
    const held gone = *found;
    std::erase_if(lines_, [&](const held& one) { return one.id == which; });
    if (gone.at == stage::opening) {
        fall_back(why, now);
        return end_of::attempt;
    }
    if (gone.at != stage::live) return end_of::neither;
    try_after(share(was_good(gone, now) ? pace_.quick : pace_.first), now);
    return end_of::link;
}

void link_plan::stop() {
    attempt_ = attempt::none;
    for (held& one : lines_)
        one.at = stage::leaving;
}

link_plan::steps link_plan::next(time_point now) {
    steps todo;
    const auto look = [&](time_point at) {
        if (!todo.look_again || at < *todo.look_again) todo.look_again = at;
    };
    const auto close = [&](held& one) {
        if (!std::exchange(one.closing, true)) todo.close.push_back(one.id);
    };
    for (held& one : lines_) {
        if (one.closing || one.at == stage::live) continue;
        const time_point end = one.since + (one.at == stage::opening ? pace_.ready_within : pace_.leave_within);
        if (end <= now)
            close(one);
        else
            look(end);
    }
    if (attempt_ != attempt::waiting) return todo;
    if (due_ > now) {
        look(due_);
    } else if (lines_.size() < most_lines) {
        attempt_ = attempt::asking;
        todo.ask = true;
    } else {
        close(lines_.front()); // its end is what happens next
    }
    return todo;
}

bool link_plan::connected() const {
    return std::ranges::any_of(lines_, [](const held& one) { return one.at == stage::live; });
}

link_plan::held* link_plan::find(line which) {
    const auto found = std::ranges::find_if(lines_, [&](const held& one) { return one.id == which; });
    return found == lines_.end() ? nullptr : &*found;
}

bool link_plan::was_good(const held& which, time_point now) const {
    return which.carried || now - which.since >= pace_.good_after;
}

void link_plan::leave(held& which, time_point now) {
    which.at = stage::leaving;
    which.since = now;
}

void link_plan::try_after(milliseconds delay, time_point now) {
    attempt_ = attempt::waiting;
    due_ = now + delay;
}

void link_plan::fall_back(setback why, time_point now) {
    ++failures_;
    if (why == setback::refused) return try_after(about(pace_.refused), now);
    const milliseconds most = why == setback::unreachable ? pace_.unreachable_most : pace_.troubled_most;
    const milliseconds doubled = pace_.first * (1 << std::min(failures_ - 1, 10));
    try_after(share(std::min(doubled, most)), now);
}

// Anything from nothing to `most`: many clients that lost their connections together must not come back together.
milliseconds link_plan::share(milliseconds most) {
    return milliseconds(static_cast<milliseconds::rep>(random_() * static_cast<double>(most.count())));
}

milliseconds link_plan::about(milliseconds delay) {
    return delay * 3 / 4 + share(delay / 2);
}

} // namespace adapters::net
