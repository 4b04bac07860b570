#include "bot/delivery/worker.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <vector>

using namespace bot::delivery;
namespace chat = adapters::chat;
namespace store = knowledge::store;
using std::chrono::milliseconds;

namespace {

// Answers each message as the test says, in order of arrival; a message it has no answer for is kept waiting.
struct scripted_adapter final : chat::adapter {
    std::vector<chat::delivery> answers;
    std::vector<chat::outgoing> sent;
    std::vector<std::function<void(chat::delivery)>> waiting;
    std::vector<chat::inquiry> sightings; // told one after the other; none left: the platform has no way to ask
    int asked = 0;
    std::vector<chat::outgoing> given_up;

    void give_up(const chat::outgoing& message) override { given_up.push_back(message); }
    void send(chat::outgoing message, std::function<void(chat::delivery)> finished) override {
        sent.push_back(std::move(message));
        if (answers.empty()) return waiting.push_back(std::move(finished));
        auto next = answers.front();
        answers.erase(answers.begin());
        finished(std::move(next));
    }
    void look_for(chat::outgoing, chat::timestamp, std::function<void(chat::inquiry)> finished) override {
        ++asked;
        if (sightings.empty()) return finished({});
        const auto next = sightings.front();
        sightings.erase(sightings.begin());
        finished(next);
    }
};

chat::delivery delivered(chat::verdict what, std::string reason = "because") {
    return {.what = what, .message_id = "p1", .retry_after = {}, .reason = std::move(reason)};
}

struct post_office {
    tests::temporary_folder folder;
    adapters::net::event_loop loop;
    store::store db{{.path = folder / "outbox.db"}};
    scripted_adapter slack;
    std::atomic<std::int64_t> now{1'000'000};
    std::unique_ptr<worker> carrier;

    post_office() { restart(); }

    void restart(milliseconds look_every = milliseconds(5)) {
        carrier = std::make_unique<worker>(
            loop, db, worker::adapters_by_platform{{chat::platform::slack, &slack}},
            worker_settings{.retry = {}, .most_at_once = 4, .look_every = look_every, .ask_after = milliseconds(1)},
            [this] { return knowledge::timestamp(milliseconds(now.load())); }, [] { return 1.0; });
    }

    knowledge::outbox_id put(std::string text, store::outbox_kind kind = store::outbox_kind::answer,
                             std::string lane = "slack:T1:C1", chat::platform platform = chat::platform::slack) {
        return put(chat::outgoing{.id = "x",
                                  .where = {.on = platform},
                                  .mention = {},
                                  .title = "t",
                                  .markdown = std::move(text),
                                  .reply = {}},
                   kind, std::move(lane));
    }

    knowledge::outbox_id put(const chat::outgoing& message, store::outbox_kind kind, std::string lane) {
        return db.write([&](store::session& session) {
            store::outbox_row row;
            row.kind = kind;
            row.lane = std::move(lane);
            row.payload = chat::to_json(message);
            row.created_at = row.due_at = knowledge::timestamp(milliseconds(now.load()));
            row.expires_at = row.created_at + std::chrono::minutes(10);
            return store::insert_outbox(session, row);
        });
    }

    // In the same lane, to take the place of a message whose id was not known when it was decided.
    knowledge::outbox_id put_in_place_of(knowledge::outbox_id other, chat::act what, std::string text) {
        chat::outgoing message;
        message.id = "y";
        message.where.on = chat::platform::slack;
        message.markdown = std::move(text);
        message.what = what;
        message.takes_place_of = std::to_string(other.value);
        return put(message, store::outbox_kind::answer, "slack:T1:C1");
    }

    store::outbox_row look(knowledge::outbox_id id) {
        return db.read([&](store::session& session) { return store::find_outbox(session, id).value(); });
    }

