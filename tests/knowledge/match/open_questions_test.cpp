#include "knowledge/match/eval_set.hpp"
#include "knowledge/match/open_questions.hpp"
#include "knowledge/text/synonyms.hpp"
#include "tests/knowledge/match/clustered.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;
namespace match = knowledge::match;

namespace {

// Which of these belong together, as the numbers of their clusters' first ones.
std::vector<std::size_t> clusters_of(const std::vector<std::string>& texts) {
    std::vector<asked_question> all;
    for (std::size_t i = 0; i < texts.size(); ++i)
        all.push_back({.id = question_id{static_cast<std::int64_t>(i) + 1}, .text = texts[i], .best = {}});
    return tests::clustered(all, nullptr);
}

} // namespace

TEST_CASE("with a community's own words those who say the same in others wait together", "[match][clusters]") {
    const auto own = std::make_shared<const knowledge::text::synonyms>(std::vector<std::vector<std::string>>{
        {"TC", "事务协调器", "transaction coordinator"}, {"TM", "事务管理器"}, {"k3d", "小立方"}});
    const auto together = [](const char* a, const char* b,
                             const std::shared_ptr<const knowledge::text::synonyms>& words) {
        const asked_question all[] = {{.id = {1}, .text = a, .best = {}}, {.id = {2}, .text = b, .best = {}}};
        return tests::clustered(all, match::index::build({}, words))[1] == 0;
    };
    auto [what, a, b, with] = GENERATE(table<const char*, const char*, const char*, bool>({
        {"an abbreviation and the Chinese word", "TC 挂了怎么恢复", "事务协调器挂了怎么恢复", true},
        {"an abbreviation and two words", "How do I restart the TC?", "how to restart the transaction coordinator",
         true},
        {"two words and the Chinese word", "transaction coordinator 挂了怎么恢复", "事务协调器挂了怎么恢复", true},
        {"a nickname", "k3d 怎么升级", "小立方怎么升级", true},
        {"another thing of the rows", "TC 挂了怎么恢复", "TM 挂了怎么恢复", false},
        {"another thing of the rows, in Chinese", "事务协调器挂了怎么恢复", "TM 挂了怎么恢复", false},
        {"another thing, of no row", "TC 挂了怎么恢复", "RM 挂了怎么恢复", false},
    }));
    INFO(what);
    CHECK(together(a, b, own) == with);
    CHECK(together(b, a, own) == with);
    CHECK_FALSE(together(a, b, nullptr));
}

TEST_CASE("words that come with another state of the knowledge count from then on", "[match][clusters]") {
    const auto own =
        std::make_shared<const knowledge::text::synonyms>(std::vector<std::vector<std::string>>{{"TC", "事务协调器"}});
    open_questions waiting(match::index::build({}));
    const asked_question one{.id = {1}, .text = "TC 挂了怎么恢复", .best = {}},
        other{.id = {2}, .text = "事务协调器挂了怎么恢复", .best = {}};
    CHECK(waiting.nearest(one, 1).empty()); // and is read
    waiting.follow(match::index::build({}, own));
    waiting.add(one);
    REQUIRE(waiting.nearest(other, 1).size() == 1);
    CHECK(waiting.nearest(other, 1).front().closeness >= 1);
}

TEST_CASE("questions in nearly the same words belong together, others do not", "[match]") {
    struct row {
        const char *what, *first, *second;
        bool together;
    };
    const row rows[] = {
        {"the same words", "teapot 的缓存怎么清空", "teapot 的缓存怎么清空", true},
        {"another order and another greeting", "请问 teapot 的缓存怎么清空？", "怎么清空 teapot 的缓存呀", true},
        {"traditional characters", "teapot 的緩存怎麼清空", "teapot 的缓存怎么清空", true},
        {"English with another ending", "how can I clear the teapot caches?", "clearing the teapot cache, how?", true},
        {"the same about another product", "teapot 的缓存怎么清空", "kettle 的缓存怎么清空", false},
        {"another thing about the same product", "teapot 的缓存怎么清空", "teapot 的日志写到哪里", false},
        {"nothing in common", "teapot 的缓存怎么清空", "为什么事务会回滚两次", false},
        {"words that only lean on what was said before", "那这个呢", "那这个呢", false},
    };
    for (const auto& one : rows) {
        INFO(one.what);
        const auto found = clusters_of({one.first, one.second});
        CHECK((found[0] == found[1]) == one.together);
    }
}

TEST_CASE("the third joins the cluster of the one it is closest to", "[match]") {
    CHECK(clusters_of({"teapot 的缓存怎么清空", "kettle 启动时报错 port in use", "teapot 缓存如何清空？",
                       "kettle 启动报错：port in use，怎么办"}) == std::vector<std::size_t>{0, 1, 0, 1});
}

