#include "bot/conversation/commands.hpp"

#include "bot/conversation/command_arguments.hpp"

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
        {.names = {{"关联", "關聯"}, {"link"}},
         .arguments = {"#12 e17", "#12 e17"},
         .who = audience::moderators,
         .help = {"用已有的条目 e17 回答 12 号问题，也可以写 `12 = 条目 17`",
                  "answers question 12 with the entry e17; also written `12 = e17`"},
         .read = number_and_text<link_entry>},
        {.names = {{"合并", "合併"}, {"merge"}},
         .arguments = {"#12 #10", "#12 #10"},
         .who = audience::moderators,
         .help = {"12 号问题与 10 号是同一个，一起回答", "question 12 asks the same as 10 and is answered with it"},
         .read = two_numbers<merge_questions>},
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
