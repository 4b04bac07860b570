#include "adapters/chat/outgoing.hpp"

#include "adapters/chat/json_writer.hpp"

#include <nlohmann/json.hpp>

namespace adapters::chat {
namespace {

using nlohmann::json;

// Counted up when a field changes its meaning; an older program leaves newer rows alone.
constexpr std::int64_t format = 1;

std::string_view to_string(act what) {
    switch (what) {
    case act::post:
        return "post";
    case act::replace:
        return "replace";
    case act::withdraw:
        return "withdraw";
    }
    return "?";
}

std::optional<act> act_from(std::string_view word) {
    for (const act one : {act::post, act::replace, act::withdraw}) {
        if (to_string(one) == word) return one;
    }
    return std::nullopt;
}

void write(json_writer& out, std::string_view name, const person& who) {
    out.object(name, [&] {
        out.member("id", who.id);
        out.member("name", who.name);
    });
}

void write(json_writer& out, const person& who) {
    out.object([&] {
        out.member("id", who.id);
        out.member("name", who.name);
    });
}

void write(json_writer& out, const button& one) {
    out.object([&] {
        out.member("what", to_string(one.what));
        out.member("value", one.value);
        out.member("label", one.label);
        out.member("says", one.says);
    });
}

person person_from(const json& in) {
    return {.id = in.at("id").get<std::string>(), .name = in.at("name").get<std::string>()};
}

// Rows written before there were buttons have none of these; an action or act nobody knows makes the row unreadable.
bool read_newer_fields(const json& in, outgoing& out) {
    out.footer = in.value("footer", "");
    out.status = in.value("status", "");
    out.target = in.value("target", "");
    out.takes_place_of = in.value("takes_place_of", "");
    out.answers = in.value("answers", "");
    if (in.contains("only_for")) out.only_for = person_from(in.at("only_for"));
    if (in.contains("partner")) out.partner = person_from(in.at("partner"));
    out.told_as = in.value("told_as", "");
    out.names_members = in.value("names_members", false);
    for (const json& one : in.value("also", json::array()))
        out.also.push_back(person_from(one));
    const auto what = act_from(in.value("what", std::string(to_string(act::post))));
    if (!what) return false;
    out.what = *what;
    for (const json& one : in.value("buttons", json::array())) {
        const auto asked = action_from(one.at("what").get<std::string>());
        if (!asked) return false;
        out.buttons.push_back({.what = *asked,
                               .value = one.at("value").get<std::string>(),
                               .label = one.at("label").get<std::string>(),
                               .says = one.at("says").get<std::string>()});
    }
    return true;
}

} // namespace

std::string to_json(const outgoing& message) {
    json_writer out;
    out.object([&] {
        out.member("format", format);
        out.member("id", message.id);
        out.object("where", [&] {
            out.member("platform", to_string(message.where.on));
            out.member("workspace", message.where.workspace);
            out.member("group", message.where.group);
            out.member("group_title", message.where.group_title);
            out.member("thread", message.where.thread);
            out.member("direct", message.where.direct);
        });
        write(out, "mention", message.mention);
        out.member("title", message.title);
        out.member("markdown", message.markdown);
        out.member("footer", message.footer);
        out.member("status", message.status);
        out.member("what", to_string(message.what));
        out.member("target", message.target);
        out.member("takes_place_of", message.takes_place_of);
        out.array("buttons", [&] {
            for (const button& one : message.buttons)
                write(out, one);
        });
        out.member("answers", message.answers);
        write(out, "only_for", message.only_for);
        write(out, "partner", message.partner);
        if (!message.told_as.empty()) out.member("told_as", message.told_as);
        if (message.names_members) out.member("names_members", true);
        if (!message.also.empty()) {
            out.array("also", [&] {
                for (const person& one : message.also)
                    write(out, one);
            });
        }
        out.object("reply", [&] {
            out.member("url", message.reply.url);
            out.member("expires_at", std::int64_t{message.reply.expires_at.time_since_epoch().count()});
        });
    });
    return out.take();
}

std::optional<outgoing> outgoing_from_json(std::string_view text) {
    const json in = json::parse(text, nullptr, false);
    if (!in.is_object() || in.value("format", json()) != json(format)) return std::nullopt;
    try {
        const json& where = in.at("where");
        const std::optional<platform> on = platform_from(where.at("platform").get<std::string>());
        if (!on) return std::nullopt;
        outgoing out;
        out.id = in.at("id").get<std::string>();
        out.where = {.on = *on,
                     .workspace = where.at("workspace").get<std::string>(),
                     .group = where.at("group").get<std::string>(),
                     .group_title = where.at("group_title").get<std::string>(),
                     .thread = where.at("thread").get<std::string>(),
                     .direct = where.at("direct").get<bool>()};
        out.mention = person_from(in.at("mention"));
        out.title = in.at("title").get<std::string>();
        out.markdown = in.at("markdown").get<std::string>();
        out.reply.url = in.at("reply").at("url").get<std::string>();
        const json& expires_at = in.at("reply").at("expires_at");
        if (!expires_at.is_number_integer()) return std::nullopt;
        out.reply.expires_at = timestamp(std::chrono::milliseconds(expires_at.get<std::int64_t>()));
        if (!read_newer_fields(in, out)) return std::nullopt;
        return out;
    } catch (const json::exception&) { // a field is missing or of another type: a damaged row
        return std::nullopt;
    }
}

std::string whole_text(const outgoing& message) {
    std::string text = message.markdown;
    for (const std::string& part : {message.footer, message.status}) {
        if (!part.empty()) text += (text.empty() ? "" : "\n\n") + part;
    }
    return text;
}

void adapter::look_for(outgoing, timestamp, std::function<void(inquiry)> finished) {
    finished({.what = sighting::never_tells});
}

void adapter::give_up(const outgoing&) {}

} // namespace adapters::chat
