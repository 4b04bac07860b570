#include "bot/delivery/succession.hpp"

#include <catch2/catch.hpp>

using bot::delivery::succeed;
using bot::delivery::succession;
using knowledge::store::outbox_state;
using turn = succession::turn;
namespace chat = adapters::chat;

TEST_CASE("what became of a message decides what becomes of the one in its place", "[delivery]") {
    struct row {
        const char* what;
        chat::act wanted;
        outbox_state earlier;
        const char* platform_id;
        bool being_asked;
        turn expected;
        chat::act done;
        const char* target;
    };
    const auto one = GENERATE(values<row>({
        {"sent: replaced", chat::act::replace, outbox_state::sent, "p1", false, turn::go, chat::act::replace, "p1"},
        {"sent: withdrawn", chat::act::withdraw, outbox_state::sent, "p1", false, turn::go, chat::act::withdraw, "p1"},
        {"sent, to an address that tells no ids", chat::act::replace, outbox_state::sent, "", false, turn::drop,
         chat::act::replace, ""},
        {"failed: posted", chat::act::replace, outbox_state::failed, "", false, turn::go, chat::act::post, ""},
        {"failed: nothing to withdraw", chat::act::withdraw, outbox_state::failed, "", false, turn::drop,
         chat::act::withdraw, ""},
        {"uncertain and asked for", chat::act::replace, outbox_state::uncertain, "", true, turn::wait,
         chat::act::replace, ""},
        {"uncertain for good", chat::act::replace, outbox_state::uncertain, "", false, turn::drop, chat::act::replace,
         ""},
        {"not sent yet", chat::act::replace, outbox_state::pending, "", false, turn::wait, chat::act::replace, ""},
    }));
    INFO(one.what);
    chat::outgoing message;
    message.what = one.wanted;
    knowledge::store::outbox_row earlier;
    earlier.state = one.earlier;
    earlier.platform_id = one.platform_id;
    CHECK(succeed(message, earlier, one.being_asked).what == one.expected);
    CHECK(message.what == one.done);
    CHECK(message.target == one.target);
}

TEST_CASE("nothing takes the place of what is forgotten", "[delivery]") {
    chat::outgoing message;
    message.what = chat::act::replace;
    CHECK(succeed(message, std::nullopt, true).what == turn::drop);
}