    // Runs the loop until `reached`; fails the test when that takes too long.
    void run_until(const std::function<bool()>& reached) {
        int turns = 20'000;
        std::unique_ptr<adapters::net::event_loop::timer> timer;
        std::function<void()> check = [&] {
            if (reached() || --turns == 0) return loop.stop();
            timer = loop.after(milliseconds(2), check);
        };
        loop.post(check);
        loop.run();
        REQUIRE(turns > 0);
    }

    void run_until_state(knowledge::outbox_id id, store::outbox_state state) {
        run_until([&] { return look(id).state == state; });
    }
};

} // namespace

TEST_CASE("what the platform answers decides what becomes of a row", "[delivery]") {
    auto [what, answer, kind, expected, times] =
        GENERATE(table<const char*, chat::verdict, store::outbox_kind, store::outbox_state, int>({
            {"yes", chat::verdict::sent, store::outbox_kind::answer, store::outbox_state::sent, 1},
            {"no", chat::verdict::failed, store::outbox_kind::answer, store::outbox_state::failed, 1},
            {"later", chat::verdict::retry, store::outbox_kind::answer, store::outbox_state::pending, 1},
            {"nothing, to an answer", chat::verdict::uncertain, store::outbox_kind::answer,
             store::outbox_state::uncertain, 1},
        }));
    INFO(what);
    post_office office;
    office.slack.answers = {delivered(answer)};
    const auto id = office.put("hello", kind);
    office.carrier->start();
    office.run_until([&] { return !office.slack.sent.empty() && office.carrier->under_way() == 0; });
    const auto row = office.look(id);
    CHECK(row.state == expected);
    CHECK(static_cast<int>(office.slack.sent.size()) == times);
    CHECK(row.platform_id == (expected == store::outbox_state::sent ? "p1" : ""));
}

TEST_CASE("where the platform can be asked, an uncertain answer is settled", "[delivery]") {
    post_office office;
    office.slack.answers = {delivered(chat::verdict::uncertain)};
    const auto id = office.put("hello");

    SECTION("it is there") {
        office.slack.sightings = {{chat::sighting::cannot_tell, {}}, {chat::sighting::there, "p7"}};
        office.carrier->start();
        office.run_until_state(id, store::outbox_state::sent);
        CHECK(office.look(id).platform_id == "p7");
        CHECK(office.slack.sent.size() == 1);
        CHECK(office.slack.asked == 2);
    }
    SECTION("it is not there") {
        office.slack.answers.push_back(delivered(chat::verdict::sent));
        office.slack.sightings = {{chat::sighting::not_there, {}}};
        office.carrier->start();
        office.run_until_state(id, store::outbox_state::sent);
        CHECK(office.look(id).platform_id == "p1");
        CHECK(office.slack.sent.size() == 2);
    }
    SECTION("it is asked for again after a restart") {
        office.carrier->start();
        office.run_until([&] { return office.slack.asked == 1; });
        CHECK(office.look(id).state == store::outbox_state::uncertain);
        office.slack.sightings = {{chat::sighting::there, "p8"}};
        office.restart();
        office.carrier->start();
        office.run_until_state(id, store::outbox_state::sent);
        CHECK(office.slack.sent.size() == 1);
    }
}

TEST_CASE("an uncertain notice is sent again where nobody can ask", "[delivery]") {
    post_office office;
    office.slack.answers = {delivered(chat::verdict::uncertain), delivered(chat::verdict::sent)};
    const auto id = office.put("hello", store::outbox_kind::notice);
    office.carrier->start();
    office.run_until_state(id, store::outbox_state::sent);
    CHECK(office.slack.sent.size() == 2);
}

TEST_CASE("a retry waits for its time, then goes out", "[delivery]") {
    post_office office;
    office.slack.answers = {delivered(chat::verdict::retry), delivered(chat::verdict::sent)};
    const auto id = office.put("hello");
    office.carrier->start();
    office.run_until([&] { return !office.slack.sent.empty() && office.carrier->under_way() == 0; });
    CHECK(office.look(id).due_at == knowledge::timestamp(milliseconds(office.now + 1000)));
    CHECK(office.look(id).last_trouble == "because");

    office.now += 1000;
    office.run_until_state(id, store::outbox_state::sent);
    CHECK(office.look(id).attempts == 2);
}

