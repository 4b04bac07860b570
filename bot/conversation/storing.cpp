#include "bot/conversation/storing.hpp"

#include "bot/observe/log.hpp"

#include <bit>

namespace bot::conversation {

void storing::failed(std::string_view platform, std::string_view why, std::string_view trouble, moment now) {
    if (!trouble.empty()) {
        trouble_ = trouble;
        last_ = now;
    }
    if (!std::has_single_bit(++in_a_row_)) return;
    if (in_a_row_ == 1)
        observe::log::error("a message of {} was not stored: {}", platform, why);
    else
        observe::log::error("{} tries in a row to store a message failed; the last, of {}: {}", in_a_row_, platform,
                            why);
}

void storing::worked() {
    if (in_a_row_ > 1) observe::log::info("messages are stored again, after {} tries that failed", in_a_row_);
    in_a_row_ = 0;
    trouble_.clear();
}

std::string storing::trouble(moment now) const {
    return now - last_ < told_for ? trouble_ : std::string();
}

} // namespace bot::conversation
