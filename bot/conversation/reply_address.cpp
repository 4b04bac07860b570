#include "bot/conversation/reply_address.hpp"

#include "adapters/chat/json_writer.hpp"

#include <nlohmann/json.hpp>

namespace bot::conversation {

using nlohmann::json;

std::string to_json(const adapters::chat::reply_address& address) {
    if (address.url.empty()) return {};
    adapters::chat::json_writer kept;
    kept.object([&] {
        kept.member("expires_at", std::int64_t{address.expires_at.time_since_epoch().count()});
        kept.member("url", address.url);
    });
    return kept.take();
}

adapters::chat::reply_address reply_address_from_json(std::string_view text) {
    const auto read = json::parse(text, nullptr, false);
    if (!read.is_object() || !read.contains("url") || !read["url"].is_string()) return {};
    adapters::chat::reply_address address{.url = read["url"].get<std::string>(), .expires_at = {}};
    if (const auto at = read.find("expires_at"); at != read.end() && at->is_number_integer()) {
        address.expires_at = adapters::chat::timestamp(std::chrono::milliseconds(at->get<std::int64_t>()));
    }
    return address;
}

} // namespace bot::conversation