TEST_CASE("a row that nobody would miss any more is not sent", "[delivery]") {
    post_office office;
    const auto id = office.put("hello");
    office.now += 11 * 60 * 1000;
    office.carrier->start();
    office.run_until_state(id, store::outbox_state::failed);
    CHECK(office.slack.sent.empty());
    CHECK_THAT(office.look(id).last_trouble, Catch::StartsWith("expired"));
    office.run_until([&] { return !office.slack.given_up.empty(); });
    CHECK(office.slack.given_up[0].said_at == office.look(id).created_at); // the platform may want to know
}

TEST_CASE("rows of a platform that is not configured are left for whom they are", "[delivery]") {
    post_office office;
    const auto other = office.put("hello", store::outbox_kind::answer, "dingtalk:a:b", chat::platform::dingtalk);
    const auto ours = office.put("hello");
    office.slack.answers = {delivered(chat::verdict::sent)};
    office.carrier->start();
    office.run_until_state(ours, store::outbox_state::sent);
    CHECK(office.look(other).state == store::outbox_state::pending);
}

TEST_CASE("a lane keeps its order and a stuck lane does not delay another", "[delivery]") {
    post_office office;
    const auto first = office.put("first");
    const auto second = office.put("second");
    const auto other = office.put("other", store::outbox_kind::answer, "slack:T1:C2");
    office.carrier->start();
    office.run_until([&] { return office.slack.waiting.size() == 2; });
    CHECK(office.slack.sent[0].markdown == "first");
    CHECK(office.slack.sent[1].markdown == "other");

    office.loop.post([&] { office.slack.waiting[1](delivered(chat::verdict::sent)); });
    office.run_until_state(other, store::outbox_state::sent);
    CHECK(office.look(second).state == store::outbox_state::pending);

    office.slack.answers = {delivered(chat::verdict::sent)};
    office.loop.post([&] { office.slack.waiting[0](delivered(chat::verdict::sent)); });
    office.run_until_state(second, store::outbox_state::sent);
    CHECK(office.look(first).state == store::outbox_state::sent);
}

TEST_CASE("after a crash in the middle of sending, an answer stays uncertain and a notice is sent again",
          "[delivery]") {
    post_office office;
    const auto answer = office.put("answer");
    const auto notice = office.put("notice", store::outbox_kind::notice, "slack:T1:C2");
    office.db.write([&](store::session& session) {
        REQUIRE(store::mark_sending(session, answer));
        REQUIRE(store::mark_sending(session, notice));
    });

    office.slack.answers = {delivered(chat::verdict::sent)};
    office.carrier->start();
    office.run_until_state(notice, store::outbox_state::sent);
    CHECK(office.look(answer).state == store::outbox_state::uncertain);
    REQUIRE(office.slack.sent.size() == 1);
    CHECK(office.slack.sent[0].markdown == "notice");
}

TEST_CASE("draining waits for what is under way and takes nothing new", "[delivery]") {
    post_office office;
    const auto id = office.put("first");
    office.carrier->start();
    office.run_until([&] { return office.slack.waiting.size() == 1; });
    bool drained = false;
    knowledge::outbox_id later;
    office.loop.post([&] {
        // In one turn of the loop, so that no look at the outbox is between the two.
        later = office.put("later", store::outbox_kind::answer, "slack:T1:C9");
        office.carrier->drain([&] { drained = true; });
    });
    office.loop.post([&] { office.carrier->wake("slack:T1:C9"); });
    office.loop.post([&] { office.slack.waiting[0](delivered(chat::verdict::sent)); });
    office.run_until([&] { return drained; });
    CHECK(office.look(id).state == store::outbox_state::sent);
    CHECK(office.look(later).state == store::outbox_state::pending);
}

