#include "bot/conversation/command.hpp"
#include "bot/conversation/commands.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace bot::conversation;

namespace {

std::string said(const request& understood) {
    struct naming {
        std::string operator()(const ask_question&) const { return "question"; }
        std::string operator()(const ask_help&) const { return "help"; }
        std::string operator()(const list_open&) const { return "open"; }
        std::string operator()(const pick_number& pick) const { return "pick " + std::to_string(pick.number); }
        std::string operator()(const give_answer& given) const {
            return "answer " + std::to_string(given.number) + ": " + given.answer;
        }
        std::string operator()(const list_proposals&) const { return "proposals"; }
        std::string operator()(const judge_proposal& judged) const {
            return (judged.accept ? "accept " : "refuse ") + std::to_string(judged.number);
        }
        std::string operator()(const ask_why& why) const {
            return "why" + (why.about ? " " + std::to_string(*why.about) : "");
        }
        std::string operator()(const press_button& pressed) const {
            return std::string(to_string(pressed.what)) + (pressed.about ? " " + to_string(*pressed.about) : "");
        }
        std::string operator()(const show_entry& shown) const { return "show " + to_string(shown.which); }
        std::string operator()(const undo_change&) const { return "undo"; }
        std::string operator()(const put_entry& put) const {
            return (put.away ? "retire" : "restore") + (put.which ? " " + to_string(*put.which) : std::string());
        }
        std::string operator()(const edit_entry& edit) const {
            return "edit " + to_string(edit.which) + ": " + edit.answer;
        }
        std::string operator()(const join_entries& both) const {
            return "merge " + to_string(both.merged) + " " + to_string(both.survivor);
        }
        std::string operator()(const part_entries& part) const { return "unmerge " + to_string(part.which); }
        std::string operator()(const correct_posts& what) const {
            return "correct" + (what.which ? " " + to_string(*what.which) : std::string());
        }
        std::string operator()(const keep_canonical& kept) const { return "canonical " + kept.question; }
        std::string operator()(const mistyped& slip) const {
            if (!slip.arguments.empty()) return std::string(slip.name) + " " + slip.arguments + "?";
            return std::string(slip.name) + "?";
        }
        std::string operator()(const ask_weekly&) const { return "weekly"; }
        std::string operator()(const mute_group& asked) const {
            return "mute " + std::to_string(asked.how_long.count());
        }
        std::string operator()(const unmute_group&) const { return "unmute"; }
        std::string operator()(const ask_status& asked) const { return asked.reset ? "status reset" : "status"; }
        std::string operator()(const forget_me& asked) const { return asked.sure ? "forget me yes" : "forget me"; }
        std::string operator()(const ask_my_data&) const { return "my data"; }
        std::string operator()(const be_named& asked) const { return asked.named ? "name" : "no name"; }
        std::string operator()(const link_entry& link) const {
            return "link " + std::to_string(link.number) + " " + link.entry;
        }
        std::string operator()(const ignore_question& one) const { return "ignore " + std::to_string(one.number); }
        std::string operator()(const merge_questions& both) const {
            return "merge " + std::to_string(both.number) + " " + std::to_string(both.into);
        }
        std::string operator()(const part_question& one) const { return "unmerge #" + std::to_string(one.number); }
        std::string operator()(const assign_question& one) const { return "assign " + std::to_string(one.number); }
        std::string operator()(const accept_solved&) const { return "solved"; }
    };
    return std::visit(naming{}, understood);
}

} // namespace