TEST_CASE("the same entry found for both, nearly surely, tells of the same question", "[match]") {
    open_questions here(nullptr);
    const auto one = [](int id, std::string_view text, std::int64_t best, double confidence) {
        return asked_question{.id = {id}, .text = text, .best = {best}, .confidence = confidence};
    };
    here.add(one(1, "采样率每个服务都要配吗", 7, 90));
    const auto closeness = [&](const asked_question& other) {
        const auto near = here.nearest(other, 1);
        return near.empty() ? 0 : near.front().closeness;
    };
    CHECK(closeness(one(2, "采样率下游还用配吗", 7, 90)) >= 1);
    CHECK(closeness(one(3, "采样率下游还用配吗", 7, 30)) < 1); // not sure
    CHECK(closeness(one(4, "采样率下游还用配吗", 8, 90)) < 1); // of another entry
    CHECK(closeness(one(5, "整个链路都断了呢", 7, 90)) < 1);   // no word in common
}

TEST_CASE("a question that is gone is not found any more, and its place is used again", "[match]") {
    open_questions here(nullptr);
    for (int i = 1; i <= 3000; ++i)
        here.add({.id = {i}, .text = "问题 number" + std::to_string(i) + " 的缓存怎么清空", .best = {i % 7}});
    for (int i = 1; i <= 2900; ++i)
        here.remove({i});
    here.remove({1}); // twice
    CHECK(here.size() == 100);
    CHECK_FALSE(here.contains({17}));
    CHECK(here.contains({2950}));
    const auto near = here.nearest({.id = {9999}, .text = "问题 number2950 的缓存怎么清空", .best = {}}, 3);
    REQUIRE_FALSE(near.empty());
    CHECK(near.front().id == question_id{2950});
    here.add({.id = {2950}, .text = "完全不同的内容", .best = {}}); // it was edited
    CHECK(here.size() == 100);
}

TEST_CASE("what many ask in the same words does not hide what others ask in nearly the same", "[match]") {
    open_questions here(nullptr);
    here.add({.id = {1}, .text = "teapot 的缓存怎么手动清空", .best = {}});
    for (int i = 2; i <= 500; ++i)
        here.add({.id = {i}, .text = "teapot 的缓存怎么清空", .best = {}});
    const asked_question one{.id = {1000}, .text = "teapot 的缓存怎么清空？", .best = {}};
    const auto near = here.nearest(one, 500);
    REQUIRE(near.size() == 500);
    CHECK(near.front().id == question_id{2}); // of equal ones the oldest
    CHECK(near.back().id == question_id{1});
    CHECK(here.nearest(one, 3) == std::vector<kin>(near.begin(), near.begin() + 3));

    for (int i = 2; i < 500; ++i)
        here.remove({i});
    const auto left = here.nearest(one, 500);
    REQUIRE(left.size() == 2);
    CHECK(left.front().id == question_id{500});
    here.remove({500});
    here.remove({1});
    CHECK(here.size() == 0);
    CHECK(here.nearest(one, 500).empty());
}

TEST_CASE("what is asked again in the same words is found without comparing, as it is by comparing", "[match]") {
    open_questions here(nullptr);
    const auto ask = [&](std::int64_t id, std::string_view text, std::int64_t best = 0, double confidence = 0) {
        here.add({.id = {id}, .text = text, .best = {best}, .confidence = confidence});
    };
    const auto ids = [](const std::vector<kin>& all) {
        std::vector<std::int64_t> found;
        for (const auto& one : all)
            found.push_back(one.id.value);
        return found;
    };
    const auto asked = "kettle 启动时报错 port 8848 is already in use，日志目录里没有别的内容";
    ask(30, asked, 7, 90);
    ask(10, asked); // found otherwise then
    ask(20, "kettle 启动时报错 port 8848 is already in use，日志目录里还有别的内容", 7, 100);
    ask(40, asked, 7, 90);
    ask(50, "那这个呢");
    for (int id = 100; id < 200; ++id)
        ask(id, "teapot " + std::to_string(id) + " 的缓存怎么清空");

    const asked_question again{.id = {1000}, .text = asked, .best = {7}, .confidence = 90};
    const auto same = here.in_the_same_words(again, 24);
    CHECK(ids(same) == std::vector<std::int64_t>{10, 30, 40});
    const auto near = here.nearest(again, 24);
    REQUIRE(near.size() >= 3);
    CHECK(ids({near.begin(), near.begin() + 3}) == ids(same));
    CHECK(near[0].closeness == Approx(same[0].closeness));
    CHECK(ids(here.in_the_same_words(again, 2)) == std::vector<std::int64_t>{10, 30});
    CHECK(ids(here.in_the_same_words({.id = {10}, .text = asked, .best = {}}, 24)) ==
          std::vector<std::int64_t>{30, 40});

    CHECK(here.in_the_same_words({.id = {1000}, .text = "那这个呢", .best = {}}, 24).empty()); // says too little
    CHECK(here.in_the_same_words({.id = {1000}, .text = "toaster 的证书过期了", .best = {}}, 24).empty());
    for (const int id : {10, 30, 40})
        here.remove({id});
    CHECK(here.in_the_same_words(again, 24).empty());
}

