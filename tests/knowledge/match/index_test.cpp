#include "knowledge/match/index.hpp"
#include "tests/knowledge/match/small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;
namespace match = knowledge::match;
using tests::asking;
using tests::entry_of;

namespace {

// A small community about a gateway, a job scheduler and a mail relay, all invented.
std::vector<document> knowledge_base() {
    std::vector<document> all;
    all.push_back(entry_of(1, {"PigeonGate 的超时时间在哪里配置？"},
                           "在 gate.yaml 里设置 upstream.read_timeout，单位毫秒，修改后不用重启。"));
    all.push_back(entry_of(2, {"PigeonGate 支持灰度发布吗？", "怎么按比例把流量切到新版本"},
                           "支持，用 weight 字段给每个版本分配比例。"));
    all.push_back(entry_of(3, {"OwlCron 的任务错过了执行时间会补跑吗？"},
                           "默认不补跑，把 MisfirePolicy 设为 RUN_ONCE 就会补一次。"));
    all.push_back(entry_of(4, {"那补跑的次数能限制吗？"}, "可以，maxCatchUp 控制最多补几次。"));
    all.push_back(entry_of(5, {"How do I rotate the DKIM key of FinchMail?"},
                           "Run finchctl dkim rotate; the old key stays valid for a day."));
    all.push_back(entry_of(6, {"FinchMail 发送附件的大小上限是多少"}, "默认 10 MB，用 max_attachment_bytes 调整。"));
    all.push_back(entry_of(7, {"OwlCron 升级到 2.4 以后启动报 ERR_LOCK_HELD 怎么办"},
                           "旧进程还占着锁文件，删掉 owl.lock 再启动。"));
    all.push_back(entry_of(8, {"数据库连接池满了怎么排查"}, "先看慢查询，再看有没有没关闭的连接。"));
    all[3].previous = {3};
    all[3].context = {"OwlCron 的任务错过了执行时间会补跑吗？"};
    all[4].collection = "mail";
    all[5].collection = "mail";
    return all;
}

const match::index& community() {
    static const std::shared_ptr<const match::index> all = match::index::build(knowledge_base());
    return *all;
}

std::int64_t first(const std::vector<candidate>& ranked) {
    return ranked.empty() ? 0 : ranked.front().id.value;
}

} // namespace

TEST_CASE("a question finds its entry in other words", "[match]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, std::int64_t>({
        {"its own words", "PigeonGate 的超时时间在哪里配置？", 1},
        {"a paraphrase", "pigeongate 读超时怎么调", 1},
        {"traditional characters", "PigeonGate 逾時時間怎麼設定", 1},
        {"full width", "ＰｉｇｅｏｎＧａｔｅ　超时", 1},
        {"another spelling of the name", "pigeon-gate 超时", 1},
        {"a name written apart", "Pigeon Gate 超时", 1},
        {"a swapped letter", "PigoenGate 超时", 1},
        {"a missing letter", "OwlCrn 错过了时间会补跑吗", 3},
        {"another phrasing", "想把流量按比例切到新版本", 2},
        {"words of the answer", "MisfirePolicy 设成什么", 3},
        {"an error code", "ERR_LOCK_HELD", 7},
        {"a version", "owlcron 2.4 起不来", 7},
        {"English for an English entry", "rotating DKIM keys", 5},
        {"English for a Chinese entry", "pigeongate timeout configuration", 1},
        {"Chinese for an English entry", "FinchMail 的 DKIM 怎么轮换", 5},
        {"politeness around it", "大佬们好，请问一下 FinchMail 附件的大小有没有上限？谢谢！", 6},
        {"no product named", "连接池满了", 8},
    }));
    INFO(what << ": " << text);
    CHECK(first(community().search(asking(text))) == expected);
}

