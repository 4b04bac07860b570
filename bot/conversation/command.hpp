// Tells a command from a question. A command is a command word at the start of the message, in Chinese or English, and
// what that command wants behind it (commands.hpp). Everything else is a question: who writes "answer me please" is
// asking.
//
// What follows are the commands as they were understood. A new one is a struct here, at the end of `request`, a row of
// the table in commands.cpp, and a turn::handle() for it.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/conversation/entry_requests.hpp"
#include "bot/conversation/reference.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bot::conversation {

struct ask_question {}; // the whole text
struct ask_help {};     // help, 帮助, 怎么用, or an empty message
struct list_open {};    // open, 待答
struct pick_number {    // "2", "#2" is a question's number and no pick
    int number;
};
struct give_answer { // answer #12 …, 答 #12 …, 回答 #12：…; without the # it is a question
    std::int64_t number;
    std::string answer; // Markdown, as typed; may be empty (the command then explains itself)
};

struct list_proposals {}; // proposals, 建议
struct judge_proposal {   // accept #3, 采纳 #3, refuse #3, 拒绝 #3
    std::int64_t number;
    bool accept;
};
struct ask_why {                       // why, 为什么: about the last reply here; why #12, 为什么 #12
    std::optional<std::int64_t> about; // a question's number
};

// 有用, helpful, 没用, not helpful, 找管理员, ask a moderator, 选 q1a2b:2, pick …, 撤回, take back
struct press_button {
    adapters::chat::action what;
    std::optional<reference> about; // as a button of ours says it; without it: what the member was told last
};

struct command;
struct mistyped {                   // probably a command with a slip in it (typing_mistake.hpp)
    const command* meant = nullptr; // a row of the table
    std::string_view name;          // which of its names
    bool unfinished = false;        // no slip: the name, without what belongs behind it in its form
    std::string arguments{};        // as they are written, where they only lacked their mark (argument_slip.hpp)
    std::int64_t number = 0;        // it is one only if that question waits: "answer 3 …" may ask something
};

struct ask_weekly {}; // weekly, 周刊: what this week's draft would hold
struct mute_group {   // mute, 静音: for an hour; mute 2h
    std::chrono::seconds how_long;
};
struct unmute_group {}; // unmute, 取消静音
struct ask_status {     // status, 状态; status reset, 状态 复位
    bool reset;         // whoever looked is content with how the bot answers
};
struct forget_me { // forget me, 忘记我; forget me yes, 忘记我 确认
    bool sure;
};
struct ask_my_data {}; // my data, 我的数据
struct be_named {      // name, 署名; no name, 不署名
    bool named;
};

struct link_entry { // link #12 e17, 关联 #12 e17, 12 = e17, 12 = 条目 17
    std::int64_t number;
    std::string entry; // what people call it; may be empty (the command then explains itself)
};
struct ignore_question { // ignore #12, 忽略 #12
    std::int64_t number;
};
struct merge_questions { // merge #12 #13, 合并 #12 #13: 12 waits with 13
    std::int64_t number, into;
};
struct part_question { // unmerge #12, 取消合并 #12: 12 does not ask what the others it waits with ask
    std::int64_t number;
};
struct assign_question { // assign #12, 认领 #12: to who says so
    std::int64_t number;
};
struct accept_solved {}; // solved, 已解决: what was said below my question helped

using request = std::variant<ask_question, ask_help, list_open, pick_number, give_answer, list_proposals,
                             judge_proposal, ask_why, press_button, mistyped, ask_weekly, mute_group, unmute_group,
                             ask_status, forget_me, ask_my_data, be_named, show_entry, undo_change, put_entry,
                             edit_entry, join_entries, part_entries, correct_posts, keep_canonical, link_entry,
                             ignore_question, merge_questions, part_question, assign_question, accept_solved>;

[[nodiscard]] request understand(std::string_view text);

} // namespace bot::conversation
