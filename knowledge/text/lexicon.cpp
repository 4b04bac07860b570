#include "knowledge/text/lexicon.hpp"

#include "knowledge/text/first_character.hpp"
#include "knowledge/text/hashed_words.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace knowledge::text {

namespace {

struct word_list {
    unsigned classes;
    std::string_view words; // separated by spaces
};

constexpr unsigned polite = function_word | chatting;

// Single characters only where they are hardly ever part of a longer word of content: 同 would cut 同步, 会 会话.
constexpr word_list han_lists[] = {
    {0, "目的 的确 了解 请求 请求头 为了 除了 呢绒 请假 那些年 它们的"},
    {function_word, "的 了 们 啊 呀 哦 哟 哇 哈 嘛 呗 噢 呃 哎 唉 咦 嘿 一下 一个 一些 一种 一直 一般 一点 可以 我们 "
                    "你们 他们 大家 各位 现在 "
                    "目前 应该 觉得 感觉 好像 还是 或者 但是 不过 而且 因为 如果 的话 的时候 时候 之后 以后 以前 之前 "
                    "自己 就是 只是 都是 也是 "
                    "不是 到底 究竟 其实 比如 比较 非常 已经 我 你 咱们 咱 您 请 想要 希望 有些 有点 一会 来说 "
                    "一般来说 里面 方面 以及 并且 "
                    "我想 想法 想了解 了解下 了解一下 看看 看一下 看下 一个问题 个问题 小白 新手 萌新 刚入门"},
    {function_word | asking,
     "吗 么 呢 吧 怎么 怎样 怎么样 怎么办 咋 咋办 咋样 如何 什么 什么样 什么时候 什么情况 为什么 "
     "为啥 为何 啥 啥时候 干嘛 干啥 哪 哪个 哪些 哪里 哪儿 哪种 在哪 谁 几个 多少 多久 多大 是不是 "
     "能不能 可不可以 行不行 会不会 要不要 有没有 对不对 好不好 需不需要 是否 能否 可否 有无 请问 请教 想问 想问下 "
     "想问一下 "
     "问一下 问下 请问下 请问一下 想请教 想请问 求问 求助 求教 求解 求指点 有人知道 有谁知道 谁知道 知道 帮忙看 帮看 "
     "怎么回事 "
     "何时 难道"},
    {polite, "大佬 大佬们 老师 老师们 大神 大神们 各位大佬 佬 佬们 朋友们 兄弟 兄弟们 同学 同学们 小伙伴 小伙伴们 群友 "
             "麻烦 辛苦 "
             "不好意思 打扰 打扰一下 劳驾 拜托 有人 有谁 谢谢 谢谢你 谢谢您 谢谢大佬 谢谢老师 多谢 感谢 非常感谢 "
             "感谢回复 感谢解答 "
             "感谢分享 谢了 谢啦 辛苦了 辛苦啦 早上好 早安 上午好 中午好 下午好 晚上好 晚安 你好 您好 大家好 各位好 "
             "大佬好 大佬们好 嗨 "
             "好的 好滴 好吧 好嘞 好哒 好呀 嗯 嗯嗯 行吧 哈哈 哈哈哈 哈哈哈哈 嘻嘻 嘿嘿 呵呵"},
    {chatting, "在吗 在不在 有人吗 有人在 有人在吗 可以了 好了 搞定 搞定了 解决了 已解决 收到 明白 明白了 懂了 了解了 "
               "知道了 原来如此 "
               "原来是这样 这样啊 对的 是的 没错 确实 没事 没事了 没问题 不客气 客气 客气了 厉害 牛逼 太强了 赞 点赞 "
               "加油 恭喜 笑死 "
               "哭了 救命 绝了 支持一下 路过 围观 打卡 签到 欢迎 欢迎新人 再见 拜拜 回头见 快乐 节日快乐 新年快乐 "
               "周末愉快 冒泡 潜水"},
    {small_talk, "天气 下雨 下雪 台风 好热 好冷 降温 红包 抢红包 外卖 吃饭 吃啥 午饭 晚饭 早饭 奶茶 咖啡 火锅 烧烤 "
                 "喝酒 喝茶 减肥 健身 "
                 "跑步 篮球 足球 世界杯 电影 电视剧 追剧 小说 游戏 旅游 酒店 机票 高铁 地铁 堵车 开车 停车 买车 汽车 "
                 "房价 房租 租房 买房 "
                 "房子 房贷 股票 基金 理财 彩票 工资 薪资 年终奖 加薪 裁员 跳槽 面试 简历 招聘 招人 内推 岗位 求职 "
                 "猎头 离职 入职 私聊 私信 "
                 "有兴趣 加微信 加我 朋友圈 拼单 淘宝 京东 优惠 优惠券 打折 促销 便宜 代购 快递 二手 周末 放假 假期 "
                 "春节 国庆 中秋 元旦 "
                 "生日 相亲 女朋友 男朋友 老婆 老公 结婚 孩子 小孩 宠物 医院 看病 感冒 发烧 疫情 口罩 疫苗 上班 下班 "
                 "加班 摸鱼 周五 周一 "
                 "群主 退群 进群 拉群 拉人 群名片 广告 美女 帅哥 小姐姐 小哥哥 头像 昵称 公交 保险 衣服 鞋子 学历 考研 "
                 "高考 导师 总统 战争 "
                 "新闻 八卦 明星 老板 同事 融资 上市"},
    {function_word | pointing_back, "那 那么 这个 那个 这些 那些 这样 那样 这里 那里 这种 那种 这边 这块 上面的 前面的 "
                                    "刚才 刚刚 它 它们 另外 还有 然后 所以 "
                                    "那如果 接着 同样 一样 也一样"},
};

constexpr word_list latin_lists[] = {
    {function_word,
     "a an the is are was were be been am do does did done to of in on at for with from by and or as so if but than "
     "then i im ive id we us you your my me our there here have has had will would should could may might must "
     "just also too very any some please pls lot get got really still want need like using use"},
    {function_word | asking,
     "what whats how hows why when where wheres which who whose whom anyone anybody somebody help"},
    {function_word | asking_first, "is are was were do does did can could should would will may am has have"},
    {chatting,
     "thanks thank thx ty cheers hi hello hey morning afternoon evening night bye goodbye ok okay okey kk yes yep yeah "
     "yup no nope sure lol lmao haha hahaha hehe rofl wow nice cool great awesome perfect congrats congratulations "
     "welcome sorry good np nvm solved worked works fixed gotcha got understood indeed agreed right"},
    {small_talk,
     "weather lunch dinner breakfast coffee beer pizza weekend holiday vacation birthday football soccer movie movies "
     "netflix hiring recruiter recruiting salary job jobs resume linkedin discount coupon joke jokes"},
    {function_word | pointing_back, "it its that this those these them they one ones another also same instead about"},
};

template <class Add>
void each_word(const word_list& list, Add add) {
    for (std::size_t from = 0; from < list.words.size();) {
        const std::size_t to = std::min(list.words.find(' ', from), list.words.size());
        if (to > from) add(list.words.substr(from, to - from));
        from = to + 1;
    }
}

const words_by_first_character<unsigned>& han_words() {
    static const auto table = [] {
        std::map<std::string_view, unsigned> classes;
        for (const word_list& list : han_lists)
            each_word(list, [&](std::string_view word) { classes[word] |= list.classes; });
        std::vector<words_by_first_character<unsigned>::word> words;
        for (const auto& [word, classes_of_word] : classes)
            words.push_back({word, classes_of_word});
        return words_by_first_character<unsigned>(std::move(words));
    }();
    return table;
}

} // namespace

lexicon_match han_word_at(std::string_view normalised, std::size_t at) {
    const auto* const found = han_words().longest(normalised, at);
    return found == nullptr ? lexicon_match{} : lexicon_match{found->text.size(), found->value};
}

const beginnings& beginnings_of_han_words() {
    return han_words().first_characters();
}

unsigned latin_word(std::string_view word) {
    static const hashed_words<unsigned> table([](auto add) {
        std::map<std::string_view, unsigned> classes;
        for (const word_list& list : latin_lists)
            each_word(list, [&](std::string_view entry) { classes[entry] |= list.classes; });
        for (const auto& [entry, classes_of_word] : classes)
            add(std::string(entry), hash_of(entry), classes_of_word);
    });
    const unsigned* const found = table.find(word, hash_of(word));
    return found == nullptr ? 0U : *found;
}

} // namespace knowledge::text
