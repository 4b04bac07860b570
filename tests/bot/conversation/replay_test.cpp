#include "bot/conversation/replay.hpp"

#include <catch2/catch.hpp>

using namespace bot::conversation;
using namespace std::chrono_literals;
using knowledge::decision;
using knowledge::entry_id;
using knowledge::match::document;
namespace store = knowledge::store;
using store::question_state;

namespace {

const knowledge::timestamp noon{1'700'000'000'000ms};
constexpr entry_id sampling{1}, reporting{2}, latency{3};

std::shared_ptr<const knowledge::match::index> index_of_three() {
    return knowledge::match::index::build({{.id = sampling,
                                            .external_id = "sampling",
                                            .phrasings = {"SOFATracer 的采样率要在每个服务上都配置吗？"},
                                            .answer = "只在入口服务配置一次就可以。"},
                                           {.id = reporting,
                                            .external_id = "reporting",
                                            .phrasings = {"上报 Zipkin 也只在入口服务配置吗？"},
                                            .answer = "不是，每个服务节点都要配置上报。",
                                            .context = {"SOFATracer 的采样率要在每个服务上都配置吗？"},
                                            .previous = sampling},
                                           {.id = latency,
                                            .external_id = "latency",
                                            .phrasings = {"分布式事务为什么慢，Seata 的性能损耗在哪里？"},
                                            .answer = "主要花在与 TC 的通信上。"}});
}

struct written_log : log {
    // Answered with `entry`, or silent.
    store::question& ask(std::string text, std::chrono::minutes after, entry_id entry = {}, std::string who = "U1",
                         std::string thread = "t1") {
        store::question one;
        one.id = {static_cast<std::int64_t>(questions.size() + 1)};
        one.community = "test";
        one.platform = "slack";
        one.workspace = "T1";
        one.group = "C1";
        one.thread = std::move(thread);
        one.message_id = "m" + std::to_string(one.id.value);
        one.member = std::move(who);
        one.text = std::move(text);
        one.asked_at = noon + after;
        if (entry) {
            one.decided = decision::answer;
            one.state = question_state::answered;
            one.answered_with = entry;
            one.candidates = {{entry, "then", 80}};
            one.confidence = 80;
        }
        return questions.emplace_back(std::move(one));
    }
    std::vector<replayed> replay(std::chrono::seconds context_expiry = 10min, knowledge::timestamp from = noon) const {
        return bot::conversation::replay(*this, *index,
                                         {.from = from, .settings_of = [&](const store::question& asked) {
                                              bot::config::group_settings group;
                                              group.context_expiry = context_expiry;
                                              return asked.group == "C1" ? std::optional(group) : std::nullopt;
                                          }});
    }
    std::shared_ptr<const knowledge::match::index> index = index_of_three();
};

constexpr auto zipkin_follow_up = "那上报 zipkin 呢？";

} // namespace

TEST_CASE("a question is decided anew with what is known now", "[replay]") {
    written_log log;
    log.ask("采样率每个服务都要配置吗", 0min);
    log.ask("Seata 性能损耗在哪里，为什么慢", 1min, latency, "U2");
    log.ask("谁赢了昨天的比赛", 2min, latency, "U3");
    const auto all = log.replay();
    REQUIRE(all.size() == 3);
    CHECK(all[0].changed());
    CHECK(all[0].then.said == decision::silent);
    CHECK(all[0].now.said == decision::answer);
    CHECK(all[0].now.given.front().external_id == "sampling");
    CHECK(all[0].is == verdict::unknown);
    CHECK_FALSE(all[1].changed());
    CHECK(all[2].changed());
    CHECK(all[2].now.said == decision::silent);
}

TEST_CASE("a follow-up leans on what the same member asked before in that thread, as it was then", "[replay]") {
    auto [what, who, thread, after, expected] =
        GENERATE(table<const char*, const char*, const char*, std::chrono::minutes, bool>({
            {"the same member, at once", "U1", "t1", 1min, true},
            {"at the end of the time for it", "U1", "t1", 10min, true},
            {"later than that", "U1", "t1", 11min, false},
            {"another member", "U2", "t1", 1min, false},
            {"in another thread", "U1", "t2", 1min, false},
        }));
    INFO(what);
    written_log log;
    log.ask("采样率每个服务都要配置吗", 0min, sampling);
    log.ask(zipkin_follow_up, after, {}, who, thread);
    const auto all = log.replay();
    REQUIRE(all.size() == 2);
    CHECK((all[1].now.said == decision::answer && all[1].now.given.front().id == reporting) == expected);
}

