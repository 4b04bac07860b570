#include "bot/delivery/succession.hpp"

namespace bot::delivery {

namespace chat = adapters::chat;
using knowledge::store::outbox_state;
using turn = succession::turn;

succession succeed(chat::outgoing& message, const std::optional<knowledge::store::outbox_row>& earlier,
                   bool being_asked) {
    if (!earlier) return {.what = turn::drop, .why = "what it takes the place of is forgotten"};
    switch (earlier->state) {
    case outbox_state::sent:
        if (earlier->platform_id.empty())
            return {.what = turn::drop, .why = "the platform did not say the id of what it takes the place of"};
        message.target = earlier->platform_id;
        return {};
    case outbox_state::failed:
        if (message.what == chat::act::withdraw) return {.what = turn::drop, .why = "there is nothing to withdraw"};
        message.what = chat::act::post;
        return {};
    case outbox_state::uncertain:
        if (being_asked) return {.what = turn::wait};
        // A second answer is worse than the asker asking again.
        return {.what = turn::drop, .why = "what it takes the place of may or may not have arrived"};
    case outbox_state::pending:
    case outbox_state::sending:
        break;
    }
    return {.what = turn::wait};
}

} // namespace bot::delivery