TEST_CASE("a lane somebody woke is served at once, without a search", "[delivery]") {
    post_office office;
    office.restart(std::chrono::hours(1));
    office.slack.answers.assign(3, delivered(chat::verdict::sent));
    office.carrier->start();
    office.run_until([&] { return office.carrier->under_way() == 0; });
    const auto first = office.put("first"), second = office.put("second");
    const auto unknown = office.put("unknown", store::outbox_kind::answer, "slack:T1:C9");
    office.loop.post([&] { office.carrier->wake("slack:T1:C1"); });
    office.run_until_state(second, store::outbox_state::sent);
    CHECK(office.look(first).state == store::outbox_state::sent);
    CHECK(office.look(unknown).state == store::outbox_state::pending);
    office.loop.post([&] { office.carrier->search(); });
    office.run_until_state(unknown, store::outbox_state::sent);
}

TEST_CASE("what takes the place of a message under way waits for what becomes of that", "[delivery]") {
    post_office office;
    const auto first = office.put("first");
    office.carrier->start();
    office.run_until([&] { return office.slack.waiting.size() == 1; });
    const auto second = office.put_in_place_of(first, chat::act::replace, "edited");
    const auto answer_first = [&](const chat::delivery& what) {
        office.loop.post([&office, what] { office.slack.waiting[0](what); });
    };
    office.slack.answers = {delivered(chat::verdict::sent)};

    SECTION("it arrived: it is replaced") {
        answer_first(delivered(chat::verdict::sent));
        office.run_until_state(second, store::outbox_state::sent);
        REQUIRE(office.slack.sent.size() == 2);
        CHECK(office.slack.sent[1].what == chat::act::replace);
        CHECK(office.slack.sent[1].target == "p1");
    }
    SECTION("it was refused: this one is posted") {
        answer_first(delivered(chat::verdict::failed));
        office.run_until_state(second, store::outbox_state::sent);
        REQUIRE(office.slack.sent.size() == 2);
        CHECK(office.slack.sent[1].what == chat::act::post);
        CHECK(office.slack.sent[1].markdown == "edited");
    }
    SECTION("it comes later: so does this one") {
        answer_first(delivered(chat::verdict::retry));
        office.run_until_state(first, store::outbox_state::pending);
        office.slack.answers = {delivered(chat::verdict::sent), delivered(chat::verdict::sent)};
        office.now += 1000;
        office.run_until_state(second, store::outbox_state::sent);
        REQUIRE(office.slack.sent.size() == 3);
        CHECK(office.slack.sent[1].markdown == "first");
        CHECK(office.slack.sent[2].what == chat::act::replace);
    }
    SECTION("nobody knows at first, then it is there: it is replaced") {
        office.slack.sightings = {{chat::sighting::cannot_tell, {}}, {chat::sighting::there, "p7"}};
        answer_first(delivered(chat::verdict::uncertain));
        office.run_until_state(second, store::outbox_state::sent);
        REQUIRE(office.slack.sent.size() == 2);
        CHECK(office.slack.sent[1].target == "p7");
    }
    SECTION("nobody ever knows: no second answer") {
        answer_first(delivered(chat::verdict::uncertain));
        office.run_until_state(second, store::outbox_state::failed);
        CHECK(office.slack.sent.size() == 1);
        CHECK_THAT(office.look(second).last_trouble, Catch::Contains("may or may not"));
    }
    SECTION("a crash on its way: what replaces is done again") {
        office.slack.answers.clear(); // the second is kept waiting too
        answer_first(delivered(chat::verdict::sent));
        office.run_until_state(second, store::outbox_state::sending);
        office.restart();
        office.slack.answers = {delivered(chat::verdict::sent)};
        office.carrier->start();
        office.run_until_state(second, store::outbox_state::sent);
        CHECK(office.slack.sent.back().what == chat::act::replace);
        CHECK(office.slack.sent.back().target == "p1");
    }
}

