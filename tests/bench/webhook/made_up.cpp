#include "tests/bench/webhook/made_up.hpp"

#include "adapters/slack/signature.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace tests::bench {

namespace {

// Names of things that do not exist, so that no real documentation is copied by accident.
constexpr std::array<std::string_view, 25> things{
    "Korral", "Tavio",   "Melindra", "Ostrava", "Pelikan", "Quentor", "Ruvia",  "Sandor", "Trellis",
    "Umbrix", "Vantage", "Wexel",    "Xandria", "Yarrow",  "Zephira", "Altona", "Brisko", "Cassel",
    "Dorado", "Elphin",  "Fjordal",  "Garnet",  "Hollin",  "Ingvar",  "Juniper"};

struct words_of {
    std::string_view zh, en;
};
constexpr std::array<words_of, 20> parts{{{"缓存", "cache"},
                                          {"注册中心", "registry"},
                                          {"采样率", "sampling rate"},
                                          {"线程池", "thread pool"},
                                          {"连接超时", "connection timeout"},
                                          {"日志目录", "log directory"},
                                          {"灰度发布", "canary release"},
                                          {"序列化方式", "serialization"},
                                          {"健康检查", "health check"},
                                          {"路由规则", "routing rules"},
                                          {"事务模式", "transaction mode"},
                                          {"重试次数", "retry count"},
                                          {"证书", "certificate"},
                                          {"限流阈值", "rate limit"},
                                          {"消息队列", "message queue"},
                                          {"定时任务", "scheduled job"},
                                          {"数据源", "data source"},
                                          {"命名空间", "namespace"},
                                          {"类加载器", "class loader"},
                                          {"监控指标", "metrics"}}};
constexpr std::array<words_of, 10> wishes{{{"怎么配置", "How do I configure"},
                                           {"怎么关闭", "How do I switch off"},
                                           {"为什么不生效", "Why is nothing changed by"},
                                           {"启动时报错怎么办", "What to do about an error at start with"},
                                           {"能不能动态修改", "Can I change at run time"},
                                           {"和旧版本兼容吗", "Is it compatible with the old version of"},
                                           {"占用内存太多怎么优化", "How do I save memory with"},
                                           {"在集群里怎么同步", "How do nodes agree on"},
                                           {"有默认值吗", "What is the default of"},
                                           {"怎么升级", "How do I upgrade"}}};
constexpr std::array<std::string_view, 6> zh_sentences{"先在配置文件里加上对应的键，然后重启服务。",
                                                       "这个行为从 3.2 版本开始改变，旧版本请参考迁移说明。",
                                                       "如果日志里出现 `TimeoutException`，通常是下游没有及时响应。",
                                                       "多个节点之间以最后一次写入为准。",
                                                       "建议先在测试环境验证，再逐步放量。",
                                                       "默认值适合大多数场景，不需要修改。"};
constexpr std::array<std::string_view, 6> en_sentences{
    "Add the key to the configuration file first, then restart the service. ",
    "This changed in version 3.2; for older ones see the notes on migration. ",
    "A `TimeoutException` in the log usually means that something downstream did not answer in time. ",
    "Between several nodes the last write wins. ",
    "Try it in a test environment, then roll it out in steps. ",
    "The default suits most cases and needs no change. "};

struct subject {
    std::string_view thing;
    words_of part, wish;
    std::size_t round; // beyond all combinations: another product line
    bool chinese;
};

subject subject_of(std::size_t number) {
    const std::size_t place = number / 2;
    return {things[place % things.size()], parts[place / things.size() % parts.size()],
            wishes[place / (things.size() * parts.size()) % wishes.size()],
            place / (things.size() * parts.size() * wishes.size()), number % 2 == 0};
}

std::string name_of(const subject& about) {
    return about.round == 0 ? std::string(about.thing) : fmt::format("{}{}", about.thing, about.round + 1);
}

// Bits that look random and are the same at every run.
std::uint64_t mixed(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

std::string question_of(const subject& about) {
    return about.chinese ? fmt::format("{} 的{}{}？", name_of(about), about.part.zh, about.wish.zh)
                         : fmt::format("{} the {} of {}?", about.wish.en, about.part.en, name_of(about));
}

std::string answer_of(const subject& about, std::uint64_t luck) {
    std::string answer = about.chinese ? fmt::format("关于 **{}** 的{}：", name_of(about), about.part.zh)
                                       : fmt::format("About the {} of **{}**: ", about.part.en, name_of(about));
    for (std::uint64_t left = 2 + luck % 4; left > 0; --left, luck /= 7)
        answer += about.chinese ? zh_sentences[luck % zh_sentences.size()] : en_sentences[luck % en_sentences.size()];
    return answer;
}

std::string asked(const subject& about, std::uint64_t luck) {
    const auto kind = luck % 10;
    if (kind < 6) {
        return about.chinese
                   ? fmt::format("请问一下，{} {} {}，谢谢", name_of(about), about.part.zh, about.wish.zh)
                   : fmt::format("hi all, {} the {} in {} please", about.wish.en, about.part.en, name_of(about));
    }
    if (kind < 9) {
        return about.chinese
                   ? fmt::format("我们升级之后 {} 的{}好像有点问题", name_of(about), about.part.zh)
                   : fmt::format("something is odd with the {} since we moved to {}", about.part.en, name_of(about));
    }
    return about.chinese ? "周末的线下聚会在哪里报名，需要带电脑吗" : "where do I sign up for the picnic on Saturday";
}

} // namespace

std::vector<knowledge::entry> made_up_entries(std::size_t count) {
    std::vector<knowledge::entry> entries(count);
    for (std::size_t number = 0; number < count; ++number) {
        const auto about = subject_of(number);
        auto& entry = entries[number];
        entry.question = question_of(about);
        entry.phrasings = {about.chinese ? fmt::format("{}里{}，{}", name_of(about), about.part.zh, about.wish.zh)
                                         : fmt::format("{}: {} {}", name_of(about), about.wish.en, about.part.en)};
        entry.answer = answer_of(about, mixed(number));
    }
    return entries;
}

mentions::post mentions::next() {
    const auto number = made_++;
    const auto luck = mixed(number);
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    post made;
    made.text = asked(subject_of(luck % entries_), luck >> 32);
    made.timestamp = std::to_string(now);
    const auto ts = fmt::format("{}.{:06}", now - static_cast<long>(number / 1'000'000), number % 1'000'000);
    const auto channel = fmt::format("C0BENCH{:03}", (luck >> 8) % 256);
    const auto user = fmt::format("U0MEMBER{:03}", (luck >> 16) % 1000);
    made.body = fmt::format(
        R"({{"token":"no-longer-used","team_id":"{0}","context_team_id":"{0}","context_enterprise_id":null,)"
        R"("api_app_id":"A0BENCH001","type":"event_callback","event_id":"Ev{1:016X}","event_time":{2},)"
        R"("authorizations":[{{"enterprise_id":null,"team_id":"{0}","user_id":"{3}","is_bot":true,)"
        R"("is_enterprise_install":false}}],"is_ext_shared_channel":false,)"
        R"("event_context":"4-eyJldCI6ImFwcF9tZW50aW9uIiwidGlkIjoiVDBCRU5DSDAwMSIsImFpZCI6IkEwQkVOQ0gwMDEifQ",)"
        R"("event":{{"type":"app_mention","user":"{4}","text":"<@{3}> {5}","ts":"{6}","channel":"{7}",)"
        R"("event_ts":"{6}","team":"{0}","client_msg_id":"{8:08x}-1111-4222-8333-{1:012x}",)"
        R"("blocks":[{{"type":"rich_text","block_id":"b{8:05x}","elements":[{{"type":"rich_text_section","elements":)"
        R"([{{"type":"user","user_id":"{3}"}},{{"type":"text","text":" {5}"}}]}}]}}])",
        team, number, now, bot_user, user, made.text, ts, channel, luck & 0xffffffff);
    // What else Slack sends, of which the bot reads nothing, fills the body up to what a mention usually has.
    constexpr std::size_t usual_size = 1536, around = 16;
    made.body += R"(,"padding":")";
    if (made.body.size() + around < usual_size) made.body.append(usual_size - around - made.body.size(), 'x');
    made.body += R"("}})";
    made.signature = adapters::slack::signature_of(made.body, made.timestamp, signing_secret);
    return made;
}

std::string mentions::next_request() {
    const auto made = next();
    return fmt::format("POST /slack/events HTTP/1.1\r\nHost: bench.example\r\nUser-Agent: Slackbot 1.0 "
                       "(+https://api.slack.com/robots)\r\nAccept: */*\r\nAccept-Encoding: gzip,deflate\r\n"
                       "Content-Type: application/json\r\nContent-Length: {}\r\nX-Slack-Request-Timestamp: {}\r\n"
                       "X-Slack-Signature: {}\r\n\r\n{}",
                       made.body.size(), made.timestamp, made.signature, made.body);
}

} // namespace tests::bench