TEST_CASE("a question that nothing is known about finds nothing", "[match]") {
    CHECK(community().search(asking("zzyzx")).empty());
    CHECK(community().search(asking("")).empty());
    CHECK(community().search(asking("\xFF\xFE")).empty());
    CHECK(match::index::build({})->search(asking("PigeonGate")).empty());
}

TEST_CASE("courtesy and small talk are never answered", "[match]") {
    auto [text] = GENERATE(table<const char*>({{"谢谢大佬"},
                                               {"好的，明白了"},
                                               {"大家晚上好"},
                                               {"有人在吗"},
                                               {"哈哈哈哈"},
                                               {"thanks!"},
                                               {"thanks, that worked"},
                                               {"？？"},
                                               {"中午一起吃饭吗"},
                                               {"招聘后端，有兴趣私聊"}}));
    INFO(text);
    CHECK(decide(community().search(asking(text)), shipped_thresholds) != decision::answer);
}

TEST_CASE("function words alone make no candidate, however rare they are in a young index", "[match]") {
    std::vector<document> two;
    two.push_back(entry_of(1, {"How do I reset the registry cache?"}, "Run `registry reset` on every node."));
    two.push_back(entry_of(2, {"采样率要每个服务都配吗？"}, "不用，入口服务配一次。"));
    const auto young = match::index::build(std::move(two));
    for (const char* other : {"How do I bake bread?", "How do I rotate the log files?", "你知道怎么烤蛋糕吗？"}) {
        INFO(other);
        CHECK(young->search(asking(other), 3).empty());
    }
    CHECK(first(young->search(asking("how can the cache of the registry be reset"), 3)) == 1);
}

TEST_CASE("among few entries one word in common is no answer, and other words for a question are", "[match]") {
    std::vector<document> few;
    std::int64_t id = 0;
    const auto add = [&](const char* question, const char* answer) {
        few.push_back(entry_of(++id, {question}, answer));
    };
    add("How do I reset the registry cache?", "Run registry reset.");
    add("How do I set the port of the samovar gateway?", "With samovar.port.");
    add("How do I install the plugin for Eclipse?", "From the marketplace.");
    add("Why does the build fail with a missing symbol?", "Update the compiler.");
    add("Where are the logs written?", "To /var/log/samovar.");
    add("How do I rotate the signing key?", "With samovar key rotate.");
    add("What does the nightly job do?", "It removes old records.");
    add("Can two nodes share one database?", "No.");
    add("How do I upgrade from 1.x to 2.x?", "Stop, upgrade, start.");
    add("Which Java versions are supported?", "11 and 17.");
    add("How do I enable metrics?", "Set metrics = true.");
    add("How can I contribute a patch?", "Open a pull request.");
    const auto young = match::index::build(std::move(few));
    const auto what = [&](const char* text) {
        INFO(text);
        const auto found = young->search(asking(text));
        return std::pair(decide(found, shipped_thresholds), first(found));
    };
    for (const char* unknown :
         {"samovar license?", "where is the samovar kept at night?", "who won the match last night?",
          "can the gateway run on windows?", "does the plugin support Kotlin?"}) {
        INFO(unknown);
        CHECK(what(unknown).first != decision::answer);
    }
    CHECK(what("reset the cache of the registry") == std::pair(decision::answer, std::int64_t{1}));
    CHECK(what("how can I change the port of the gateway?") == std::pair(decision::answer, std::int64_t{2}));
    CHECK(what("build fails: missing symbol") == std::pair(decision::answer, std::int64_t{4}));
    CHECK(what("where do I find the logs?") == std::pair(decision::answer, std::int64_t{5}));
    CHECK(what("how to rotate signing keys") == std::pair(decision::answer, std::int64_t{6}));
    CHECK(what("which java versions work?") == std::pair(decision::answer, std::int64_t{10}));
    CHECK(what("how do I turn on metrics?") == std::pair(decision::answer, std::int64_t{11}));
}

