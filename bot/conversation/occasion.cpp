#include "bot/conversation/occasion.hpp"

namespace bot::conversation {

namespace chat = adapters::chat;

const chat::place& place_of(const chat::happening& what) {
    return std::visit([](const auto& one) -> const chat::place& { return one.where; }, what);
}

const std::string& settings_group_of(const chat::happening& what) {
    return std::visit(
        [](const auto& one) -> const std::string& {
            if constexpr (requires { one.asked_in; }) {
                if (!one.asked_in.empty()) return one.asked_in;
            }
            return one.where.group;
        },
        what);
}

occasion occasion_of(const chat::happening& what) {
    occasion common;
    common.where = place_of(what);
    common.settings_group = settings_group_of(what);
    std::visit(
        [&common](const auto& one) {
            if constexpr (requires { one.delivery_id; }) common.delivery_id = one.delivery_id;
            if constexpr (requires { one.message_id; }) common.message_id = one.message_id;
            common.who = one.who;
            if constexpr (requires { one.reply; }) common.reply = one.reply;
            if constexpr (requires { one.private_reply; }) common.private_reply = one.private_reply;
        },
        what);
    return common;
}

} // namespace bot::conversation
