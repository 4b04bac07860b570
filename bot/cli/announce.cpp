#include "adapters/dingtalk/custom_robot.hpp"
#include "adapters/dingtalk/webhook.hpp"
#include "adapters/net/event_loop.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/url.hpp"
#include "bot/cli/announcement.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/config/files.hpp"

#include <fmt/format.h>

#include <iostream>
#include <random>

namespace bot::cli {

namespace dingtalk = adapters::dingtalk;
using adapters::chat::verdict;

namespace {

constexpr std::uintmax_t page_limit_bytes = 1 << 20;
constexpr int most_tries = 3; // while no answer comes; the uuid keeps the robot from saying it twice

const config::custom_robot_settings& robot_named(const config::settings& settings, const std::string& where) {
    constexpr std::string_view platform = "dingtalk:";
    if (!where.starts_with(platform)) throw stop(bad_usage, where + ": expected dingtalk:NAME");
    const auto name = where.substr(platform.size());
    std::string known;
    for (const auto& one : settings.dingtalk.custom_robots) {
        if (one.name == name) return one;
        known += (known.empty() ? "; there is " : ", ") + one.name;
    }
    throw stop(bad_usage, fmt::format("there is no [[dingtalk.custom_robot]] called \"{}\"{}", name, known));
}

adapters::chat::delivery post(const dingtalk::announcing& what, const adapters::net::way_out& way) {
    const auto to = adapters::net::parse_url(what.request.url);
    adapters::net::http_client_settings how;
    how.way = way;
    how.allowed = [&to](std::string_view scheme, std::string_view host, unsigned short port) {
        return to && scheme == to->scheme && host == to->host && port == to->port;
    };
    adapters::net::event_loop loop;
    adapters::net::http_client client(loop, std::move(how));
    adapters::chat::delivery became;
    loop.post([&] {
        client.send(what.request, [&](const adapters::net::http_answer& answer) {
            became = dingtalk::classify(answer).became;
            loop.stop();
        });
    });
    loop.run();
    return became;
}

std::string new_uuid() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

} // namespace

int announce(const common_arguments& common, const announce_arguments& how) {
    const auto wanted = how.dry_run ? config::secrets::not_needed : config::secrets::required;
    const auto settings = settings_in_force(common, wanted);
    const auto& robot = robot_named(settings, how.where);
    const auto [page, trouble] = config::read_small_file(how.file, false, page_limit_bytes);
    if (!trouble.empty()) throw stop(no_input, how.file.string() + ": " + trouble);
    auto read = announcement_of(page);
    if (read.markdown.empty()) throw stop(no_input, how.file.string() + ": there is nothing in it to post");
    if (!how.dry_run && robot.access_token.empty()) {
        throw stop(bad_config, fmt::format("the custom robot \"{0}\" has no access token: name one with "
                                           "dingtalk.custom_robot.access_token_env or …_file",
                                           robot.name));
    }

    const dingtalk::custom_robot there{.oapi_url = settings.dingtalk.oapi_url,
                                       .access_token = robot.access_token.reveal(),
                                       .secret = robot.sign_secret.reveal()};
    const dingtalk::announcement what{
        .title = std::move(read.title), .markdown = std::move(read.markdown), .uuid = new_uuid()};
    auto made = dingtalk::encode_announcement(there, what, now());
    if (made.shortened)
        std::cerr << "qunda: the page is too long for one message and was shortened; link to the whole page in it\n";
    std::cout << what.title << "\n\n" << made.text << '\n';
    if (how.dry_run) return ok;

    const auto way = way_out_of(settings.network);
    auto became = post(made, way);
    for (int tries = 1; became.what == verdict::uncertain && tries < most_tries; ++tries)
        became = post(dingtalk::encode_announcement(there, what, now()), way);
    switch (became.what) {
    case verdict::sent:
        std::cerr << "posted by " << how.where << '\n';
        return ok;
    case verdict::retry:
        throw stop(try_again, "not posted, try again later: " + became.reason);
    case verdict::uncertain:
        throw stop(try_again, "it may or may not have been posted, look into the group: " + became.reason);
    case verdict::failed:
        break;
    }
    throw stop(failed, "not posted: " + became.reason);
}

} // namespace bot::cli
