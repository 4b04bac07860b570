#include "bot/try/try_routes.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/simulator/html.hpp"
#include "bot/conversation/texts.hpp"
#include "embedded.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <memory>
#include <string>
#include <utility>

namespace bot::try_page {

using conversation::text;
using nlohmann::json;

namespace {

// Nothing but our own script and style: even a line that slipped through the renderer could load and send nothing.
constexpr auto policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

server::response page(std::string_view body, std::string type) {
    return {.status = 200,
            .content_type = std::move(type),
            .body = std::string(body),
            .headers = {{"Content-Security-Policy", policy}, {"Referrer-Policy", "no-referrer"}}};
}

server::response as_json(const json& value) {
    return {.status = 200,
            .content_type = "application/json; charset=utf-8",
            .body = value.dump(-1, ' ', false, json::error_handler_t::replace),
            .headers = {}};
}

server::response refusal(int status, std::string why) {
    return {.status = status, .body = std::move(why), .headers = {}};
}

// Another site's page may make a browser post to us; it cannot hide where it comes from, nor send JSON without asking.
bool from_our_page(const server::request& request) {
    const auto origin = request.header("origin");
    const auto own = request.header("host");
    const bool same =
        origin.empty() || origin == "http://" + std::string(own) || origin == "https://" + std::string(own);
    return same && request.header("content-type").starts_with("application/json");
}

json texts_of(config::language speaks) {
    const std::pair<const char*, text> names[] = {{"intro", text::try_intro},
                                                  {"examples", text::try_examples},
                                                  {"example_1", text::try_example_1},
                                                  {"example_2", text::try_example_2},
                                                  {"member", text::try_member},
                                                  {"question", text::try_question},
                                                  {"placeholder", text::try_placeholder},
                                                  {"send", text::try_send},
                                                  {"reply", text::try_reply},
                                                  {"lost", text::try_lost}};
    json texts = json::object();
    for (const auto& [name, which] : names)
        texts[name] = conversation::catalogue(which, speaks);
    return texts;
}

json to_json(const adapters::simulator::line& line) {
    json value{{"number", line.number}, {"id", line.id},         {"from_bot", line.from_bot},
               {"member", line.member}, {"thread", line.thread}, {"at", line.at.time_since_epoch().count()}};
    if (line.from_bot)
        value["html"] = adapters::simulator::to_html(line.text);
    else
        value["text"] = line.text;
    return value;
}

server::response lines(const server::request& request, const adapters::simulator::group& group) {
    std::uint64_t after = 0;
    constexpr std::string_view name = "after=";
    if (request.query.starts_with(name)) {
        const auto* const end = request.query.data() + request.query.size();
        if (std::from_chars(request.query.data() + name.size(), end, after).ptr != end)
            return refusal(400, "after: a number");
    }
    json said = json::array();
    for (const auto& line : group.lines_after(after))
        said.push_back(to_json(line));
    return as_json({{"lines", said}});
}

void say(const server::request& request, server::responder respond, adapters::simulator::group& group,
         conversation::conversation& talk) {
    if (!from_our_page(request)) return respond(refusal(403, "only from the page /try"));
    struct line {
        std::string member, text, thread;
    };
    const auto said = adapters::chat::read_json(request.body, [](const adapters::chat::json_object& body) {
        return line{std::string(body.text("member")), std::string(body.text("text")), std::string(body.text("thread"))};
    });
    if (!said) return respond(refusal(400, to_string(said.error())));
    auto message = group.say(said->member, said->text, said->thread);
    if (!message) return respond(refusal(400, "no such member or thread, or no text"));
    auto answer = std::make_shared<server::responder>(std::move(respond));
    talk.take(std::move(*message), [answer](conversation::outcome what) {
        if (what == conversation::outcome::taken) return (*answer)(as_json({{"taken", true}}));
        (*answer)(refusal(503, std::string(to_string(what))));
    });
}

} // namespace

void add_routes(server::http_server& server, adapters::simulator::group& group, conversation::conversation& talk,
                config::language speaks) {
    const auto serve = [&server](const char* path, std::string_view body, const char* type) {
        server.route("GET", path,
                     [body, type](const server::request&, server::responder respond) { respond(page(body, type)); });
    };
    serve("/try", page_html, "text/html; charset=utf-8");
    serve("/try/page.css", page_css, "text/css; charset=utf-8");
    serve("/try/page.js", page_js, "text/javascript; charset=utf-8");
    server.route("GET", "/try/texts", [&group, speaks](const server::request&, server::responder respond) {
        respond(as_json({{"language", speaks == config::language::zh ? "zh" : "en"},
                         {"texts", texts_of(speaks)},
                         {"members", group.members()}}));
    });
    server.route("GET", "/try/lines", [&group](const server::request& request, server::responder respond) {
        respond(lines(request, group));
    });
    server.route("POST", "/try/say", [&group, &talk](const server::request& request, server::responder respond) {
        say(request, std::move(respond), group, talk);
    });
}

} // namespace bot::try_page