TEST_CASE("who wants only what is close gets the same as who wants all and looks", "[match]") {
    const std::vector<std::string> things{"teapot", "kettle"}; // so few that all are compared
    const std::vector<std::string> parts{"缓存", "日志目录", "连接超时", "证书"};
    const std::vector<std::string> wishes{"怎么配置", "怎么关闭", "升级之后好像有点问题",
                                          "为什么不生效，请问一下，谢谢"};
    open_questions here(nullptr);
    std::vector<std::string> texts;
    for (const auto& thing : things)
        for (const auto& part : parts)
            for (const auto& wish : wishes)
                texts.push_back(thing + " 的" + part + wish);
    std::int64_t id = 0;
    for (const auto& text : texts)
        here.add({.id = {++id}, .text = text, .best = {id % 5}, .confidence = static_cast<double>(id % 100)});
    for (const auto& text : texts) {
        const auto again = "请问 " + text + "，急";
        const asked_question one{.id = {1000}, .text = again, .best = {2}, .confidence = 90};
        for (const double least : {0.3, 0.5, 1.0}) {
            auto all = here.nearest(one, 1000);
            std::erase_if(all, [least](const kin& other) { return other.closeness < least; });
            CHECK(here.nearest(one, 1000, least) == all);
        }
    }
}

// The figure of docs/matching.md. Labelled pairs from the sofa set: each query and the question of every entry that is
// right for it ask the same, as do entries that one query names together; everything else is apart, and what nothing
// answers is apart from everything.
TEST_CASE("on the sofa questions pairs are right and most are found", "[match][data]") {
    const char* const data = std::getenv("QUNDA_DATA");
    if (data == nullptr) {
        WARN("QUNDA_DATA is not set: clusters were not measured");
        return;
    }
    const auto set = read_eval_set(std::filesystem::path(data) / "eval/sofa");
    std::map<entry_id, entry_id> stands_for; // of entries that belong together the first
    const auto group_of = [&](entry_id id) {
        while (stands_for.contains(id) && stands_for[id] != id)
            id = stands_for[id];
        return id;
    };
    struct item {
        query ask;
        entry_id group; // none: apart from everything
    };
    std::vector<item> items;
    std::map<entry_id, bool> wanted;
    for (const auto& one : set.queries) {
        for (const entry_id id : one.gold) {
            wanted[id] = true;
            stands_for[group_of(id)] = group_of(one.gold.front());
        }
        items.push_back({one.ask, one.gold.empty() ? entry_id{} : one.gold.front()});
    }
    for (const auto& known : set.documents) {
        if (wanted[known.id]) items.push_back({{.text = known.phrasings.front(), .context = known.context}, known.id});
    }
    const auto knowledge = match::index::build(set.documents);
    std::vector<asked_question> all;
    for (const auto& one : items) {
        asked_question made{
            .id = question_id{static_cast<std::int64_t>(all.size()) + 1}, .text = one.ask.text, .best = {}};
        if (const auto found = knowledge->search(one.ask, 1); !found.empty()) {
            made.best = found.front().id;
            made.confidence = found.front().confidence;
        }
        all.push_back(made);
    }
    const auto clusters = tests::clustered(all, knowledge);
    double right = 0, said = 0, labelled = 0;
    for (std::size_t a = 0; a < items.size(); ++a) {
        for (std::size_t b = a + 1; b < items.size(); ++b) {
            const bool same = items[a].group && items[b].group && group_of(items[a].group) == group_of(items[b].group);
            const bool together = clusters[a] == clusters[b];
            labelled += same ? 1 : 0;
            said += together ? 1 : 0;
            right += same && together ? 1 : 0;
        }
    }
    INFO("pairs: labelled " << labelled << ", said " << said << ", right " << right);
    CHECK(right / said >= 0.95);
    CHECK(right / labelled >= 0.6);
}
