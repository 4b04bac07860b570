#include "bot/conversation/texts.hpp"

#include <stdexcept>

namespace bot::conversation {

namespace {

struct pair {
    std::string_view zh;
    std::string_view en;
};

// A switch and not a table: the compiler says when a text is missing.
pair both(text which) {
    switch (which) {
    case text::answer_title:
        return {"回答：{question}", "Answer: {question}"};
    case text::source:
        return {"来源：{sources}", "Source: {sources}"};
    case text::source_edition:
        return {"{date} 周刊", "weekly of {date}"};
    case text::follow_ups:
        return {"相关追问（@我 并回复序号即可）：", "Follow-up questions (mention me with the number):"};
    case text::suggest_title:
        return {"你是想问…？", "Did you mean …?"};
    case text::suggest:
        return {"不太确定，你是想问下面哪一个？（@我 并回复序号即可）",
                "I am not sure. Did you mean one of these? (Mention me with the number.)"};
    case text::suggest_none:
        return {"都不是也没关系，问题已记为 #{number}，管理员回答后会在这里告诉你。",
                "None of these? Your question is logged as #{number}; you will be told here once a moderator answers."};
    case text::logged_title:
        return {"已记录 #{number}", "Logged as #{number}"};
    case text::logged:
        return {"这个问题还没有标准答案，已记为 #{number}，管理员回答后会在这里告诉你。",
                "There is no canonical answer to this yet. It is logged as #{number}; you will be told here once a "
                "moderator answers."};
    case text::logged_unnumbered:
        return {"{text}（#{number}）", "{text} (#{number})"};
    case text::help_title:
        return {"怎么用我", "How to use me"};
    case text::help:
        return {
            "@我 并写下问题，我会用整理好的标准答案回答；没有把握时会列出相近的问题，没有答案时会记下来交给管理员。",
            "Mention me with a question. I answer from curated, canonical answers; when I am half sure I list similar "
            "questions, and when there is no answer I log it for the moderators."};
    case text::help_line:
        return {"`@我 {command}` {help}", "`@bot {command}` {help}"};
    case text::help_moderators:
        return {"管理员：", "Moderators:"};
    case text::mistyped:
        return {"没有这个命令，你是想写 `@我 {command}` 吗？如果是提问，请写成完整的一句话。",
                "There is no such command. Did you mean `@bot {command}`? If it is a question, please write it as a "
                "whole sentence."};
    case text::unsupported:
        return {"我只能读文字，请把问题用文字再发一次。", "I can only read text. Please write your question in words."};
    case text::pick_gone:
        return {"这个序号现在没有对应的问题，请直接写下问题。",
                "That number does not stand for a question right now. Please write your question."};
    case text::not_a_moderator_title:
        return {"需要管理员", "For moderators"};
    case text::not_a_moderator:
        return {"谢谢！这个操作只有本群管理员可以做。", "Thank you! Only this group's moderators can do that."};
    case text::answer_usage:
        return {"写法：`@我 答 #12 答案`，答案不能为空。",
                "Write it like this: `@bot answer #12 your answer`. The answer must not be empty."};
    case text::no_such_question:
        return {"没有 #{number} 这个问题。", "There is no question #{number}."};
    case text::already_answered:
        return {"#{number} 已经有人回答了。", "#{number} has been answered already."};
    case text::answered_title:
        return {"#{number} 已回答", "#{number} is answered"};
    case text::answered_confirmed:
        return {"#{number} 已回答，成为标准答案，已通知提问的人。",
                "#{number} is answered and canonical now; the asker is being told."};
    case text::button_helpful:
        return {"有用", "Helpful"};
    case text::button_unhelpful:
        return {"没用", "Not helpful"};
    case text::button_moderator:
        return {"找管理员", "Ask a moderator"};
    case text::button_none:
        return {"都不是", "None of these"};
    case text::says_helpful:
        return {"有用 {reference}", "helpful {reference}"};
    case text::says_unhelpful:
        return {"没用 {reference}", "not helpful {reference}"};
    case text::says_moderator:
        return {"找管理员 {reference}", "ask a moderator {reference}"};
    case text::says_pick:
        return {"选 {reference}", "pick {reference}"};
    case text::opinions:
        return {"有用 {helpful} · 没用 {unhelpful}", "helpful {helpful} · not helpful {unhelpful}"};
    case text::handed_on:
        return {"已交给管理员，编号 #{number}，有答案后会在这里通知",
                "handed to the moderators as #{number}; the answer will be posted here"};
    case text::not_helped:
        return {"抱歉没帮上忙。回复“找管理员”，我就把问题交给管理员。",
                "Sorry that it did not help. Reply \"ask a moderator\" and I hand your question on."};
    case text::nothing_to_judge:
        return {"我不知道这说的是哪个回答，请先提问。",
                "I do not know which answer you mean. Please ask a question first."};
    case text::mark_title:
        return {"标准答案", "Canonical answer"};
    case text::marked:
        return {"已存为标准答案。", "Kept as a canonical answer."};
    case text::mark_without_question:
        return {"不知道这是哪个问题的答案，请写上问题。",
                "It is not clear which question this answers. Please write the question."};
    case text::mark_without_answer:
        return {"这条消息里没有文字，不能作为答案。", "There is no text in that message to keep as an answer."};
    case text::told_title:
        return {"你的问题 #{number} 有答案了", "Your question #{number} has an answer"};
    case text::told:
        return {"你的问题 #{number} 有答案了：", "Your question #{number} has an answer:"};
    case text::open_title:
        return {"待答问题", "Open questions"};
    case text::open_list:
        return {"还有 {count} 个问题等待回答：", "{count} questions wait for an answer:"};
    case text::open_none:
        return {"没有等待回答的问题。", "No question waits for an answer."};
    case text::proposals_title:
        return {"学习建议", "Proposals"};
    case text::proposals_list:
        return {"从成员的选择和反馈里得到 {count} 条建议，`@我 采纳 #1` 或 `@我 拒绝 #1`：",
                "{count} proposals from what members picked and said; `@bot accept #1` or `@bot refuse #1`:"};
    case text::proposals_none:
        return {"没有等待处理的建议。", "No proposal waits for you."};
    case text::proposal_phrasing:
        return {"#{number} 相似问「{text}」→ {question}", "#{number} phrasing \"{text}\" → {question}"};
    case text::proposal_negative:
        return {"#{number} 「{text}」不应该用这条回答：{question}",
                "#{number} \"{text}\" should not be answered with: {question}"};
    case text::phrasing_accepted:
        return {"已采纳 #{number}，以后这样问也会得到这条回答：{question}",
                "#{number} is accepted; asked in these words this is answered from now on: {question}"};
    case text::negative_accepted:
        return {"已采纳 #{number}，作为评估用的反例：{question}",
                "#{number} is accepted and counts as a wrong answer when matching is measured: {question}"};
    case text::proposal_refused:
        return {"已拒绝 #{number}，不会再提。", "#{number} is refused and will not be proposed again."};
    case text::no_such_proposal:
        return {"没有 #{number} 这条建议。", "There is no proposal #{number}."};
    case text::proposal_decided:
        return {"#{number} 已经处理过了。", "#{number} has been decided already."};
    case text::proposal_entry_gone:
        return {"#{number} 的知识条目已停用，不能再加相似问。",
                "The entry of #{number} is not in use any more, so no phrasing was added."};
    case text::try_intro:
        return {"试用群：以任意成员的身份提问", "A group to try: ask as any of its members"};
    case text::try_examples:
        return {"试试：", "Try:"};
    case text::try_example_1:
        return {"采样率要每个服务都配吗？", "Do I set the sampling rate in every service?"};
    case text::try_example_2:
        return {"接入 Seata 后接口变慢，正常吗？", "Does every service have to report to Zipkin?"};
    case text::try_member:
        return {"成员", "Member"};
    case text::try_question:
        return {"问题", "Question"};
    case text::try_placeholder:
        return {"写下问题；管理员可以写 答 #1 答案", "Your question; moderators may write: answer #1 the answer"};
    case text::try_send:
        return {"@群答", "@Qunda"};
    case text::try_reply:
        return {"回复", "Reply"};
    case text::try_lost:
        return {"连接中断，正在重试", "Connection lost, trying again"};
    case text::why_title:
        return {"为什么这样回答", "Why it was decided so"};
    case text::why_answered:
        return {"直接回答：置信度 {confidence}，直接回答阈值 {answer_at}，推荐阈值 {suggest_at}。",
                "Answered: confidence {confidence}, answered from {answer_at} on, suggested from {suggest_at} on."};
    case text::why_suggested:
        return {"只作推荐：置信度 {confidence}，直接回答阈值 {answer_at}，推荐阈值 {suggest_at}。",
                "Suggested: confidence {confidence}, answered from {answer_at} on, suggested from {suggest_at} on."};
    case text::why_silent:
        return {"没有回答：置信度 {confidence}，直接回答阈值 {answer_at}，推荐阈值 {suggest_at}。",
                "Not answered: confidence {confidence}, answered from {answer_at} on, suggested from {suggest_at} on."};
    case text::why_leant:
        return {"承接上一个问题：{question}", "It leant on the question before: {question}"};
    case text::why_leant_on_quote:
        return {"承接引用的消息。", "It leant on the message it quoted."};
    case text::why_candidate:
        return {"{place}. {question}（{id}，{confidence}）", "{place}. {question} ({id}, {confidence})"};
    case text::why_wording:
        return {"匹配到的问法：{wording}", "The phrasing that won: {wording}"};
    case text::why_parts:
        return {"置信度由来（对数几率，从 {base} 算起）：{parts}",
                "What the confidence is made of (log-odds, from {base}): {parts}"};
    case text::why_no_candidate:
        return {"没有相近的条目。", "No entry came near it."};
    case text::why_moved:
        return {"当时的知识版本是 {then}，现在是 {now}。",
                "The knowledge was at revision {then} then; it is at {now} now."};
    case text::why_not_kept:
        return {"这个问题没有留下判定依据。", "No reasons were kept with that question."};
    case text::quota_title:
        return {"机器人额度已用完", "The bot's quota is used up"};
    case text::quota_used_up:
        return {
            "本月的钉钉机器人消息额度已用完：群里的提问不再交给我，下个月恢复，或由企业管理员购买额度。",
            "The organisation's monthly quota of DingTalk messages is used up: I am not given questions any more until "
            "next month, or until an administrator buys more."};
    case text::somebody:
        return {"某位成员", "a member"};
    case text::form_title:
        return {"存为标准答案", "Canonical answer"};
    case text::form_submit:
        return {"保存", "Keep"};
    case text::form_close:
        return {"取消", "Cancel"};
    case text::form_question:
        return {"问题", "Question"};
    case text::form_answer:
        return {"答案（Markdown）", "Answer (Markdown)"};
    case text::form_phrasings:
        return {"相似问", "Other ways to ask it"};
    case text::form_phrasings_hint:
        return {"每行一个", "One a line"};
    case text::form_tags:
        return {"标签", "Tags"};
    case text::form_tags_hint:
        return {"用逗号分隔", "Separated by commas"};
    case text::form_collection:
        return {"知识库", "Collection"};
    case text::form_collection_hint:
        return {"留空则存入本群的知识库", "Left empty: this group's"};
    case text::form_empty:
        return {"请填写这一项。", "Please fill this in."};
    case text::form_failed:
        return {"表单没能打开，请再试一次。", "The form did not open. Please try again."};
    case text::form_answer_long:
        return {"这条消息太长，放不进表单，请把答案分成几条或写得短一些。",
                "That message is too long for the form. Please write the answer shorter, or in several messages."};
    case text::not_stored:
        return {"刚才没能保存，请再试一次。", "That could not be stored just now. Please try again."};
    case text::not_here:
        return {"我没有被设置在这个频道里回答问题。", "I am not set up to answer in this channel."};
    case text::install_title:
        return {"安装群答", "Installing Qunda"};
    case text::installed:
        return {"已安装到 {workspace}，现在可以把我邀请进频道了。",
                "Installed in {workspace}. You can invite me into channels now."};
    case text::install_unlisted:
        return {"组织 {workspace} 不在我的配置里，所以没有保存它的令牌。请先在某个社区的 workspaces 中加入 "
                "\"slack:{workspace}\"，再安装一次。",
                "The workspace {workspace} is not in my configuration, so its token was not kept. Add "
                "\"slack:{workspace}\" to the workspaces of a community, then install again."};
    case text::install_given_up:
        return {"没有安装：授权被取消了。", "Not installed: the permission was not given."};
    case text::install_expired:
        return {"这次安装已经过期，或不是在这个浏览器里开始的，请重新开始。",
                "This installation has expired, or was not begun in this browser. Please begin again."};
    case text::install_failed:
        return {"没有安装：{reason}", "Not installed: {reason}"};
    case text::minutes:
        return {"{count} 分钟", "{count} min"};
    case text::hours:
        return {"{count} 小时", "{count} h"};
    case text::days:
        return {"{count} 天", "{count} days"};
    case text::waiting:
        return {"等了 {time}", "waiting for {time}"};
    case text::cluster_line:
        return {"#{number} {question}", "#{number} {question}"};
    case text::cluster_count:
        return {"{questions} 次提问，{askers} 人", "asked {questions} times by {askers}"};
    case text::card_title:
        return {"待答 #{number}", "Open question #{number}"};
    case text::card_asked:
        return {"{name} 在 {groups} 提问（{count}）", "asked by {name} in {groups} ({count})"};
    case text::card_before:
        return {"之前说到：{question}", "After: {question}"};
    case text::card_candidates:
        return {"最接近的条目：", "The entries that come nearest:"};
    case text::card_candidate:
        return {"{question}（{id}，置信度 {confidence}）", "{question} ({id}, confidence {confidence})"};
    case text::card_proposal:
        return {"{solved}{name} 的回答（`@我 采纳 #{number}`）：{text}",
                "{solved}Answer by {name} (`@bot accept #{number}`): {text}"};
    case text::button_answer:
        return {"回答", "Answer"};
    case text::button_link:
        return {"就是：{question}", "It is: {question}"};
    case text::button_ignore:
        return {"忽略", "Ignore"};
    case text::button_merge:
        return {"与 #{number} 合并", "Same as #{number}"};
    case text::button_assign:
        return {"我来", "Mine"};
    case text::says_answer:
        return {"答 #{number}", "answer #{number}"};
    case text::says_link:
        return {"关联 #{number} {other}", "link #{number} {other}"};
    case text::says_ignore:
        return {"忽略 #{number}", "ignore #{number}"};
    case text::says_merge:
        return {"合并 #{number} #{other}", "merge #{number} #{other}"};
    case text::says_assign:
        return {"认领 #{number}", "assign #{number}"};
    case text::status_assigned:
        return {"{name} 来回答", "{name} is on it"};
    case text::status_answered:
        return {"✅ {name} 已回答（{id}）", "✅ answered by {name} ({id})"};
    case text::status_settled:
        return {"✅ 没有人再等待回答", "✅ nobody waits any more"};
    case text::status_ignored:
        return {"{name} 已忽略", "ignored by {name}"};
    case text::status_merged:
        return {"{name} 已合并到 #{number}", "merged with #{number} by {name}"};
    case text::digest_title:
        return {"{count} 个新的待答问题", "{count} new open questions"};
    case text::digest:
        return {
            "这段时间的待答问题较多，合在一起列出 {count} 个。`@我 答 #12 答案`、`@我 认领 #12`，`@我 待答` "
            "列出全部。",
            "Many questions wait, so here are {count} of them together. `@bot answer #12 your answer`, `@bot assign "
            "#12`; `@bot open` lists all."};
    case text::not_waiting:
        return {"#{number} 已经不在等待回答。", "#{number} does not wait for an answer any more."};
    case text::answered_everybody:
        return {"#{number} 已回答，成为标准答案，正在通知提问的 {count} 人。",
                "#{number} is answered and canonical now; the {count} people who asked are being told."};
    case text::link_usage:
        return {"写法：`@我 关联 #12 e17`，e17 是条目的编号。",
                "Write it like this: `@bot link #12 e17`, with the name of an entry."};
    case text::no_such_entry:
        return {"没有 {id} 这个可以回答的条目。", "There is no entry {id} that could be answered with."};
    case text::ignored_confirmed:
        return {"#{number} 已忽略。", "#{number} is ignored."};
    case text::merged_confirmed:
        return {"#{number} 与 #{other} 合并，一起回答。", "#{number} waits together with #{other} now."};
    case text::merged_already:
        return {"#{number} 和 #{other} 已经在一起了。", "#{number} and #{other} wait together already."};
    case text::merge_with_itself:
        return {"写法：`@我 合并 #12 #10`，两个编号不能相同。",
                "Write it like this: `@bot merge #12 #10`, with two different numbers."};
    case text::assigned_confirmed:
        return {"#{number} 归你了。", "#{number} is yours."};
    case text::moderators_title:
        return {"#{number}", "#{number}"};
    case text::proposal_answer:
        return {"#{number} {name} 对「{question}」的回答：{text}",
                "#{number} answer by {name} to \"{question}\": {text}"};
    case text::proposal_solved:
        return {"#{number} ✅ 提问的人说解决了：{name} 对「{question}」的回答：{text}",
                "#{number} ✅ solved it for who asked: answer by {name} to \"{question}\": {text}"};
    case text::answer_accepted:
        return {"已采纳 #{number}，成为标准答案，正在通知提问的人。",
                "#{number} is accepted and canonical now; who asked is being told."};
    case text::proposed_title:
        return {"你的问题 #{number}", "Your question #{number}"};
    case text::proposed:
        return {"{name} 回答了你的问题 #{number}。解决了吗？", "{name} answered your question #{number}. Did it help?"};
    case text::button_solved:
        return {"已解决", "Solved"};
    case text::says_solved:
        return {"已解决", "solved"};
    case text::solved_thanks:
        return {"谢谢，管理员会先看到这个回答。", "Thank you. The moderators will see that answer first."};
    case text::solved_nothing:
        return {"还没有人回答你的问题。", "Nobody has answered your question yet."};
    case text::proposed_thanks:
        return {"谢谢！管理员采纳后，它会成为标准答案（建议 #{number}）。",
                "Thank you! Once a moderator accepts it, it becomes the canonical answer (proposal #{number})."};
    }
    throw std::logic_error("a text is missing in the catalogue");
}

} // namespace

std::string_view catalogue(text which, const config::voice& speaks) {
    const auto forms = both(which);
    return speaks.in == config::language::zh ? forms.zh : forms.en;
}

} // namespace bot::conversation
