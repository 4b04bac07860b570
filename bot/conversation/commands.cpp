#include "bot/conversation/commands.hpp"

#include "bot/config/values.hpp"
#include "bot/conversation/command_arguments.hpp"
#include "bot/conversation/entry_arguments.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>

namespace bot::conversation {

namespace {

using adapters::chat::action;

// What a button says for the member who taps it. Alone or with a reference it is one; "选哪个版本" is a question.
template <action what>
std::optional<request> press(std::string_view rest) {
    const auto name = adapters::chat::trimmed(rest);
    if (name.empty() && what != action::pick) return press_button{what, std::nullopt};
    const auto about = reference_from(name);
    if (!about || (about->place > 0) != (what == action::pick)) return std::nullopt;
    return press_button{what, about};
}

template <bool yes>
std::optional<request> judge(std::string_view rest) {
    const auto found = leading_number(rest);
    if (!found || !found->rest.empty()) return std::nullopt;
    return judge_proposal{found->number, yes};
}

template <bool yes>
std::optional<request> naming(std::string_view rest) {
    if (!adapters::chat::trimmed(rest).empty()) return std::nullopt;
    return be_named{yes};
}

// Whether nothing but one of these words stands there.
bool is_word(std::string_view rest, std::initializer_list<std::string_view> words) {
    const auto low = lower(adapters::chat::trimmed(rest));
    return std::ranges::find(words, low) != words.end();
}

std::optional<request> forget(std::string_view rest) {
    if (adapters::chat::trimmed(rest).empty()) return forget_me{false};
    if (is_word(rest, {"yes", "确认", "確認"})) return forget_me{true};
    return std::nullopt;
}

std::optional<request> status(std::string_view rest) {
    if (adapters::chat::trimmed(rest).empty()) return ask_status{false};
    if (is_word(rest, {"reset", "复位", "重置"})) return ask_status{true};
    return std::nullopt;
}

// "2h", and as people say it: "2 hours", "2小时".
std::optional<std::chrono::seconds> duration_in_words(std::string_view typed) {
    struct unit {
        std::string_view letter;
        std::array<std::string_view, 6> names;
    };
    static constexpr std::array<unit, 3> units{{
        {"m", {"分钟", "分鐘", "分", "minutes", "minute", "min"}},
        {"h", {"小时", "小時", "个小时", "hours", "hour", "hr"}},
        {"d", {"天", "日", "days", "day", "d", ""}},
    }};
    const auto digits = typed.substr(0, typed.find_first_not_of("0123456789"));
    const auto name = lower(adapters::chat::trimmed(typed.substr(digits.size())));
    for (const auto& one : units) {
        if (!name.empty() && std::ranges::find(one.names, name) != one.names.end())
            return config::parse_duration(std::string(digits) + std::string(one.letter));
    }
    return config::parse_duration(typed);
}

std::optional<request> mute(std::string_view rest) {
    using namespace std::chrono_literals;
    const auto typed = adapters::chat::trimmed(rest);
    if (typed.empty()) return mute_group{1h};
    const auto how_long = duration_in_words(typed);
    if (!how_long || *how_long < 1min || *how_long > 24h * 30) return std::nullopt;
    return mute_group{*how_long};
}

// Questions by their numbers, entries by their names.
std::optional<request> merge(std::string_view rest) {
    auto questions = two_numbers<merge_questions>(rest);
    return questions ? std::move(questions) : read_join(rest);
}

std::optional<request> unmerge(std::string_view rest) {
    auto question = number<part_question>(rest);
    return question ? std::move(question) : read_part(rest);
}

// Members' commands first, then those of moderators; new ones at the end of theirs.
const std::vector<command>& table() {
    static const std::vector<command> rows{
        {.names = {{"帮助", "幫助", "怎么用", "？"}, {"help", "?"}},
         .arguments = {},
         .help = {"显示这份说明", "shows this"},
         .read = nothing<ask_help>},
        {.names = {{"有用"}, {"helpful"}},
         .arguments = {},
         .help = {"刚才的回答有帮助", "the last answer helped"},
         .read = press<action::helpful>},
        {.names = {{"没用", "沒用"}, {"not helpful", "unhelpful"}},
         .arguments = {},
         .help = {"刚才的回答没有帮助", "the last answer did not help"},
         .read = press<action::unhelpful>},
        {.names = {{"找管理员"}, {"ask a moderator"}},
         .arguments = {},
         .help = {"把刚才的问题交给管理员", "hands your last question to the moderators"},
         .read = press<action::ask_moderator>},
        {.names = {{"选"}, {"pick"}}, .arguments = {}, .help = {}, .read = press<action::pick>},
        {.names = {{"已解决"}, {"solved"}},
         .arguments = {},
         .help = {"有人的回答解决了我的问题", "what somebody said solved my question"},
         .read = nothing<accept_solved>},

        {.names = {{"撤回"}, {"take back"}},
         .arguments = {},
         .help = {"收回我给你的上一个回答；管理员也可以收回别人的",
                  "takes my last answer to you back; moderators may take back others' too"},
         .read = press<action::take_back>},
        {.names = {{"不署名"}, {"no name"}},
         .arguments = {},
         .help = {"周刊里不出现你的名字", "keeps your name out of the weekly"},
         .read = naming<false>},
        {.names = {{"署名"}, {"name"}},
         .arguments = {},
         .help = {"周刊里可以出现你的名字", "lets the weekly name you again"},
         .read = naming<true>},
        {.names = {{"我的数据", "我的數據"}, {"my data"}},
         .arguments = {},
         .help = {"我保存了你的哪些内容，只给你看", "what is kept of you, for you alone"},
         .read = nothing<ask_my_data>},
        {.names = {{"忘记我", "忘記我"}, {"forget me"}},
         .arguments = {},
         .help = {"去掉你的提问里的名字和 ID", "takes your name and id from your questions"},
         .read = forget},

        {.names = {{"待答"}, {"open"}},
         .arguments = {},
         .who = audience::moderators,
         .help = {"列出还没有回答的问题", "lists the questions that wait for an answer"},
         .read = nothing<list_open>},
        {.names = {{"答", "回答"}, {"answer"}},
         .arguments = {"#12 答案", "#12 your answer"},
         .who = audience::moderators,
         .help = {"回答 12 号问题，成为标准答案并通知提问的人",
                  "answers question 12: it becomes canonical and the asker is told"},
         .read = number_and_text<give_answer>},
        {.names = {{"建议"}, {"proposals"}},
         .arguments = {},
         .who = audience::moderators,
         .help = {"列出从成员的选择和反馈得到的建议", "lists what members' picks and opinions propose to learn"},
         .read = nothing<list_proposals>},
        {.names = {{"采纳"}, {"accept"}},
         .arguments = {"#3", "#3"},
         .who = audience::moderators,
         .help = {"采纳 3 号建议", "says yes to proposal 3"},
         .read = judge<true>},
        {.names = {{"拒绝"}, {"refuse"}},
         .arguments = {"#3", "#3"},
         .who = audience::moderators,
         .help = {"拒绝 3 号建议", "says no to proposal 3"},
         .read = judge<false>},
        {.names = {{"为什么"}, {"why"}},
         .arguments = {"#12", "#12"},
         .who = audience::moderators,
         .help = {"说明 12 号问题为什么这样回答；不写编号就是刚才的问题",
                  "says why question 12 was answered as it was; without a number, the last one here"},
         .read = number_or_nothing<ask_why>},
        {.names = {{"标准"}, {"canonical"}},
         .arguments = {"#12", "#12"},
         .who = audience::moderators,
         .help = {"把引用的消息或话题里最后一条回答存为标准答案；写上编号或问题，就是那个问题的答案",
                  "keeps the message you quote, or the last answer in the thread, as a canonical answer; with a number "
                  "or the question: to that question"},
         .read = read_canonical},
        {.names = {{"条目", "條目"}, {"entry"}},
         .arguments = {"e17", "e17"},
         .who = audience::moderators,
         .help = {"显示条目 17：答案、状态、谁改的", "shows entry 17: its answer, its state, who changed it"},
         .read = read_show_entry},
        {.names = {{"修改"}, {"edit"}},
         .arguments = {"e17 新的答案", "e17 the new answer"},
         .who = audience::moderators,
         .help = {"改条目 17 的答案；写 `e17@3` 表示从第 3 版改起",
                  "changes the answer of entry 17; `e17@3` says it started from revision 3"},
         .read = read_edit_entry},
        {.names = {{"停用"}, {"retire"}},
         .arguments = {"e17", "e17"},
         .who = audience::moderators,
         .help = {"条目 17 不再用来回答；不写编号就是刚才那条",
                  "answers with entry 17 no more; without a name, the last one here"},
         .read = read_retire},
        {.names = {{"恢复", "恢復"}, {"restore"}},
         .arguments = {"e17", "e17"},
         .who = audience::moderators,
         .help = {"停用的条目 17 重新用来回答", "answers with the retired entry 17 again"},
         .read = read_restore},
        {.names = {{"取消合并", "取消合併"}, {"unmerge"}},
         .arguments = {"e18", "e18"},
         .who = audience::moderators,
         .help = {"把并掉的条目 18 分出来；`取消合并 #12` 让 12 号问题单独等待",
                  "takes the merged entry 18 apart again; `unmerge #12` lets question 12 wait by itself"},
         .read = unmerge},
        {.names = {{"更正"}, {"correct"}},
         .arguments = {"e17", "e17"},
         .who = audience::moderators,
         .help = {"更正最近几天用条目 17 发过的旧回答",
                  "corrects what was posted of entry 17 in the last days and is old"},
         .read = read_correct},
        {.names = {{"撤销", "撤銷"}, {"undo"}},
         .arguments = {},
         .who = audience::moderators,
         .help =
             {"撤回你上一次对条目或提问的操作，再来一次就是更早的一次；`撤销 #12` 撤回任何人对 12 号问题的上一次操作",
              "takes back your last change of an entry or of questions, again, the one before; `undo #12` what "
              "anybody did to question 12 last"},
         .read = number_or_nothing<undo_change>},
        {.names = {{"周刊", "週刊"}, {"weekly"}},
         .arguments = {},
         .who = audience::moderators,
         .help = {"本周的周刊草稿里会有什么", "what this week's draft would hold"},
         .read = nothing<ask_weekly>},
        {.names = {{"静音", "靜音"}, {"mute"}},
         .arguments = {"2h", "2h"},
         .who = audience::moderators,
         .help = {"让我在本群安静两小时，只听命令（30m、2h、1d，最长 30d）",
                  "keeps me silent in this group for two hours, but for commands (30m, 2h, 1d, at most 30d)"},
         .read = mute},
        {.names = {{"取消静音", "取消靜音"}, {"unmute"}},
         .arguments = {},
         .who = audience::moderators,
         .help = {"不再静音", "lets me speak again"},
         .read = nothing<unmute_group>},
        {.names = {{"状态", "狀態"}, {"status"}},
         .arguments = {},
         .who = audience::moderators,
         .help = {"待答、待发、连接、知识版本；`状态 复位` 恢复本群的直接回答阈值",
                  "what waits, what is being sent, connections, knowledge; `status reset` sets this group's answer "
                  "threshold back"},
         .read = status},
        {.names = {{"关联", "關聯"}, {"link"}},
         .arguments = {"#12 e17", "#12 e17"},
         .who = audience::moderators,
         .help = {"用已有的条目 e17 回答 12 号问题，也可以写 `12 = 条目 17`",
                  "answers question 12 with the entry e17; also written `12 = e17`"},
         .read = number_and_text<link_entry>},
        {.names = {{"合并", "合併"}, {"merge"}},
         .arguments = {"#12 #10", "#12 #10"},
         .who = audience::moderators,
         .help =
             {"12 号问题与 10 号是同一个，一起回答；`合并 e18 e17` 把条目 18 并入条目 17",
              "question 12 asks the same as 10 and is answered with it; `merge e18 e17` merges entry 18 into entry 17"},
         .read = merge},
        {.names = {{"忽略"}, {"ignore"}},
         .arguments = {"#12", "#12"},
         .who = audience::moderators,
         .help = {"12 号问题不需要回答", "question 12 needs no answer"},
         .read = number<ignore_question>},
        {.names = {{"认领", "認領"}, {"assign"}},
         .arguments = {"#12", "#12"},
         .who = audience::moderators,
         .help = {"我来回答 12 号问题", "question 12 is mine to answer"},
         .read = number<assign_question>},
    };
    return rows;
}

} // namespace

const std::vector<command>& commands() {
    return table();
}

std::string_view help_line(const command& one, const config::voice& speaks) {
    const auto own =
        speaks.own && !one.help.en.empty() ? speaks.own->find(help_key(one)) : config::wording::const_iterator();
    if (speaks.own && !one.help.en.empty() && own != speaks.own->end()) {
        const auto& words = speaks.in == config::language::zh ? own->second.zh : own->second.en;
        if (!words.empty()) return words;
    }
    return in(one.help, speaks);
}

std::string help_key(const command& one) {
    auto key = "help_" + std::string(one.names.en.front());
    std::ranges::replace(key, ' ', '_');
    return key;
}

std::string usage(const command& one, config::language speaks) {
    const auto& names = speaks == config::language::zh ? one.names.zh : one.names.en;
    std::string shown(names.front());
    if (const auto arguments = in(one.arguments, speaks); !arguments.empty()) {
        shown += ' ';
        shown += arguments;
    }
    return shown;
}

} // namespace bot::conversation
