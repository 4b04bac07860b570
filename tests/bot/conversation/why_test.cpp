// The reasons of a decision are kept with it, and told to moderators.
#include "bot/conversation/texts.hpp"
#include "knowledge/match/features.hpp"
#include "knowledge/match/trace.hpp"
#include "tests/bot/conversation/world.hpp"

#include <catch2/catch.hpp>

using Catch::Contains;
using tests::known;
using tests::unknown;
using tests::world;
namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

std::optional<knowledge::match::trace> trace_of(world& here, knowledge::question_id id) {
    return knowledge::match::trace_from_json(
        here.db.read([id](store::session& session) { return store::trace_of(session, id); }));
}

} // namespace

TEST_CASE("every decision keeps its trace, and a follow-up what it leant on", "[why]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.take(here.message("那上报 zipkin 呢"));
    const auto log = here.questions();
    REQUIRE(log.size() == 2);

    const auto first = trace_of(here, log[0].id);
    REQUIRE(first);
    CHECK_FALSE(first->leant);
    CHECK(first->revision == here.db.read([](store::session& session) { return store::knowledge_revision(session); }));
    CHECK(first->at.answer_at == knowledge::match::shipped_thresholds.answer_at);
    REQUIRE_FALSE(first->candidates.empty());
    CHECK(first->candidates[0].id == here.sampling);
    CHECK(first->candidates[0].confidence == Approx(log[0].confidence).epsilon(0.01));
    CHECK_FALSE(first->candidates[0].parts.empty());

    const auto second = trace_of(here, log[1].id);
    REQUIRE(second);
    CHECK(second->leant);
    CHECK(second->before == log[0].id);
    CHECK(second->recent == here.sampling);
    const auto kept = here.db.read([&](store::session& session) { return store::trace_of(session, log[1].id); });
    CHECK(kept.size() < 700);
    CHECK_THAT(kept, !Contains("zipkin")); // nothing of what was said
}

TEST_CASE("what is quoted is noted as leant on, without its words", "[why]") {
    world here;
    auto asked = here.message("那上报 zipkin 呢");
    asked.quoted_text = known;
    (void)here.take(asked);
    const auto why = trace_of(here, here.questions()[0].id);
    REQUIRE(why);
    CHECK(why->leant);
    CHECK_FALSE(why->before);
    CHECK(why->recent == here.sampling);
}

TEST_CASE("an edited question has the trace of its last decision, a deleted one none", "[why]") {
    world here;
    auto asked = here.message(unknown);
    (void)here.take(asked);
    const auto id = here.questions()[0].id;
    const auto before = here.db.read([id](store::session& session) { return store::trace_of(session, id); });
    (void)here.take(tests::edited(asked, known));
    CHECK(here.db.read([id](store::session& session) { return store::trace_of(session, id); }) != before);
    CHECK(trace_of(here, id)->candidates[0].id == here.sampling);
    (void)here.take(tests::deleted(asked));
    CHECK(here.db.read([id](store::session& session) { return store::trace_of(session, id); }).empty());
}

TEST_CASE("a moderator is told why, privately: about the last reply here, or about a question by number", "[why]") {
    world here;
    (void)here.take(here.message(unknown, "U-BOB", "C1", "t2"));
    (void)here.take(here.message(known));
    (void)here.said();

    (void)here.take(here.message("why", "U-MONA", "C1", "t1"));
    auto told = here.reply();
    CHECK(told.only_for.id == "U-MONA");
    CHECK_THAT(told.markdown, Contains("采样率每个服务都要配吗") && Contains("直接回答：置信度") &&
                                  Contains("直接回答阈值 45") && Contains("1. SOFATracer 的采样率") &&
                                  Contains("命中"));

    (void)here.take(here.message("为什么 #1", "U-MONA", "C1", "t1"));
    told = here.reply();
    CHECK_THAT(told.markdown, Contains("layotto") && Contains("没有回答"));

    (void)here.take(here.message("why", "U-MONA", "C1", "a new thread")); // nothing there: the group's last
    CHECK_THAT(here.reply().markdown, Contains("采样率每个服务都要配吗"));
    CHECK(here.questions().size() == 2); // none of it was a question
}

