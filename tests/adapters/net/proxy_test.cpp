#include "adapters/net/proxy.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <stdexcept>
#include <string>

using adapters::net::parse_proxy;
using adapters::net::parse_url;
using adapters::net::proxies_from;
using adapters::net::proxy;
using adapters::net::proxy_for;
using adapters::net::proxy_rules;

namespace {

using variables = std::map<std::string, std::string>;

proxy_rules rules_of(const variables& set) {
    return proxies_from([&](const std::string& name) -> std::optional<std::string> {
        const auto found = set.find(name);
        return found == set.end() ? std::nullopt : std::optional(found->second);
    });
}

} // namespace

TEST_CASE("a proxy's address", "[net]") {
    auto [text, host, port, authorization] = GENERATE(table<const char*, const char*, int, const char*>({
        {"http://proxy.corp:3128", "proxy.corp", 3128, ""},
        {"http://proxy.corp:3128/", "proxy.corp", 3128, ""},
        {"HTTP://Proxy.Corp", "proxy.corp", 80, ""},
        {"proxy.corp:3128", "proxy.corp", 3128, ""},
        {"http://[::1]:3128", "::1", 3128, ""},
        {"http://us:pw@proxy.corp:3128", "proxy.corp", 3128, "Basic dXM6cHc="},
        {"http://us%40corp:p%3Aw%40@proxy.corp", "proxy.corp", 80, "Basic dXNAY29ycDpwOndA"},
        {"http://us@proxy.corp", "proxy.corp", 80, "Basic dXM6"},
    }));
    INFO(text);
    const auto found = parse_proxy(text);
    REQUIRE(found);
    CHECK(found->host == host);
    CHECK(found->port == port);
    CHECK(found->authorization == authorization);
}

TEST_CASE("what is no proxy's address", "[net]") {
    const auto* text = GENERATE("", "https://proxy.corp:3128", "socks5://proxy.corp:1080", "http://", "http://:3128",
                                "http://proxy.corp:99999", "http://proxy.corp/path", "http://proxy.corp?x",
                                "http://u%zz@proxy.corp", "http://a b", "http://us:pw@proxy.corp:3128\r\nX: y");
    INFO(text);
    CHECK_FALSE(parse_proxy(text));
}

TEST_CASE("which proxy a request goes through", "[net]") {
    const variables both{{"HTTPS_PROXY", "http://s.corp:1"}, {"HTTP_PROXY", "http://p.corp:2"}};
    const auto except = [&](const std::string& list) {
        auto set = both;
        set["NO_PROXY"] = list;
        return set;
    };
    auto [what, set, target, expected] = GENERATE_COPY(table<const char*, variables, const char*, const char*>({
        {"none without variables", {}, "https://slack.com/", ""},
        {"HTTPS", both, "https://slack.com/", "s.corp"},
        {"HTTP", both, "http://slack.com/", "p.corp"},
        {"small letters", {{"https_proxy", "s.corp:1"}}, "https://slack.com/", "s.corp"},
        {"small letters first", {{"https_proxy", "a.corp"}, {"HTTPS_PROXY", "b.corp"}}, "https://slack.com/", "a.corp"},
        {"an empty variable", {{"HTTPS_PROXY", ""}}, "https://slack.com/", ""},
        {"only the other one", {{"HTTPS_PROXY", "s.corp"}}, "http://slack.com/", ""},
        {"never to this machine by name", both, "https://localhost:8443/", ""},
        {"never to this machine", both, "http://127.0.0.1:8080/", ""},
        {"never to this machine in IPv6", both, "http://[::1]:8080/", ""},
        {"a host on the list", except("slack.com"), "https://slack.com/", ""},
        {"a host below it", except("slack.com"), "https://api.slack.com/", ""},
        {"a host that only ends so", except("slack.com"), "https://notslack.com/", "s.corp"},
        {"a point before it", except(".slack.com"), "https://api.slack.com/", ""},
        {"a point before it, the host itself", except(".slack.com"), "https://slack.com/", ""},
        {"a star before it", except("*.slack.com"), "https://api.slack.com/", ""},
        {"in a list with blanks", except("a.org, slack.com ,b.org"), "https://slack.com/", ""},
        {"in capitals", except("SLACK.com"), "https://slack.com/", ""},
        {"with its port", except("slack.com:443"), "https://slack.com/", ""},
        {"with another port", except("slack.com:8443"), "https://slack.com/", "s.corp"},
        {"everything", except("*"), "https://slack.com/", ""},
        {"an address", except("10.0.0.5"), "http://10.0.0.5/", ""},
        {"an address that only ends so", except("0.0.5"), "http://10.0.0.5/", "p.corp"},
        {"an IPv6 address in brackets", except("[fd00::1]"), "http://[fd00::1]/", ""},
    }));
    INFO(what);
    const auto rules = rules_of(set);
    const proxy* const chosen = proxy_for(rules, parse_url(target).value());
    CHECK((chosen == nullptr ? "" : chosen->host) == std::string(expected));
}

TEST_CASE("a variable that holds no proxy is named, and nothing of it told", "[net]") {
    try {
        (void)rules_of({{"HTTPS_PROXY", "https://us:hunter2@proxy.corp"}});
        FAIL("it was taken");
    } catch (const std::invalid_argument& wrong) {
        CHECK_THAT(wrong.what(), Catch::StartsWith("HTTPS_PROXY: expected"));
        CHECK_THAT(wrong.what(), !Catch::Contains("hunter2") && !Catch::Contains("proxy.corp"));
    }
}
