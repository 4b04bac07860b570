// What members pick and say is proposed, and learnt only when a moderator says yes.
#include "knowledge/store/feedback.hpp"
#include "knowledge/store/proposals.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr auto vague = "seata 性能";

struct tea_room : world {
    tea_room() {
        // Unsure on purpose, so that what was meant has to be picked.
        for (auto& group : settings.communities.front().groups)
            group.at = {.answer_at = 99.9, .suggest_at = 1};
    }
    void ask(std::string text, std::string who = "U-ALICE", std::string thread = "t1") {
        (void)take(message(std::move(text), std::move(who), "C1", std::move(thread)));
    }
    std::string told() {
        std::string all;
        for (const auto& one : said())
            all += one.markdown + "\n";
        return all;
    }
    std::string moderator(std::string text) {
        (void)said();
        ask(std::move(text), "U-MONA", "t-mona");
        return told();
    }
    std::vector<store::proposal> proposals() {
        return db.read([](store::session& session) { return store::load_proposals(session, "test"); });
    }
    knowledge::entry entry(knowledge::entry_id id) {
        return db.read([id](store::session& session) { return store::find_entry(session, id); }).value();
    }
    void wait_for_knowledge() {
        const auto revision = db.read([](store::session& session) { return store::knowledge_revision(session); });
        REQUIRE(index->wait_for(revision, std::chrono::seconds(10)));
    }
    void pick_latency() {
        ask(vague);
        const auto asked = questions().back();
        REQUIRE(asked.decided == knowledge::decision::suggest);
        REQUIRE(asked.candidates.front().id == latency);
        ask("1");
        REQUIRE(questions().back().answered_with == latency);
    }
};

} // namespace

TEST_CASE("a picked suggestion proposes a phrasing, and changes nothing by itself", "[learning]") {
    tea_room here;
    here.pick_latency();
    const auto made = here.proposals();
    REQUIRE(made.size() == 1);
    CHECK(made[0].number == 1);
    CHECK(made[0].kind == store::proposal_kind::phrasing);
    CHECK(made[0].entry == here.latency);
    CHECK(made[0].text == vague);
    CHECK(made[0].proposed_by == "slack:T1:U-ALICE");
    CHECK(here.entry(here.latency).phrasings.empty());

    here.ask(vague, "U-BOB", "t2"); // the same words again, and the same pick
    here.ask("1", "U-BOB", "t2");
    CHECK(here.proposals().size() == 1);
}

TEST_CASE("an accepted phrasing is a revision of the entry, and the next member is answered", "[learning]") {
    tea_room here;
    here.pick_latency();
    CHECK_THAT(here.moderator("建议"), Contains("#1") && Contains("seata 性能") && Contains("分布式事务为什么慢"));
    CHECK_THAT(here.moderator("采纳 #1"), Contains("已采纳 #1"));
    CHECK(here.proposals()[0].state == store::proposal_state::accepted);
    CHECK(here.proposals()[0].decided_by == "slack:T1:U-MONA");
    CHECK(here.entry(here.latency).phrasings == std::vector<std::string>{vague});
    const auto revisions =
        here.db.read([&](store::session& session) { return store::revisions(session, here.latency); });
    REQUIRE(revisions.size() == 2);
    CHECK(revisions[1].by.author == "slack:T1:U-MONA");
    CHECK(revisions[1].by.via.starts_with("slack:C1:m"));
    CHECK(here.audit().back().action == "accept");

    here.wait_for_knowledge();
    here.settings.communities.front().groups.front().at = {.answer_at = 80, .suggest_at = 20};
    here.ask(vague, "U-BOB", "t2");
    CHECK_THAT(here.told(), Contains("主要花在与 TC 的通信上。"));

    CHECK_THAT(here.moderator("accept #1"), Contains("已经处理过了"));
    CHECK_THAT(here.moderator("proposals"), Contains("没有等待处理的建议"));
}

TEST_CASE("a phrasing whose acceptance is undone waits for a yes again", "[learning]") {
    tea_room here;
    here.pick_latency();
    (void)here.moderator("采纳 #1");
    CHECK_THAT(here.moderator("撤销"), Contains("1 条建议重新等待"));
    CHECK(here.proposals()[0].state == store::proposal_state::proposed);
    CHECK(here.entry(here.latency).phrasings.empty());
    CHECK_THAT(here.moderator("采纳 #1"), Contains("已采纳 #1"));
}

TEST_CASE("what was refused is not proposed again", "[learning]") {
    tea_room here;
    here.pick_latency();
    CHECK_THAT(here.moderator("拒绝 #1"), Contains("已拒绝 #1"));
    CHECK(here.entry(here.latency).phrasings.empty());
    here.ask(vague, "U-BOB", "t2");
    here.ask("1", "U-BOB", "t2");
    CHECK_THAT(here.moderator("建议"), Contains("没有等待处理的建议"));
    CHECK(here.audit().back().action == "refuse");
}