TEST_CASE("why says what was kept, not what would be decided now", "[why]") {
    world here;
    (void)here.take(here.message(unknown));
    (void)here.said();
    (void)here.take(here.message("答 #1 重新加载模块即可。", "U-MONA"));
    (void)here.said();
    (void)here.take(here.message("why #1", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("没有回答") && Contains("知识版本"));
}

TEST_CASE("who may not ask why is refused, and a member's why is a question", "[why]") {
    auto [what, text, who, group, expected] =
        GENERATE(table<const char*, const char*, const char*, const char*, const char*>({
            {"a member, about a number", "why #1", "U-ALICE", "C1", "只有本群管理员"},
            {"a moderator of another group", "why #1", "U-OTHER", "C2", "只有本群管理员"},
            {"a moderator, about a number that is gone", "why #9", "U-MONA", "C1", "没有 #9"},
            {"a member, about nothing", "为什么", "U-ALICE", "C1", "已记为 #2"},
        }));
    INFO(what);
    world here;
    (void)here.take(here.message(unknown, "U-BOB"));
    (void)here.said();
    (void)here.take(here.message(text, who, group, "t9"));
    CHECK_THAT(here.reply().markdown, Contains(expected));
}

TEST_CASE("there is nothing to say about what was never asked, or kept no reasons", "[why]") {
    world here;
    (void)here.take(here.message("why", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("请先提问"));
    (void)here.take(here.message(unknown));
    (void)here.said();
    here.db.write([&](store::session& session) {
        store::update_trace(session, store::find_question(session, "test", 1)->id, "");
    });
    (void)here.take(here.message("why #1", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("没有留下判定依据"));
}

TEST_CASE("what somebody asked in private is not explained to a group", "[why]") {
    world here;
    auto asked = here.message(unknown);
    asked.where.direct = true;
    (void)here.take(asked);
    (void)here.said();
    (void)here.take(here.message("why #1", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("没有 #1"));
    (void)here.take(here.message("why", "U-MONA"));
    CHECK_THAT(here.reply().markdown, Contains("请先提问"));
}

TEST_CASE("why names the words that nobody has written and those that were read as others, in the group's language",
          "[why]") {
    world here;
    (void)here.take(here.message("sofatracre 采样率要在 layotto 里配吗"));
    (void)here.said();
    (void)here.take(here.message("why", "U-MONA"));
    const auto zh = here.reply().markdown;
    CHECK_THAT(zh, Contains("知识里没有的词：layotto") && Contains("按另一个词理解：sofatracre → sofatrac"));
    CHECK_THAT(zh, Contains("命中") && !Contains("phrase_cover") && !Contains("`"));

    here.settings.communities[0].groups[0].speaks.in = bot::config::language::en;
    (void)here.take(here.message("why", "U-MONA"));
    const auto en = here.reply().markdown;
    CHECK_THAT(en, Contains("Words that no entry has: layotto") &&
                       Contains("Read as another word: sofatracre → sofatrac") && Contains("words found"));

    const auto id = here.questions().back().id;
    const auto kept = trace_of(here, id);
    REQUIRE(kept);
    CHECK(kept->words.unknown == std::vector<std::string>{"layotto"});
    CHECK(kept->words.otherwise == std::vector<knowledge::match::noted_words::other>{{"sofatracre", "sofatrac"}});
}

TEST_CASE("a question in known words has no line about words", "[why]") {
    world here;
    (void)here.take(here.message(known));
    (void)here.said();
    (void)here.take(here.message("why", "U-MONA"));
    CHECK_THAT(here.reply().markdown, !Contains("知识里没有的词") && !Contains("另一个词"));
}

TEST_CASE("the words kept with a question go with its text", "[why]") {
    world here;
    auto asked = here.message(unknown);
    (void)here.take(asked);
    const auto id = here.questions()[0].id;
    const auto kept = [&] {
        return here.db.read([id](store::session& session) { return store::trace_of(session, id); });
    };
    REQUIRE_THAT(kept(), Contains("layotto"));
    chat::edit change;
    change.delivery_id = "Ed1";
    change.message_id = asked.message_id;
    change.where = asked.where;
    change.text = known;
    (void)here.take(change);
    CHECK_THAT(kept(), !Contains("layotto"));
}

TEST_CASE("what a confidence is made of has a name in the chat", "[why]") {
    for (const auto& one : knowledge::match::feature_descriptions) {
        if (one.name == "chinese" || one.name == "learnable") continue; // have no weight
        INFO(one.name);
        CHECK(bot::conversation::text_of("input_" + std::string(one.name)).has_value());
    }
}