TEST_CASE("a question worded as an entry is answered", "[match]") {
    for (const document& d : knowledge_base()) {
        const std::vector<candidate> ranked = community().search(asking(d.phrasings.front()));
        INFO(d.phrasings.front());
        CHECK(first(ranked) == d.id.value);
        CHECK(decide(ranked, shipped_thresholds) == decision::answer);
    }
}

TEST_CASE("a follow-up is understood by what was said before", "[match]") {
    query follow = asking("次数能限制吗");
    SECTION("the same person's earlier message") {
        follow.context = {"owlcron 任务错过了会补跑吗"};
    }
    SECTION("the entry just answered") {
        follow.recent = {3};
    }
    SECTION("both") {
        follow.context = {"owlcron 任务错过了会补跑吗"};
        follow.recent = {3};
    }
    CHECK(first(community().search(follow)) == 4);
}

TEST_CASE("the entry just answered is not answered again to a bare follow-up", "[match]") {
    query follow = asking("那补跑呢");
    follow.recent = {3};
    CHECK(first(community().search(follow)) == 4);
}

TEST_CASE("a change of topic is not dragged back", "[match]") {
    auto [text, expected] = GENERATE(table<const char*, std::int64_t>({{"FinchMail 附件大小上限", 6},
                                                                       {"PigeonGate 超时在哪配置", 1},
                                                                       {"那 FinchMail 的附件上限是多少", 6},
                                                                       {"how do I rotate the DKIM key", 5}}));
    query change = asking(text);
    change.context = {"OwlCron 的任务错过了执行时间会补跑吗？", "那补跑的次数能限制吗"};
    change.recent = {4};
    INFO(text);
    CHECK(first(community().search(change)) == expected);
}

TEST_CASE("thanks after an answer are no follow-up", "[match]") {
    query thanks = asking("好的谢谢");
    thanks.context = {"OwlCron 的任务错过了执行时间会补跑吗？"};
    thanks.recent = {3};
    CHECK(decide(community().search(thanks), shipped_thresholds) == decision::silent);
}

TEST_CASE("what was said before may be anything", "[match]") {
    query odd = asking("PigeonGate 超时");
    SECTION("an entry that is gone") {
        odd.recent = {999};
    }
    SECTION("an empty message") {
        odd.context = {""};
    }
    SECTION("unknown words") {
        odd.context = {"zzyzx"};
    }
    CHECK(first(community().search(odd)) == 1);
}

TEST_CASE("a group searches its own collections", "[match]") {
    query q = asking("附件大小");
    CHECK(first(community().search(q)) == 6);
    q.collections = {"default"};
    for (const candidate& c : community().search(q))
        CHECK(community().find(c.id)->collection == "default");
    q.collections = {"default", "mail"};
    CHECK(first(community().search(q)) == 6);
    q.collections = {"no such collection"};
    CHECK(community().search(q).empty());
}

TEST_CASE("candidates come best first, with falling confidence between 0 and 100", "[match]") {
    for (const document& d : knowledge_base()) {
        const std::vector<candidate> ranked = community().search(asking(d.phrasings.front() + d.answer));
        REQUIRE(ranked.size() >= 2);
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            CHECK(ranked[i].confidence >= 0);
            CHECK(ranked[i].confidence <= 100);
            if (i == 0) continue;
            CHECK(ranked[i].score <= ranked[i - 1].score);
            CHECK(ranked[i].confidence <= ranked[i - 1].confidence);
        }
    }
}

TEST_CASE("the limit is kept and does not change what is first", "[match]") {
    const query q = asking("OwlCron 升级 报错 超时 附件 连接");
    const std::vector<candidate> all = community().search(q, 100);
    for (const std::size_t limit : {1U, 2U, 3U}) {
        const std::vector<candidate> few = community().search(q, limit);
        REQUIRE(few.size() == limit);
        for (std::size_t i = 0; i < limit; ++i) {
            CHECK(few[i].id == all[i].id);
            CHECK(few[i].confidence == all[i].confidence);
        }
    }
    CHECK(community().search(q, 0).empty());
}

