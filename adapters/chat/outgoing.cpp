#include "adapters/chat/outgoing.hpp"

#include <nlohmann/json.hpp>

namespace adapters::chat {
namespace {

using nlohmann::json;

// Counted up when a field changes its meaning; an older program leaves newer rows alone.
constexpr int format = 1;

std::optional<platform> platform_of(std::string_view word) {
    for (const platform which : {platform::dingtalk, platform::slack, platform::simulator}) {
        if (to_string(which) == word) return which;
    }
    return std::nullopt;
}

} // namespace

std::string to_json(const outgoing& message) {
    const json out = {
        {"format", format},
        {"id", message.id},
        {"where",
         {{"platform", to_string(message.where.on)},
          {"workspace", message.where.workspace},
          {"group", message.where.group},
          {"group_title", message.where.group_title},
          {"thread", message.where.thread},
          {"direct", message.where.direct}}},
        {"mention", {{"id", message.mention.id}, {"name", message.mention.name}}},
        {"title", message.title},
        {"markdown", message.markdown},
        {"reply", {{"url", message.reply.url}, {"expires_at", message.reply.expires_at.time_since_epoch().count()}}},
    };
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<outgoing> outgoing_from_json(std::string_view text) {
    const json in = json::parse(text, nullptr, false);
    if (!in.is_object() || in.value("format", json()) != json(format)) return std::nullopt;
    try {
        const json& where = in.at("where");
        const std::optional<platform> on = platform_of(where.at("platform").get<std::string>());
        if (!on) return std::nullopt;
        outgoing out;
        out.id = in.at("id").get<std::string>();
        out.where = {.on = *on,
                     .workspace = where.at("workspace").get<std::string>(),
                     .group = where.at("group").get<std::string>(),
                     .group_title = where.at("group_title").get<std::string>(),
                     .thread = where.at("thread").get<std::string>(),
                     .direct = where.at("direct").get<bool>()};
        out.mention = {.id = in.at("mention").at("id").get<std::string>(),
                       .name = in.at("mention").at("name").get<std::string>()};
        out.title = in.at("title").get<std::string>();
        out.markdown = in.at("markdown").get<std::string>();
        out.reply.url = in.at("reply").at("url").get<std::string>();
        const json& expires_at = in.at("reply").at("expires_at");
        if (!expires_at.is_number_integer()) return std::nullopt;
        out.reply.expires_at = timestamp(std::chrono::milliseconds(expires_at.get<std::int64_t>()));
        return out;
    } catch (const json::exception&) { // a field is missing or of another type: a damaged row
        return std::nullopt;
    }
}

void adapter::look_for(outgoing, timestamp, std::function<void(inquiry)> finished) {
    finished({.what = sighting::never_tells});
}

} // namespace adapters::chat
