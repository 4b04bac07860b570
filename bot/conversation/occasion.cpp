#include "bot/conversation/occasion.hpp"

namespace bot::conversation {

namespace chat = adapters::chat;

occasion occasion_of(const chat::happening& what) {
    occasion common;
    std::visit(
        [&common](const auto& one) {
            common.delivery_id = one.delivery_id;
            common.message_id = one.message_id;
            common.where = one.where;
            common.who = one.who;
            common.settings_group = one.where.group;
            if constexpr (requires { one.reply; }) common.reply = one.reply;
            if constexpr (requires { one.private_reply; }) common.private_reply = one.private_reply;
            if constexpr (requires { one.asked_in; }) {
                if (!one.asked_in.empty()) common.settings_group = one.asked_in;
            }
        },
        what);
    return common;
}

} // namespace bot::conversation