TEST_CASE("equal entries come in the order of their ids, whatever the order they were given in", "[match]") {
    std::vector<document> twins = {entry_of(30, {"网关 重启"}, "a"), entry_of(10, {"网关 重启"}, "a"),
                                   entry_of(20, {"网关 重启"}, "a")};
    const std::vector<candidate> ranked = match::index::build(twins)->search(asking("网关重启"));
    REQUIRE(ranked.size() == 3);
    CHECK(ranked[0].id.value == 10);
    CHECK(ranked[1].id.value == 20);
    CHECK(ranked[2].id.value == 30);
}

TEST_CASE("the best wording decides, and the explanation names it", "[match]") {
    const std::vector<explanation> ranked = community().explain(asking("按比例把流量切到新版本"));
    REQUIRE_FALSE(ranked.empty());
    CHECK(ranked.front().what.id.value == 2);
    CHECK(ranked.front().wording == 1);
    CHECK(at(ranked.front().features, feature::wording_cover) > 0.9);
}

TEST_CASE("an entry without a wording is found by its answer", "[match]") {
    const auto all =
        match::index::build({entry_of(1, {}, "delete owl.lock and start again"), entry_of(2, {"网关"}, "重启")});
    CHECK(first(all->search(asking("owl.lock"))) == 1);
}

TEST_CASE("entries and chains can be looked up", "[match]") {
    REQUIRE(community().find({3}));
    CHECK(community().find({3})->external_id == "e3");
    CHECK_FALSE(community().find({99}));
    CHECK(community().follow_ups({3}) == std::vector<entry_id>{{4}});
    CHECK(community().follow_ups({4}).empty());
    CHECK(community().size() == 8);
}

TEST_CASE("two documents with one id are refused, a chain in a circle is not", "[match]") {
    CHECK_THROWS_AS(match::index::build({entry_of(1, {"a"}, "b"), entry_of(1, {"c"}, "d")}), std::invalid_argument);
    std::vector<document> circle = {entry_of(1, {"网关重启"}, "a"), entry_of(2, {"网关停止"}, "b")};
    circle[0].previous = {2};
    circle[1].previous = {1};
    CHECK(first(match::index::build(circle)->search(asking("网关停止"))) == 2);
}

TEST_CASE("one index answers many threads the same", "[match]") {
    const std::vector<candidate> expected = community().search(asking("OwlCron 任务补跑"));
    std::vector<std::vector<candidate>> results(8);
    std::vector<std::thread> threads;
    for (std::vector<candidate>& result : results)
        threads.emplace_back([&result] {
            for (int i = 0; i < 50; ++i)
                result = community().search(asking("OwlCron 任务补跑"));
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::vector<candidate>& result : results) {
        REQUIRE(result.size() == expected.size());
        for (std::size_t i = 0; i < result.size(); ++i) {
            CHECK(result[i].id == expected[i].id);
            CHECK(result[i].confidence == expected[i].confidence);
        }
    }
}

TEST_CASE("thresholds make three outcomes", "[match]") {
    const thresholds at{.answer_at = 60, .suggest_at = 30};
    auto [what, confidence, expected] = GENERATE(table<const char*, double, decision>({
        {"sure", 90.0, decision::answer},
        {"exactly at the answer threshold", 60.0, decision::answer},
        {"just below it", 59.999, decision::suggest},
        {"exactly at the suggest threshold", 30.0, decision::suggest},
        {"just below it", 29.999, decision::silent},
    }));
    INFO(what);
    const std::vector<candidate> ranked = {{{1}, "e1", confidence, 1.0}};
    CHECK(decide(ranked, at) == expected);
    CHECK(decide({}, at) == decision::silent);
    CHECK(shipped_thresholds.suggest_at < shipped_thresholds.answer_at);
}
