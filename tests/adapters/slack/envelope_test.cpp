#include "adapters/slack/envelope.hpp"
#include "adapters/slack/events.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters;
using nlohmann::json;

namespace {

const json quoting_mention = {{"type", "event_callback"},
                              {"team_id", "T0HOME"},
                              {"event_id", "Ev001"},
                              {"authorizations", {{{"team_id", "T0HOME"}, {"user_id", "U0BOT"}}}},
                              {"event",
                               {{"type", "app_mention"},
                                {"user", "U0ALICE"},
                                {"text", "<@U0BOT> \"how\" \xe7\xbe\xa4?"},
                                {"ts", "1706785424.099119"},
                                {"channel", "C0HELP"}}}};

json enveloped(const std::string& type, const json& payload) {
    return {{"envelope_id", "f0582a78-72db-4feb-b2f3-1e47d66365c8"}, {"type", type}, {"payload", payload}};
}

} // namespace

TEST_CASE("what a message on the connection is", "[slack][socket]") {
    using slack::farewell;
    auto [text, expected] = GENERATE(table<const char*, slack::socket_message>({
        {R"({"type":"hello","num_connections":1,"connection_info":{"app_id":"A0"}})", slack::hello{1}},
        {R"({"type":"hello"})", slack::hello{}},
        {R"({"type":"hello","num_connections":-1})", slack::hello{}},
        {R"({"type":"disconnect","reason":"warning","debug_info":{"host":"x"}})", slack::disconnect{farewell::renew}},
        {R"({"type":"disconnect","reason":"refresh_requested"})", slack::disconnect{farewell::renew}},
        {R"({"type":"disconnect","reason":"something new"})", slack::disconnect{farewell::renew}},
        {R"({"type":"disconnect"})", slack::disconnect{farewell::renew}},
        {R"({"type":"disconnect","reason":"too_many_websockets"})", slack::disconnect{farewell::crowded}},
        {R"({"type":"disconnect","reason":"link_disabled"})", slack::disconnect{farewell::switched_off}},
        {R"({"envelope_id":"e1","type":"slash_commands","payload":{"command":"/ask"},"accepts_response_payload":true})",
         slack::envelope{"e1", "slash_commands", R"({"command":"/ask"})", true}},
        {R"({"envelope_id":"e2","type":"interactive","payload":{"type":"block_actions"}})",
         slack::envelope{"e2", "interactive", R"({"type":"block_actions"})", false}},
        {R"({"envelope_id":"e3","type":"something_new"})", slack::envelope{"e3", "something_new", "", false}},
        {R"({"envelope_id":"e4","type":"events_api","payload":null,"retry_attempt":1,"retry_reason":"timeout"})",
         slack::envelope{"e4", "events_api", "", false}},
        {R"({"type":"events_api","payload":{}})", slack::not_an_envelope{"envelope_id: missing"}},
        {R"({"type":"events_api","envelope_id":""})", slack::not_an_envelope{"envelope_id: of the wrong type"}},
        {R"({"type":"events_api","envelope_id":"a b"})", slack::not_an_envelope{"envelope_id: of the wrong type"}},
        {R"({"type":7})", slack::not_an_envelope{"type: of the wrong type"}},
        {R"({"type":"","envelope_id":"e1","payload":{}})", slack::not_an_envelope{"type: of the wrong type"}},
        {"{}", slack::not_an_envelope{"type: missing"}},
        {"[]", slack::not_an_envelope{"not a JSON object"}},
        {"null", slack::not_an_envelope{"not a JSON object"}},
        {"hello", slack::not_an_envelope{"not JSON"}},
        {"", slack::not_an_envelope{"not JSON"}},
        {"{\"type\":\"\xff\"}", slack::not_an_envelope{"not UTF-8"}},
    }));
    INFO(text);
    CHECK(slack::decode_socket_message(text) == expected);
}

TEST_CASE("an event over the connection is the event that HTTP brings", "[slack][socket]") {
    const auto message = slack::decode_socket_message(enveloped("events_api", quoting_mention).dump());
    REQUIRE(std::holds_alternative<slack::envelope>(message));
    const auto& payload = std::get<slack::envelope>(message).payload;
    CHECK(slack::decode(payload) == slack::decode(quoting_mention.dump()));
    CHECK(std::get<slack::message>(slack::decode(payload)).incoming.text == "\"how\" \xe7\xbe\xa4?");
}

TEST_CASE("a payload may be larger than a request's body", "[slack][socket]") {
    const auto message =
        slack::decode_socket_message(enveloped("interactive", {{"state", std::string(200'000, 'x')}}).dump());
    REQUIRE(std::holds_alternative<slack::envelope>(message));
    CHECK(std::get<slack::envelope>(message).payload.size() > 200'000);
}

TEST_CASE("an acknowledgement names its envelope and carries the answer there is", "[slack][socket]") {
    CHECK(slack::acknowledgement("e1") == R"({"envelope_id":"e1"})");
    CHECK(slack::acknowledgement("e1", R"({"text":"hi"})") == R"({"envelope_id":"e1","payload":{"text":"hi"}})");
    CHECK(json::parse(slack::acknowledgement("e\"1"))["envelope_id"] == "e\"1");
}
