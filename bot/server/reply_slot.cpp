#include "bot/server/reply_slot.hpp"

#include <utility>

namespace bot::server {

void reply_desk::leave(const std::shared_ptr<reply_slot>& slot, response answer) {
    auto& desk = *slot->desk;
    const std::lock_guard lock(desk.guard_);
    if (slot->closed || slot->answer) return;
    slot->answer = std::move(answer);
    if (!slot->waiting) return;
    // Under the lock, because the loop is only sure to be there until the slot is closed.
    if (desk.answered_.empty()) desk.loop_.post([here = slot->desk] { here->wake_sessions(); });
    desk.answered_.push_back(slot);
}

void reply_desk::wake_sessions() {
    std::vector<std::shared_ptr<reply_slot>> answered;
    {
        const std::lock_guard lock(guard_);
        answered = std::exchange(answered_, {});
    }
    for (const auto& slot : answered)
        if (slot->wake != nullptr) slot->wake->cancel();
}

bool reply_desk::look_into(reply_slot& slot) {
    const std::lock_guard lock(slot.desk->guard_);
    slot.waiting = true;
    return slot.answer.has_value();
}

response reply_desk::take(reply_slot& slot) {
    const std::lock_guard lock(slot.desk->guard_);
    return slot.answer ? std::move(*slot.answer) : response{};
}

void reply_desk::close(reply_slot& slot) {
    const std::lock_guard lock(slot.desk->guard_);
    slot.closed = true;
    slot.wake = nullptr;
}

} // namespace bot::server