TEST_CASE("what was asked before the days looked at is context and nothing else", "[replay]") {
    written_log log;
    log.ask("采样率每个服务都要配置吗", 0min, sampling);
    log.ask(zipkin_follow_up, 5min);
    const auto all = log.replay(10min, noon + 1min);
    REQUIRE(all.size() == 1);
    CHECK(all[0].now.said == decision::answer);
    CHECK(log.replay(2min, noon + 1min)[0].now.said != decision::answer);
}

TEST_CASE("what the matcher did not decide is left out", "[replay]") {
    written_log log;
    log.ask("", 0min, sampling);                                 // deleted
    log.ask("1", 1min, sampling, "U2").candidates.clear();       // picked
    log.ask("采样率", 2min, sampling, "U3").group = "elsewhere"; // not in the configuration
    CHECK(log.replay().empty());
}

TEST_CASE("labels for tuning are of now, unless the very words were learnt since", "[replay]") {
    written_log log;
    log.ask("采样率每个服务都要配置吗", 0min, sampling);
    log.opinions[{1}] = {.helpful = 1};
    auto& learnt = log.ask("Seata 的性能损耗在哪里啊", 1min, {}, "U2"); // a moderator's answer has these words now
    learnt.candidates = {{sampling, "sampling", 33}};
    learnt.state = question_state::answered_by_person;
    learnt.answered_with = latency;
    log.ask("采样率怎么配", 2min, latency, "U3"); // did not help, and something else would come first now
    log.opinions[{3}] = {.unhelpful = 1};
    log.ask("采样率", 3min, sampling, "U4");

    const auto labels = labels_of(log.replay(), [](const store::question& asked, entry_id entry) {
        return asked.member == "U2" && entry == latency;
    });
    REQUIRE(labels.size() == 2);
    CHECK(labels[0].right);
    CHECK(labels[0].weight == 0.5);
    CHECK(labels[0].right_at);
    CHECK_FALSE(labels[1].right);
    CHECK(labels[1].confidence == 33);
    CHECK(labels[1].weight == 1);
    CHECK_FALSE(labels[1].right_at);
}

TEST_CASE("a question is replayed by what was learnt from the others of its log", "[replay]") {
    constexpr auto a_lift = "有人一起拼车去 Seata 分布式事务沙龙吗";
    bot::config::group_settings here;
    here.platform = adapters::chat::platform::slack;
    here.workspace = "T1";
    here.id = "C1";
    here.community = "test";
    here.learn_from_log = true;
    bot::config::settings settings;
    bot::config::community_settings community;
    community.name = "test";
    community.groups = {here};
    settings.communities = {community};

    written_log log;
    log.ask(a_lift, 0min);
    group_logs::asked_in settled{"test", {{{1}, "slack", "T1", "C1", a_lift, false}}};
    for (std::int64_t i = 2; i < 80; ++i) {
        const bool for_us = i % 2 == 0;
        settled.questions.push_back({{i},
                                     "slack",
                                     "T1",
                                     "C1",
                                     (for_us ? "采样率怎么配置 " : "有人一起拼车去航站楼吗 ") + std::to_string(i),
                                     for_us});
    }
    const group_logs unseen(settings, {settled}, group_logs::wanted::unseen);
    const group_logs seen(settings, {settled});
    const auto confidence = [&](const group_logs* logs) {
        const replay_options how{
            .from = noon, .settings_of = [&](const auto&) { return here; }, .tell = {}, .logs = logs};
        return replay(log, *log.index, how).front().now.confidence;
    };
    CHECK(confidence(&unseen) < confidence(nullptr)); // by the others it looks like a lift
    CHECK(confidence(&seen) < confidence(&unseen));   // by itself it would look so even more
}