TEST_CASE("a command word makes a command, everything else is a question", "[conversation]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"nothing but a mention", "", "help"},
        {"only white space", " \u3000\n", "help"},
        {"asking for help", "help", "help"},
        {"in capitals", "HELP", "help"},
        {"in Chinese", "帮助", "help"},
        {"a question that begins with help", "help me with sampling", "question"},
        {"a question that begins with 帮助", "帮助文档在哪里", "question"},
        {"the open ones", "open", "open"},
        {"the open ones in Chinese", " 待答 ", "open"},
        {"an open question", "open source licence?", "question"},
        {"a pick", "2", "pick 2"},
        {"zero is no pick", "0", "question"},
        {"a longer number is no pick", "12", "question"},
        {"an answer", "answer #12 set it once", "answer 12: set it once"},
        {"an answer in Chinese", "答 #12 配一次就行", "answer 12: 配一次就行"},
        {"without blanks", "答#12配一次就行", "answer 12: 配一次就行"},
        {"with a full-width mark and colon", "回答＃7：看文档", "answer 7: 看文档"},
        {"over several lines", "answer #3\nfirst\nsecond", "answer 3: first\nsecond"},
        {"an answer without text", "answer #12", "answer 12: "},
        {"an answer, if a question 3 waits", "answer 3 questions about Raft", "answer #3 …?"},
        {"a question that begins with 回答", "回答太慢怎么办", "question"},
        {"a word that only begins like answer", "answers #12 please", "question"},
        {"a version", "答 #1.5 版本支持吗", "question"},
        {"a command by its name alone", "merge", "merge?"},
        {"a command by its name alone, in Chinese", " 忽略 ", "忽略?"},
        {"a question that waits with others", "取消合并 #12", "unmerge #12"},
        {"a question that waits with others, in English", "unmerge #12", "unmerge #12"},
        {"an entry for a question", "link #12 e17", "link 12 e17"},
        {"an entry for a question, in Chinese", "关联＃12 2020-05-22#1#1", "link 12 2020-05-22#1#1"},
        {"an entry without a name", "link #12", "link 12 "},
        {"an equation", "128 = 条目 17", "link 128 17"},
        {"an equation with marks", "＃128＝e17", "link 128 e17"},
        {"an equation that is arithmetic", "1 + 1 = 2", "question"},
        {"an assignment in a question", "3 = x 是什么意思", "question"},
        {"a number that equals nothing", "128 =", "question"},
        {"two questions in one", "merge #12 #10", "merge 12 10"},
        {"two in Chinese", "合并 #12 #10", "merge 12 10"},
        {"a question about merging", "merge two branches?", "question"},
        {"no answer needed", "忽略 #12", "ignore 12"},
        {"a question about ignoring", "ignore #12 in the config?", "question"},
        {"taking one on", "assign #12", "assign 12"},
        {"that it helped", "已解决", "solved"},
        {"a question that begins with 已解决", "已解决的问题怎么关闭", "question"},
        {"what there is to learn", "proposals", "proposals"},
        {"what there is to learn, in Chinese", "建议", "proposals"},
        {"a question that begins with 建议", "建议用哪个版本", "question"},
        {"a yes to a proposal", "accept #3", "accept 3"},
        {"a yes in Chinese", "采纳＃3", "accept 3"},
        {"a no to a proposal", "Refuse #3", "refuse 3"},
        {"a no in Chinese", "拒绝 #3", "refuse 3"},
        {"a question about accepting", "accept 3 connections at most?", "question"},
        {"a question about proposal 3", "accept #3 or not?", "question"},
        {"a question that begins with 拒绝", "拒绝连接怎么办", "question"},
        {"the reasons of the last reply", "why", "why"},
        {"the reasons, in Chinese", "为什么", "why"},
        {"the reasons of one question", "why #12", "why 12"},
        {"the reasons of one question, in Chinese", "为什么 ＃12", "why 12"},
        {"a question that begins with why", "why is Raft slow", "question"},
        {"a question that begins with 为什么", "为什么启动慢", "question"},
        {"a question that names another", "why #12 is still open", "question"},
        {"a question of one word", "为什么？", "question"},
        {"praise", "有用", "helpful"},
        {"praise for an answer", "有用 qzzz", "helpful qzzz"},
        {"blame", "Not helpful", "unhelpful"},
        {"blame for an answer", "没用 qzzz", "unhelpful qzzz"},
        {"the wish for a moderator", "ask a moderator qzzz", "ask_moderator qzzz"},
        {"a pick from a list", "选 qzzz:2", "pick qzzz:2"},
        {"a pick of nothing", "选 qzzz", "question"},
        {"a pick without a list", "选", "question"},
        {"a question that begins with 选", "选哪个版本好", "question"},
        {"a question that begins with helpful", "helpful links about Raft?", "question"},
        {"a question that begins with 没用", "没用过 Seata，怎么开始", "question"},
        {"silence for an hour", "mute", "mute 3600"},
        {"silence for two", "静音 2h", "mute 7200"},
        {"silence for too long", "mute 31d", "mute?"},
        {"a question about silence", "mute a channel?", "question"},
        {"a question about 静音", "静音怎么取消", "question"},
        {"no more silence", "取消静音", "unmute"},
        {"how it is", "Status", "status"},
        {"looked at", "状态 复位", "status reset"},
        {"a question that begins with 状态", "状态机怎么配置", "question"},
        {"the week", "周刊", "weekly"},
        {"a question about the weekly", "周刊在哪里看", "question"},
        {"to be forgotten", "forget me", "forget me"},
        {"to be forgotten, surely", "忘记我 确认", "forget me yes"},
        {"a question about forgetting", "forget me not, what is that?", "question"},
        {"what is kept", "我的数据", "my data"},
        {"a question about data", "我的数据怎么迁移", "question"},
        {"not to be named", "no name", "no name"},
        {"to be named", "署名", "name"},
        {"a question about names", "name of the config file?", "question"},
        {"taking back", "撤回", "take_back"},
        {"taking one back", "take back qzzz", "take_back qzzz"},
        {"a question about taking back", "撤回消息会怎样", "question"},
        {"a number no question can have", "answer #0 x", "question"},
        {"a number beyond all bounds", "answer #99999999999999999999 x", "question"},
    }));
    INFO(what);
    CHECK(said(understand(text)) == expected);
}

