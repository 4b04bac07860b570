#include "bot/try/try_routes.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/json_text.hpp"
#include "adapters/simulator/html.hpp"
#include "bot/config/values.hpp"
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
            .body = adapters::chat::json_text(value),
            .headers = {}};
}

server::response refusal(int status, std::string why) {
    return {.status = status, .body = std::move(why), .headers = {}};
}

// Whether the request comes from this machine's own browser: neither by way of a proxy, which makes strangers look
// near, nor under a foreign name, which is how other sites reach loopback addresses.
bool from_this_machine(const server::request& request) {
    auto host = request.header("host");
    if (host.starts_with('['))
        host = host.substr(1, host.find(']') - 1);
    else
        host = host.substr(0, host.find(':'));
    return config::is_loopback(host) && request.count("forwarded") == 0 && request.count("x-forwarded-for") == 0 &&
           request.count("x-forwarded-host") == 0 && request.count("x-real-ip") == 0 && request.count("via") == 0;
}

// Another site's page may make a browser post to us; it cannot hide where it comes from, nor send JSON without asking.
bool from_our_page(const server::request& request) {
    const auto origin = request.header("origin");
    const auto own = request.header("host");
    const bool same =
        origin.empty() || origin == "http://" + std::string(own) || origin == "https://" + std::string(own);
    return same && request.header("content-type").starts_with("application/json");
}

json texts_of(const config::voice& speaks) {
    const std::pair<const char*, text> names[] = {{"intro", text::try_intro},
                                                  {"examples", text::try_examples},
                                                  {"example_1", text::try_example_1},
                                                  {"example_2", text::try_example_2},
                                                  {"member", text::try_member},
                                                  {"question", text::try_question},
                                                  {"placeholder", text::try_placeholder},
                                                  {"send", text::try_send},
                                                  {"reply", text::try_reply},
                                                  {"lost", text::try_lost},
                                                  {"not_taken", text::not_stored}};
    json texts = json::object();
    for (const auto& [name, which] : names)
        texts[name] = conversation::catalogue(which, speaks);
    return texts;
}

json to_json(const adapters::simulator::line& line) {
    json value{{"number", line.number}, {"id", line.id},         {"from_bot", line.from_bot},
               {"member", line.member}, {"thread", line.thread}, {"at", line.at.time_since_epoch().count()}};
    for (const auto& button : line.buttons)
        value["buttons"].push_back({{"label", button.label}, {"says", button.says}});
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
                const config::voice& speaks, visitors who) {
    const auto route = [&server, who](const char* method, const char* path, server::handler serve) {
        server.route(method, path, [who, serve = std::move(serve)](server::request request, server::responder respond) {
            if (who == visitors::this_machine && !from_this_machine(request))
                return respond(refusal(403, "only on this machine"));
            serve(std::move(request), std::move(respond));
        });
    };
    const auto file = [&route](const char* path, std::string_view body, const char* type) {
        route("GET", path,
              [body, type](const server::request&, server::responder respond) { respond(page(body, type)); });
    };
    file("/try", page_html, "text/html; charset=utf-8");
    file("/try/page.css", page_css, "text/css; charset=utf-8");
    file("/try/page.js", page_js, "text/javascript; charset=utf-8");
    route("GET", "/try/texts", [&group, speaks](const server::request&, server::responder respond) {
        respond(as_json({{"language", to_string(speaks)}, {"texts", texts_of(speaks)}, {"members", group.members()}}));
    });
    route("GET", "/try/lines",
          [&group](const server::request& request, server::responder respond) { respond(lines(request, group)); });
    route("POST", "/try/say", [&group, &talk](const server::request& request, server::responder respond) {
        say(request, std::move(respond), group, talk);
    });
}

} // namespace bot::try_page