TEST_CASE("a decision that changed no entry is undone: the proposal waits again, and the change before it stands",
          "[learning]") {
    tea_room here;
    here.pick_latency(); // #1, a phrasing
    const auto negative = GENERATE(false, true);
    if (negative) {
        (void)here.moderator("采纳 #1");
        here.now += 1000;
        here.ask("没用"); // #2, a negative
    }
    const auto number = negative ? std::string("#2") : std::string("#1");
    const auto waits = here.proposals().back();
    const auto kept = here.entry(here.latency);
    const auto* said = GENERATE("拒绝 ", "采纳 ");
    if (!negative && std::string(said) == "采纳 ") return; // changes the entry: above
    here.now += 1000;
    (void)here.moderator(said + number);
    REQUIRE(here.proposals().back().state != store::proposal_state::proposed);
    here.now += 1000;
    CHECK_THAT(here.moderator("撤销"), Contains("建议 " + number + " 重新等待决定"));
    CHECK(here.proposals().back() == waits);
    CHECK(here.entry(here.latency) == kept);
    CHECK(here.audit().back().subject == "proposal " + number.substr(1));
    CHECK_THAT(here.moderator("建议"), Contains(number));
    if (!negative) CHECK_THAT(here.moderator("撤销"), Contains("没有可以撤销"));
    CHECK_THAT(here.moderator("拒绝 " + number), Contains("已拒绝 " + number)); // it can be decided again
}

TEST_CASE("a phrasing that the entry had already is undone as a decision, not as a change before it", "[learning]") {
    tea_room here;
    here.pick_latency();
    (void)here.moderator("修改 e3 主要花在网络上。");
    auto entry = here.entry(here.latency);
    entry.phrasings.push_back(vague);
    here.db.write([&](store::session& s) { (void)store::update_entry(s, entry, {}); });
    here.now += 1000;
    (void)here.moderator("采纳 #1");
    here.now += 1000;
    CHECK_THAT(here.moderator("撤销"), Contains("建议 #1 重新等待决定"));
    CHECK(here.entry(here.latency).answer == "主要花在网络上。");
}

TEST_CASE("an answer that did not help proposes a negative, taken back with the opinion", "[learning]") {
    tea_room here;
    here.pick_latency();
    (void)here.moderator("采纳 #1");
    here.ask("没用");
    auto made = here.proposals();
    REQUIRE(made.size() == 2);
    CHECK(made[1].kind == store::proposal_kind::negative);
    CHECK(made[1].entry == here.latency);
    here.ask("有用"); // the last opinion counts
    CHECK(here.proposals().size() == 1);

    here.ask("没用");
    CHECK_THAT(here.moderator("建议"), Contains("#3") && Contains("不应该用这条回答"));
    CHECK_THAT(here.moderator("采纳 #3"), Contains("反例"));
    CHECK(here.proposals().back().state == store::proposal_state::accepted);
    CHECK(here.entry(here.latency).phrasings.size() == 1); // a label, no change of the entry
}

TEST_CASE("only who moderates the group may see and decide what is proposed", "[learning]") {
    auto [what, text, who, group] = GENERATE(table<const char*, const char*, const char*, const char*>({
        {"a member lists", "建议", "U-ALICE", "C1"},
        {"the asker accepts", "采纳 #1", "U-ALICE", "C1"},
        {"a moderator of another group accepts", "采纳 #1", "U-OTHER", "C2"},
        {"a moderator of another group refuses it here", "拒绝 #1", "U-OTHER", "C1"},
        {"somebody without an id accepts", "采纳 #1", "", "C1"},
    }));
    INFO(what);
    tea_room here;
    here.pick_latency();
    (void)here.said();
    (void)here.take(here.message(text, who, group, "t9"));
    CHECK_THAT(here.told(), Contains("只有本群管理员"));
    CHECK(here.proposals()[0].state == store::proposal_state::proposed);
    CHECK_THAT(here.audit().back().action, Catch::StartsWith("refused "));
}

TEST_CASE("a moderator of another group does not see this group's proposals", "[learning]") {
    tea_room here;
    here.pick_latency();
    (void)here.said();
    (void)here.take(here.message("建议", "U-OTHER", "C2"));
    CHECK_THAT(here.told(), Contains("没有等待处理的建议"));
    CHECK_THAT(here.moderator("采纳 #7"), Contains("没有 #7"));
}

TEST_CASE("what a question proposed goes when its words change or are taken back", "[learning]") {
    tea_room here;
    here.pick_latency();
    const auto id = here.questions().front().message_id;
    SECTION("edited") {
        chat::edit change;
        change.delivery_id = "Ed1";
        change.message_id = id;
        change.where = {.on = chat::platform::slack, .workspace = "T1", .group = "C1", .thread = "t1"};
        change.text = "something else";
        (void)here.take(change);
    }
    SECTION("deleted") {
        chat::deletion gone;
        gone.delivery_id = "De1";
        gone.message_id = id;
        gone.where = {.on = chat::platform::slack, .workspace = "T1", .group = "C1", .thread = "t1"};
        (void)here.take(gone);
    }
    CHECK(here.proposals().empty());
}

TEST_CASE("a phrasing of an entry that is retired meanwhile is not added", "[learning]") {
    tea_room here;
    here.pick_latency();
    auto entry = here.entry(here.latency);
    entry.state = knowledge::entry_state::retired;
    here.db.write([&](store::session& session) { (void)store::update_entry(session, entry, {.author = "cli"}); });
    CHECK_THAT(here.moderator("采纳 #1"), Contains("已停用"));
    CHECK(here.proposals()[0].state == store::proposal_state::proposed);
    CHECK(here.entry(here.latency).phrasings.empty());
}
