#include "adapters/slack/member_look_up.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"

namespace adapters::slack {

namespace {

constexpr std::size_t longest_name = 80; // what Slack allows

std::string name_in(const chat::json_object& user) {
    const auto profile = user.object_if("profile");
    for (const std::string_view found :
         {profile.text_if("display_name"), profile.text_if("real_name"), user.text_if("name")}) {
        auto name = chat::one_line(chat::first_characters(found, longest_name));
        if (!name.empty()) return name;
    }
    return {};
}

} // namespace

api_call look_up_member(std::string_view user) {
    return {.method = "users.info", .fields = {{"user", std::string(user)}}};
}

std::optional<member_profile> read_member(std::string_view body) {
    const auto read = chat::read_json(
        body,
        [](const chat::json_object& root) {
            const auto user = root.object("user");
            return member_profile{.name = name_in(user),
                                  .guest = user.flag_or("is_restricted", false) ||
                                           user.flag_or("is_ultra_restricted", false)};
        },
        answer_limits);
    return read ? std::optional(*read) : std::nullopt;
}

bool is_nobody(std::string_view error) {
    return error == "user_not_found" || error == "user_not_visible";
}

} // namespace adapters::slack