TEST_CASE("a typing mistake in a command is seen, and a question stays a question", "[conversation]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"two letters swapped", "hlep", "help?"},
        {"a letter missing", "opn", "open?"},
        {"a letter doubled", "helpp", "help?"},
        {"in capitals", "OPNE", "open?"},
        {"a long name with two slips", "porposalls", "proposals?"},
        {"a command with its number", "awnser #12 set it once", "answer?"},
        {"two slips with a number behind", "anwsr #12 set it once", "answer?"},
        {"one wrong character with a number behind", "采那 #3", "采纳?"},
        {"two Chinese characters swapped", "助帮", "帮助?"},
        {"one of four characters", "问管理员", "找管理员?"},
        {"several words", "ask a moderater", "ask a moderator?"},

        {"an ordinary word near help", "heap", "question"},
        {"an ordinary word near open", "oven", "question"},
        {"the first letter is another", "pope", "question"},
        {"another form of the word", "opens", "question"},
        {"another form with a number", "answered #12 twice", "question"},
        {"a short question", "raft?", "question"},
        {"a product", "opencv", "question"},
        {"a slip inside a question", "hlep me with sampling", "question"},
        {"a slip in front of a question", "opne source licence?", "question"},
        {"a name without what belongs behind it", "awnser", "question"},
        {"a slip and a number without its mark", "awnser 12 questions", "question"},
        {"another Chinese word with one character in common", "帮忙", "question"},
        {"another character of the same sound", "撤消", "撤销?"},
        {"and of a list", "代答", "待答?"},
        {"another Chinese word of three", "怎么办", "question"},
        {"a Chinese sentence that begins like a command", "带答案的文档在哪", "question"},
        {"a name of three letters is too short to guess", "wyh", "question"},
        {"thanks", "谢谢", "question"},
        {"nothing but signs", "!!!", "question"},
        {"half a character", "\xe5\xb8", "question"},
    }));
    INFO(what);
    CHECK(said(understand(text)) == expected);
}

TEST_CASE("what a command takes, written in another form, is a slip; a question stays a question", "[conversation]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"a number without its mark", "ignore 1", "ignore #1?"},
        {"in Chinese", "忽略 1", "忽略 #1?"},
        {"without a blank", "忽略1", "忽略 #1?"},
        {"with the word for a number", "忽略 12 号", "忽略 #12?"},
        {"two numbers", "merge 12 10", "merge #12 #10?"},
        {"a number and an entry", "link 12 e17", "link #12 e17?"},
        {"a proposal's", "采纳 3", "采纳 #3?"},
        {"to take back", "undo 12", "undo #12?"},
        {"the reasons of one", "why 12", "why #12?"},
        {"words about a number", "ignore question 12", "ignore?"},
        {"an answer to a number", "答 12 用白醋泡半小时", "答 #12 …?"},
        {"how long, in digits only", "mute 90", "mute?"},
        {"how long, in words", "静音 两小时", "静音?"},
        {"how long, as people say it", "静音 2小时", "mute 7200"},
        {"with a blank", "mute 2 hours", "mute 7200"},
        {"half an hour", "静音 30分钟", "mute 1800"},
        {"for days", "静音 3天", "mute 259200"},
        {"too long", "静音 40天", "静音?"},

        {"a question about silence", "静音 2小时后会自动恢复吗", "question"},
        {"a question with a number", "ignore 404 errors in nginx?", "question"},
        {"why something is", "为什么 3 个副本还会丢数据", "question"},
        {"a question about merging", "合并 2 个分支冲突怎么办", "question"},
        {"a command of members", "帮助 3", "question"},
        {"nothing but words", "ignore case", "question"},
        {"a number beyond all bounds", "ignore 99999999999999999999", "ignore?"},
    }));
    INFO(what);
    CHECK(said(understand(text)) == expected);
}

TEST_CASE("the table of commands agrees with itself", "[conversation]") {
    std::vector<std::string_view> all;
    for (const auto& one : commands()) {
        for (const auto speaks : {bot::config::language::zh, bot::config::language::en}) {
            const auto& names = speaks == bot::config::language::zh ? one.names.zh : one.names.en;
            REQUIRE_FALSE(names.empty());
            INFO(names.front());
            // What help shows is what is understood, under every name.
            if (!in(one.help, speaks).empty()) {
                CHECK(understand(usage(one, speaks)).index() == one.read(in(one.arguments, speaks))->index());
                for (const auto name : names) {
                    const auto typed = std::string(name) + " " + std::string(in(one.arguments, speaks));
                    CHECK(understand(typed).index() == understand(usage(one, speaks)).index());
                }
            }
            CHECK(one.help.zh.empty() == one.help.en.empty());
            CHECK(one.arguments.zh.empty() == one.arguments.en.empty());
            for (const auto name : names) {
                CHECK(std::ranges::find(all, name) == all.end());
                all.push_back(name);
            }
        }
    }
}
