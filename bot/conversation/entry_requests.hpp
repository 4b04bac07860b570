// What moderators may ask about entries, as it was understood (command.hpp).
#pragma once

#include "bot/conversation/entry_name.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bot::conversation {

// Without a name: the entry of the message this one quotes, or of what was answered here last.
struct show_entry { // entry e17, 条目 17
    entry_name which;
};
struct undo_change {                   // undo, 撤销: what this person did last
    std::optional<std::int64_t> about; // undo #12: what was done to that question last, by whomever
};
struct put_entry { // retire e17, 停用, restore e17, 恢复
    std::optional<entry_name> which;
    bool away;
};
struct edit_entry { // edit e17 new answer, 修改 e17：新的答案
    entry_name which;
    std::string answer; // may be empty: the command then explains itself
};
struct join_entries { // merge e18 e17, 合并 e18 到 e17: the first goes into the second
    entry_name merged, survivor;
};
struct part_entries { // unmerge e18, 取消合并 e18
    entry_name which;
};
struct correct_posts { // correct e17, 更正
    std::optional<entry_name> which;
};
struct keep_canonical {                 // canonical, 标准: the message quoted, or the last answer in this thread
    std::optional<std::int64_t> number; // of the question it answers
    std::string question;               // or its words
};

} // namespace bot::conversation
