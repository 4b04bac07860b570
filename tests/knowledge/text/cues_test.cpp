#include "knowledge/text/cues.hpp"

#include <catch2/catch.hpp>

using namespace knowledge::text;

TEST_CASE("a message of courtesy is all chat, a question is hardly any", "[text]") {
    auto [what, message, least, most] = GENERATE(table<const char*, const char*, double, double>({
        {"thanks", "多谢老师！", 0.99, 1.0},
        {"agreement", "好的，收到", 0.99, 1.0},
        {"greeting", "各位晚上好", 0.99, 1.0},
        {"laughter", "哈哈哈哈", 0.99, 1.0},
        {"English thanks", "Thank you!", 0.99, 1.0},
        {"English laughter", "haha", 0.99, 1.0},
        {"signs only", "？？？", 0.99, 1.0},
        {"traditional thanks", "謝謝", 0.99, 1.0},
        {"a question with a greeting", "你好，请问网关怎么配置超时时间", 0.05, 0.4},
        {"a question", "网关怎么配置超时时间", 0.0, 0.01},
        {"an English question", "how do I set the gateway timeout", 0.0, 0.01},
    }));
    INFO(what << ": " << message);
    const double chatting = read_cues(message).chatting;
    CHECK(chatting >= least);
    CHECK(chatting <= most);
}

TEST_CASE("cues of a message", "[text]") {
    struct row {
        const char* message;
        bool asks, trouble, points_back, small_talk;
    };
    const row rows[] = {
        {"网关怎么重启", true, false, false, false},
        {"网关重启了", false, false, false, false},
        {"网关重启?", true, false, false, false},
        {"ｒｅｓｔａｒｔ？", true, false, false, false},
        {"启动报错 connection refused", false, true, false, false},
        {"the build failed", false, true, false, false},
        {"那端口呢", true, false, true, false},
        {"what about that one", true, false, true, false},
        {"中午吃饭去哪", true, false, false, true},
        {"is there a port?", true, false, false, false},
        {"can it run on arm", true, false, true, false},
        {"we are hiring", false, false, false, true},
    };
    for (const row& r : rows) {
        INFO(r.message);
        const message_cues cues = read_cues(r.message);
        CHECK(cues.asks == r.asks);
        CHECK(cues.trouble == r.trouble);
        CHECK(cues.points_back == r.points_back);
        CHECK((cues.small_talk > 0) == r.small_talk);
    }
}

TEST_CASE("the size of a message counts characters, and two for a Latin word", "[text]") {
    CHECK(read_cues("网关端口").characters == 4);
    CHECK(read_cues("gateway port!").characters == 4);
    CHECK(read_cues("").characters == 0);
}