TEST_CASE("what is to be withdrawn and never arrived needs nothing", "[delivery]") {
    post_office office;
    office.slack.answers = {delivered(chat::verdict::failed)};
    const auto first = office.put("first");
    const auto second = office.put_in_place_of(first, chat::act::withdraw, "");
    office.carrier->start();
    office.run_until_state(second, store::outbox_state::failed);
    CHECK(office.slack.sent.size() == 1);
}

namespace {

// A DingTalk group in which several have asked the same, and are told its answer.
struct told_office : post_office {
    scripted_adapter dingtalk;

    told_office() { open(); }

    void open(pace_limit pace = {}) {
        carrier = std::make_unique<worker>(
            loop, db,
            worker::adapters_by_platform{{chat::platform::slack, &slack}, {chat::platform::dingtalk, &dingtalk}},
            worker_settings{.retry = {},
                            .most_at_once = 4,
                            .look_every = milliseconds(5),
                            .ask_after = milliseconds(1),
                            .pace = {{chat::platform::dingtalk, pace}}},
            [this] { return knowledge::timestamp(milliseconds(now.load())); }, [] { return 1.0; });
    }

    knowledge::outbox_id tell(int number, const std::string& answer = "重启。", std::string lane = "dingtalk:c:g") {
        chat::outgoing message;
        message.id = std::to_string(number);
        message.where = {.on = chat::platform::dingtalk, .workspace = "c", .group = "g"};
        message.mention = {.id = "who" + std::to_string(number), .name = {}};
        message.told_as = "#" + std::to_string(number);
        message.title = message.told_as;
        message.markdown = message.told_as + "：\n\n" + answer;
        return put(message, store::outbox_kind::notice, std::move(lane));
    }

    bool all_are(std::initializer_list<knowledge::outbox_id> rows, store::outbox_state state) {
        return std::all_of(rows.begin(), rows.end(), [&](auto id) { return look(id).state == state; });
    }
    void run_until_all(std::initializer_list<knowledge::outbox_id> rows, store::outbox_state state) {
        run_until([&] { return all_are(rows, state); });
    }
};

} // namespace

TEST_CASE("several who are told the same in one group are told by one message", "[delivery]") {
    told_office office;
    const auto a = office.tell(1), b = office.tell(2), other = office.tell(3, "等等。"), c = office.tell(4);
    const auto plain = office.put("after", store::outbox_kind::answer, "dingtalk:c:g", chat::platform::dingtalk);
    const auto last = office.tell(5);
    office.dingtalk.answers.assign(4, delivered(chat::verdict::sent));
    office.carrier->start();
    office.run_until_all({a, b, c, other, plain, last}, store::outbox_state::sent);
    REQUIRE(office.dingtalk.sent.size() == 4);
    const auto& first = office.dingtalk.sent[0];
    CHECK(first.markdown == "#1, #2, #4：\n\n重启。");
    CHECK(first.mention.id == "who1");
    CHECK(first.also.size() == 2);
    CHECK(office.dingtalk.sent[1].markdown == "#3：\n\n等等。");
    CHECK(office.dingtalk.sent[2].markdown == "after"); // what comes behind it is not overtaken
    CHECK(office.dingtalk.sent[3].markdown == "#5：\n\n重启。");
    for (const auto id : {a, b, c}) {
        CHECK(office.look(id).platform_id == "p1");
        CHECK(office.look(id).sent_with == a);
        CHECK(office.look(id).attempts == 1);
    }
    CHECK_FALSE(office.look(other).sent_with);
}

TEST_CASE("what is told to several is one message to the platform's pace", "[delivery]") {
    told_office office;
    office.open({.burst = 1, .every = std::chrono::minutes(5)});
    const auto a = office.tell(1), b = office.tell(2), other = office.tell(3, "等等。");
    office.dingtalk.answers.assign(2, delivered(chat::verdict::sent));
    office.carrier->start();
    office.run_until_all({a, b}, store::outbox_state::sent);
    CHECK(office.look(other).state == store::outbox_state::pending);
    office.now += 300'000;
    office.run_until_all({other}, store::outbox_state::sent);
    CHECK(office.dingtalk.sent.size() == 2);
}

TEST_CASE("a lane that is woken while its message is being taken keeps to its pace", "[delivery]") {
    told_office office;
    office.open({.burst = 1, .every = std::chrono::minutes(5)});
    const auto first = office.tell(1), second = office.tell(2, "等等。");
    office.dingtalk.answers.assign(2, delivered(chat::verdict::sent));
    office.carrier->start();
    bool told = false;
    std::function<void()> wake = [&] { // in every turn of the loop, so that one is between the look and what it finds
        office.carrier->wake("dingtalk:c:g");
        if (!told) office.loop.post(wake);
    };
    office.loop.post(wake);
    office.run_until_all({first}, store::outbox_state::sent);
    office.run_until([turns = 20]() mutable { return --turns == 0; });
    told = true;
    CHECK(office.look(second).state == store::outbox_state::pending);
    CHECK(office.dingtalk.sent.size() == 1);
}

TEST_CASE("what is told to several has one fate", "[delivery]") {
    told_office office;
    const auto a = office.tell(1), b = office.tell(2), c = office.tell(3);

    SECTION("the platform puts it off: it leaves later, for those who are still to be told") {
        office.dingtalk.answers = {delivered(chat::verdict::retry)};
        office.carrier->start();
        office.run_until([&] { return !office.dingtalk.sent.empty() && office.carrier->under_way() == 0; });
        CHECK(office.all_are({a, b, c}, store::outbox_state::pending));
        CHECK_FALSE(office.look(b).sent_with);
        office.db.write([&](store::session& session) { (void)store::mark_failed(session, a, "taken back"); });
        office.dingtalk.answers = {delivered(chat::verdict::sent)};
        office.now += 1000;
        office.run_until_all({b, c}, store::outbox_state::sent);
        REQUIRE(office.dingtalk.sent.size() == 2);
        CHECK(office.dingtalk.sent[1].markdown == "#2, #3：\n\n重启。");
        CHECK(office.dingtalk.sent[1].mention.id == "who2");
    }
    SECTION("the platform refuses it") {
        office.dingtalk.answers = {delivered(chat::verdict::failed)};
        office.carrier->start();
        office.run_until_all({a, b, c}, store::outbox_state::failed);
        CHECK(office.dingtalk.sent.size() == 1);
    }
    SECTION("nobody knows: it is told once more, all together") {
        office.dingtalk.answers = {delivered(chat::verdict::uncertain), delivered(chat::verdict::sent)};
        office.carrier->start();
        office.run_until_all({a, b, c}, store::outbox_state::sent);
        REQUIRE(office.dingtalk.sent.size() == 2);
        CHECK(office.dingtalk.sent[1] == office.dingtalk.sent[0]);
    }
    SECTION("a crash on its way: likewise") {
        office.carrier->start();
        office.run_until_all({a, b, c}, store::outbox_state::sending);
        office.open();
        office.dingtalk.answers = {delivered(chat::verdict::sent)};
        office.carrier->start();
        office.run_until_all({a, b, c}, store::outbox_state::sent);
        REQUIRE(office.dingtalk.sent.size() == 2);
        CHECK(office.dingtalk.sent[1] == office.dingtalk.sent[0]);
    }
}

TEST_CASE("what waits for its time is not told with what is due", "[delivery]") {
    told_office office;
    const auto a = office.tell(1);
    office.now += 60'000;
    const auto later = office.tell(2);
    office.now -= 60'000;
    office.dingtalk.answers.assign(2, delivered(chat::verdict::sent));
    office.carrier->start();
    office.run_until_all({a}, store::outbox_state::sent);
    CHECK(office.look(later).state == store::outbox_state::pending);
    CHECK(office.dingtalk.sent[0].also.empty());
}
