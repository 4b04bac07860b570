#include "bot/conversation/catalogue.hpp"

#include <stdexcept>

namespace bot::conversation {

// A switch and not a table: the compiler says when a text is missing.
wordings wordings_of(text which) {
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
    case text::suggest_none_alone:
        return {"都不是也没关系，问题已记为 #{number}，管理员回答后会私聊告诉你。",
                "None of these? Your question is logged as #{number}; you will get a direct message once a moderator "
                "answers."};
    case text::logged_title:
        return {"已记录 #{number}", "Logged as #{number}"};
    case text::logged:
        return {"这个问题还没有标准答案，已记为 #{number}，管理员回答后会在这里告诉你。",
                "There is no canonical answer to this yet. It is logged as #{number}; you will be told here once a "
                "moderator answers."};
    case text::logged_alone:
        return {
            "这个问题还没有标准答案，已记为 #{number}，管理员回答后会私聊告诉你。",
            "There is no canonical answer to this yet. It is logged as #{number}; you will get a direct message once a "
            "moderator answers."};
    case text::logged_unnumbered:
        return {"{text}（#{number}）", "{text} (#{number})"};
    case text::still_waits:
        return {"#{number} 还在等管理员回答，有答案后会在这里告诉你。",
                "#{number} waits for a moderator; you will be told here once it is answered."};
    case text::greeting:
        return {"你好，我是答疑机器人。@我 "
                "并写下问题，我用管理员认可的标准答案回答；没有答案的会记下来交给管理员，有了答案再告诉你。`@我 帮助` "
                "列出全部命令。",
                "Hello, I answer questions. Mention me with yours: I give the moderators' canonical answer, or log it "
                "and tell you once they have answered. `@bot help` lists all commands."};
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
    case text::unfinished:
        return {"写法：`@我 {command}`。", "Write it like this: `@bot {command}`."};
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
    case text::button_take_back:
        return {"撤回这条回答", "Take it back"};
    case text::button_none:
        return {"都不是", "None of these"};
    case text::says_helpful:
        return {"有用 {reference}", "helpful {reference}"};
    case text::says_unhelpful:
        return {"没用 {reference}", "not helpful {reference}"};
    case text::says_moderator:
        return {"找管理员 {reference}", "ask a moderator {reference}"};
    case text::says_take_back:
        return {"撤回 {reference}", "take back {reference}"};
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
        return {"还有 {count} 个问题等待回答：", "{count} {count:question waits/questions wait} for an answer:"};
    case text::open_footer:
        return {"回答：`@我 答 #{number} 答案`；不需要回答：`@我 忽略 #{number}`。",
                "To answer: `@bot answer #{number} your answer`; if it needs none: `@bot ignore #{number}`."};
    case text::open_none:
        return {"没有等待回答的问题。", "No question waits for an answer."};
    case text::proposals_title:
        return {"学习建议", "Proposals"};
    case text::proposals_list:
        return {"从成员的选择和反馈里得到 {count} 条建议，`@我 采纳 #1` 或 `@我 拒绝 #1`：",
                "{count} {count:proposal/proposals} from what members picked and said; `@bot accept #1` or `@bot "
                "refuse #1`:"};
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
    case text::why_unknown:
        return {"知识里没有的词：{words}", "Words that no entry has: {words}"};
    case text::why_read_as:
        return {"按另一个词理解：{words}", "Read as another word: {words}"};
    case text::why_parts:
        return {"置信度由来（对数几率，从 {base} 算起）：{parts}",
                "What the confidence is made of (log-odds, from {base}): {parts}"};
    case text::why_log_for:
        return {"按以往的记录，这样的消息更像是在问我（{amount}）。",
                "By the log, messages in such words are more often for the bot than others ({amount})."};
    case text::why_log_against:
        return {"按以往的记录，这样的消息更像是不用我回答的（{amount}）。",
                "By the log, messages in such words are less often for the bot than others ({amount})."};
    case text::why_no_candidate:
        return {"没有相近的条目。", "No entry came near it."};
    case text::why_moved:
        return {"当时的知识版本是 {then}，现在是 {now}。",
                "The knowledge was at revision {then} then; it is at {now} now."};
    case text::why_not_kept:
        return {"这个问题没有留下判定依据。", "No reasons were kept with that question."};
    case text::input_share:
        return {"命中得分", "score of the match"};
    case text::input_wording_cover:
        return {"问法里有的词", "words found in the phrasing"};
    case text::input_any_cover:
        return {"条目里有的词", "words found in the entry"};
    case text::input_reverse_cover:
        return {"问法里被问到的部分", "part of the phrasing that was asked"};
    case text::input_exact:
        return {"用词完全一致", "asked in the very same words"};
    case text::input_lead:
        return {"领先第二名", "lead over the runner-up"};
    case text::input_behind:
        return {"落后第一名", "distance behind the first"};
    case text::input_crowd:
        return {"同样接近的条目多", "many entries about as near"};
    case text::input_agreement:
        return {"其他问法也相符", "other phrasings agree"};
    case text::input_wordings:
        return {"问法的数量", "number of phrasings"};
    case text::input_unseen_share:
        return {"知识里没有的词的比重", "share of unknown words"};
    case text::input_unseen_words:
        return {"知识里没有的英文词和数字", "unknown English words and numbers"};
    case text::input_familiarity:
        return {"用词的常见程度", "how common its words are"};
    case text::input_common_ground:
        return {"常见词的总量", "common words in all"};
    case text::input_missing_words:
        return {"条目缺少的英文词", "English words the entry lacks"};
    case text::input_matched_words:
        return {"命中的英文词和数字", "English words and numbers found"};
    case text::input_rarest_match:
        return {"命中的最少见的词", "rarest word found"};
    case text::input_evidence:
        return {"命中的词的分量", "weight of the words found"};
    case text::input_length:
        return {"问题的长度", "length of the question"};
    case text::input_asks:
        return {"是在提问", "worded as a question"};
    case text::input_trouble:
        return {"是在报告错误", "tells of an error"};
    case text::input_chatting:
        return {"致谢或寒暄", "thanks and greetings"};
    case text::input_small_talk:
        return {"闲聊", "small talk"};
    case text::input_function_share:
        return {"虚词的比重", "share of function words"};
    case text::input_context_share:
        return {"与前文相符", "fits what was said before"};
    case text::input_leaning:
        return {"依赖前文", "leans on what was said before"};
    case text::input_learnt:
        return {"像学过的问法", "worded as its phrasings are"};
    case text::input_learnt_lead:
        return {"比其他条目更像学过的问法", "more so than any other entry"};
    case text::input_wording_share:
        return {"得分中来自问法的部分", "part of the score from the phrasing"};
    case text::input_answer_share:
        return {"得分中来自答案的部分", "part of the score from the answer"};
    case text::input_answer_cover:
        return {"答案里有的词", "words found in the answer"};
    case text::input_phrase_cover:
        return {"命中的词组", "pairs of words found"};
    case text::input_meaning_cover:
        return {"按词义命中的词", "words found by their meaning"};
    case text::input_heaviest_missing:
        return {"条目缺少的最重要的词", "weightiest word the entry lacks"};
    case text::input_rare_missing:
        return {"条目缺少的少见词", "rare words the entry lacks"};
    case text::input_names_missing:
        return {"条目缺少的名称", "names the entry lacks"};
    case text::input_number_missing:
        return {"条目缺少的数字", "a number the entry lacks"};
    case text::input_alike:
        return {"拼写相近", "spelt alike"};
    case text::input_length_ratio:
        return {"问法与问题的长短之比", "length of the phrasing beside the question"};
    case text::input_answer_length:
        return {"答案的长度", "length of the answer"};
    case text::input_favoured:
        return {"候选中排在最前的可能", "chance to be the best candidate"};
    case text::input_ahead:
        return {"领先下一个候选", "lead in the order of candidates"};
    case text::input_youth:
        return {"知识还很少", "how little is known yet"};
    case text::input_for_us:
        return {"像在问我（按群里的记录）", "for the bot, by the group's log"};
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
    case text::entry_word:
        return {"条目", "entry"};
    case text::entry_title:
        return {"条目 {id}", "Entry {id}"};
    case text::entry_line:
        return {"{state} · 第 {revision} 版 · {author} {ago}改",
                "{state} · revision {revision} · changed by {author} {ago}"};
    case text::state_canonical:
        return {"标准答案", "canonical"};
    case text::state_draft:
        return {"草稿", "draft"};
    case text::state_retired:
        return {"停用", "retired"};
    case text::valid_until:
        return {"有效期至 {date}", "valid until {date}"};
    case text::expired:
        return {"已于 {date} 过期", "expired on {date}"};
    case text::expired_answer:
        return {"⌛ 这个答案的有效期到 {date} 为止，可能已经不适用。",
                "⌛ This answer was valid until {date} and may not hold any more."};
    case text::valid_for:
        return {"适用：{what}", "Valid for: {what}"};
    case text::entry_variant:
        return {"另有 {language} 版答案", "also answered in: {language}"};
    case text::variant_stale:
        return {"{language} 版答案是旧的，原文改过", "the answer in {language} is older than this one"};
    case text::merged_into:
        return {"已合并到 {id}", "merged into {id}"};
    case text::author_import:
        return {"导入", "an import"};
    case text::author_cli:
        return {"命令行", "the command line"};
    case text::ago_moment:
        return {"刚刚", "just now"};
    case text::ago_minute:
        return {"一分钟前", "a minute ago"};
    case text::ago_minutes:
        return {"{count} 分钟前", "{count} minutes ago"};
    case text::ago_hours:
        return {"{count} 小时前", "{count} hours ago"};
    case text::ago_days:
        return {"{count} 天前", "{count} days ago"};
    case text::no_such_entry:
        return {"没有 {id} 这个条目。", "There is no entry {id}."};
    case text::no_entry_meant:
        return {"我不知道说的是哪个条目，请写上编号，例如 `@我 停用 e17`。",
                "I do not know which entry you mean. Please write its id, as in `@bot retire e17`."};
    case text::entry_changed:
        return {"条目 {id} 已改为第 {revision} 版，`@我 撤销` 可以撤回：",
                "Entry {id} is at revision {revision} now; `@bot undo` takes it back:"};
    case text::entry_not_in_use:
        return {"条目 {id} 现在没有启用，不会用来回答；要启用就发 `@我 恢复 {name}`。",
                "Entry {id} is not in use, so nobody is answered with it; `@bot restore {name}` changes that."};
    case text::entry_unchanged:
        return {"条目 {id} 已经是这样了。", "Entry {id} says that already."};
    case text::entry_retired:
        return {"条目 {id} 已停用，不再用来回答；`@我 撤销` 可以撤回。",
                "Entry {id} is retired and not answered any more; `@bot undo` takes it back."};
    case text::entry_restored:
        return {"条目 {id} 已恢复，重新用来回答；`@我 撤销` 可以撤回。",
                "Entry {id} is restored and answered again; `@bot undo` takes it back."};
    case text::entry_retired_already:
        return {"条目 {id} 已经停用（{author}，{ago}）。", "Entry {id} is retired already ({author}, {ago})."};
    case text::entry_in_use_already:
        return {"条目 {id} 正在使用（{author}，{ago}）。", "Entry {id} is in use already ({author}, {ago})."};
    case text::entry_was_merged:
        return {"条目 {id} 已合并到 {survivor}；`@我 取消合并 {name}` 可以分开。",
                "Entry {id} was merged into {survivor}; `@bot unmerge {name}` takes them apart."};
    case text::entry_without_answer:
        return {"条目 {id} 还没有答案，请先用 `@我 修改 {name} 答案` 写上。",
                "Entry {id} has no answer yet. Write one first: `@bot edit {name} your answer`."};
    case text::edit_usage:
        return {"写法：`@我 修改 e17 新的答案`，答案不能为空。",
                "Write it like this: `@bot edit e17 the new answer`. The answer must not be empty."};
    case text::entry_conflict:
        return {"{author} {ago}改过条目 {id}，现在是第 {revision} 版，你的修改没有保存。",
                "Entry {id} was changed by {author} {ago} and is at revision {revision} now, so your change was not "
                "stored."};
    case text::answer_conflict:
        return {"{author} {ago}已经回答了 #{number}（条目 {id}），你的答案没有保存。",
                "#{number} was answered by {author} {ago} (entry {id}), so your answer was not stored."};
    case text::conflict_theirs:
        return {"现在的内容：", "As it is now:"};
    case text::conflict_yours:
        return {"你写的：", "What you wrote:"};
    case text::conflict_again:
        return {"要改成你写的，请发 `@我 修改 {name} 你的答案`。",
                "To have yours instead, write `@bot edit {name} your answer`."};
    case text::undo_title:
        return {"撤销", "Undo"};
    case text::undo_nothing:
        return {"没有可以撤销的修改：只能撤回你自己在聊天里做的修改。",
                "There is nothing to take back: only what you changed yourself from the chat."};
    case text::undo_nothing_done:
        return {"对 #{number} 没有可以撤销的操作，或者之后又有了别的变化；由它产生的条目用 `@我 停用` 停用。",
                "Nothing that was done to #{number} can be undone, or other things became of it since; an entry that "
                "came of it is retired with `@bot retire`."};
    case text::undone_wording_stays:
        return {"条目 {id} 之后又改过，当时加进去的问法还在里面，请看一下。",
                "Entry {id} was changed since, so the wording that came with it is still there: please have a look."};
    case text::undone:
        return {"已撤回你对条目 {id} 的上一次修改，现在是第 {revision} 版；再发 `@我 撤销` 会撤回更早的一次：",
                "Your last change of entry {id} is taken back; it is at revision {revision} now. Another `@bot undo` "
                "takes back the one before:"};
    case text::undone_made:
        return {"条目 {id} 是你刚建的，已经停用。", "Entry {id}, which you made, is retired."};
    case text::undone_reopened:
        return {
            "用它回答过的 {count} 个提问重新等待回答。",
            "{count} {count:question that was/questions that were} answered with it {count:waits/wait} for an answer "
            "again."};
    case text::undone_proposals:
        return {"当时处理掉的 {count} 条建议重新等待处理，`@我 建议` 可以看到。",
                "{count} {count:proposal that was/proposals that were} decided with it {count:waits/wait} again; `@bot "
                "proposals` lists {count:it/them}."};
    case text::undone_judgement:
        return {"建议 #{number} 重新等待决定。", "Proposal #{number} waits for a decision again."};
    case text::undone_assigning:
        return {"已撤回对 #{number} 的认领。", "#{number} is as it was before you took it on."};
    case text::undone_told:
        return {"已经收到那条回答的人，会在再次回答后收到新的。",
                " Whoever was told that answer is told the next one, too."};
    case text::undone_questions:
        return {"已撤回对 #{number} 的上一次操作，{count} 个提问恢复原状。",
                "What was last done to #{number} is undone; {count} {count:question is as it was/questions are as they "
                "were}."};
    case text::undo_conflict:
        return {"没有撤销：你改过之后，{author} {ago}又改了条目 {id}。",
                "Not taken back: entry {id} was changed by {author} {ago}, after you."};
    case text::undo_would:
        return {"撤销后会是：", "Taken back it would be:"};
    case text::merge_title:
        return {"合并条目", "Merging entries"};
    case text::merged_entries:
        return {"条目 {merged} 已合并到 {survivor}：相似问、来源和 {count} 个提问都归后者；`@我 取消合并 "
                "{name}` 可以分开。",
                "Entry {merged} is merged into {survivor}, with its phrasings, sources and {count} "
                "{count:question/questions}; `@bot "
                "unmerge {name}` takes them apart."};
    case text::unmerged_entries:
        return {"条目 {merged} 和 {survivor} 已经分开，{count} 个提问回到 {merged}。",
                "Entries {merged} and {survivor} are apart again; {count} {count:question/questions} went back to "
                "{merged}."};
    case text::merge_same:
        return {"这是同一个条目。", "That is one entry."};
    case text::merge_not_in_use:
        return {"停用的条目不能合并，请先恢复。", "A retired entry cannot be merged. Please restore it first."};
    case text::not_merged:
        return {"条目 {id} 没有被合并。", "Entry {id} was not merged."};
    case text::correction_offer:
        return {
            "最近 {days} 天有 {posts} 条回复还是旧的（{places} 个会话）。要更正就发 `@我 更正 {name}`。",
            "{posts} {posts:reply/replies} of the last {days} {days:day/days} still {posts:says/say} the old ({places} "
            "{places:conversation/conversations}). `@bot correct {name}` corrects {posts:it/them}."};
    case text::calling_off_offer:
        return {
            "最近 {days} 天有 {posts} 条回复用了它（{places} 个会话），还留在群里。要撤下就发 `@我 更正 {name}`。",
            "{posts} {posts:reply/replies} of the last {days} {days:day/days} gave it and {posts:is/are} still there "
            "({places} {places:conversation/conversations}). `@bot correct {name}` calls {posts:it/them} off."};
    case text::calling_off_kept:
        return {"还有 {count} 条撤下的消息没发出去，不再发了。",
                "{count} {count:message that calls/messages that call} its replies off had not left and "
                "{count:does/do} not "
                "leave."};
    case text::still_called_off:
        return {
            "之前撤下的 {count} 条还是撤下的样子；再有人问就会回答。",
            "{count} {count:reply was/replies were} called off before and {count:stays/stay} so; whoever asks again is "
            "answered."};
    case text::button_call_off:
        return {"撤下", "Call them off"};
    case text::called_off:
        return {"这条回答已被管理员撤下，请不要再参考。",
                "A moderator called this answer off. Please do not go by it."};
    case text::called_off_posted:
        return {"之前在这里的回答已被管理员撤下，请不要再参考：",
                "An answer given here was called off by a moderator. Please do not go by it:"};
    case text::button_correct:
        return {"更正", "Correct them"};
    case text::says_correct:
        return {"更正 {name}", "correct {name}"};
    case text::corrected_note:
        return {"✏️ 此回答已更新", "✏️ This answer was updated"};
    case text::correction_title:
        return {"更正：{question}", "Corrected: {question}"};
    case text::correction_posted:
        return {"之前在这里的回答有更新，请以这条为准：", "An answer given here was updated. This is what holds now:"};
    case text::correction_done:
        return {
            "正在更正条目 {id} 的 {posts} 条回复（{places} 个会话）。",
            "Correcting {posts} {posts:reply/replies} of entry {id} ({places} {places:conversation/conversations})."};
    case text::calling_off_done:
        return {
            "正在撤下条目 {id} 的 {posts} 条回复（{places} 个会话）。",
            "Calling off {posts} {posts:reply/replies} of entry {id} ({places} {places:conversation/conversations})."};
    case text::offer_changed:
        return {"条目 {id} 在这之后变了，现在要做的是下面这件事，请再确认一次。",
                "Entry {id} has changed since; what would be done now is this. Please confirm it once more."};
    case text::correction_none:
        return {"最近 {days} 天没有需要更正的回复（条目 {id}）。",
                "No reply of the last {days} {days:day/days} needs correcting (entry {id})."};
    case text::canonical_usage:
        return {"引用那条答案，再发 `@我 标准`；要写明问题就发 `@我 标准 #12` 或 `@我 标准 问题`。",
                "Quote the answer and write `@bot canonical`; to say which question it answers, `@bot canonical #12` "
                "or `@bot canonical the question`. In a Slack thread the last answer in it is taken."};
    case text::canonical_which:
        return {"这里还有几个等待回答的问题，请写明是哪一个：`@我 标准 #12`。",
                "Several questions wait here. Please say which one it answers: `@bot canonical #12`."};
    case text::kept_as:
        return {"已存为标准答案（条目 {id}）；`@我 撤销` 可以撤回。",
                "Kept as a canonical answer (entry {id}); `@bot undo` takes it back."};
    case text::kept_already:
        return {"已经是标准答案了（条目 {id}）。", "That is a canonical answer already (entry {id})."};
    case text::field_state:
        return {"状态", "State"};
    case text::field_question:
        return {"问题", "Question"};
    case text::field_phrasings:
        return {"相似问", "Phrasings"};
    case text::field_answer:
        return {"答案", "Answer"};
    case text::field_variant:
        return {"{language} 版答案", "Answer in {language}"};
    case text::field_tags:
        return {"标签", "Tags"};
    case text::field_collection:
        return {"知识库", "Collection"};
    case text::field_valid_until:
        return {"有效期至", "Valid until"};
    case text::field_valid_for:
        return {"适用", "Valid for"};
    case text::field_sources:
        return {"来源", "Sources"};
    case text::field_chain:
        return {"前面的问题", "Asked before"};
    case text::field_name:
        return {"编号", "Id"};
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
    case text::too_fast_title:
        return {"请稍等", "One moment"};
    case text::too_fast:
        return {"我来不及了，请过一会儿再试。提问都会记下来，管理员能看到。",
                "That was a lot at once. Please try again in a moment; questions are logged all the same, and the "
                "moderators see them."};
    case text::group_too_fast:
        return {"本群提问太快，我先安静一会儿；问题都会记下来。",
                "This group asks faster than I may answer, so I am silent for a moment; every question is logged."};
    case text::repeated_title:
        return {"刚刚回答过", "Answered a moment ago"};
    case text::how_to_go_on:
        return {
            "如果是在问我，请 @我 再问一次：我能答就答，答不上来就记下来交给管理员。",
            "If that was for me, mention me and ask again: I answer what I can, and note the rest for the moderators."};
    case text::repeated_above:
        return {"这个问题上面刚回答过。", "That was answered above, in this thread."};
    case text::repeated_link:
        return {"这个问题刚回答过：{link}", "That was answered a moment ago: {link}"};
    case text::repeated_here:
        return {"这个问题本群刚回答过，就在上面：\n\n> {question}\n\n{answer}",
                "That was answered in this group a moment ago, a little further up:\n\n> {question}\n\n{answer}"};
    case text::taken_back_title:
        return {"已撤回", "Taken back"};
    case text::taken_back:
        return {"回答已撤回，问题记为 #{number}，等管理员回答。",
                "The answer is taken back; the question waits for a moderator as #{number}."};
    case text::taken_back_below:
        return {"刚才的回答已撤回，请不要采用。", "The answer above is taken back. Please do not rely on it."};
    case text::taken_back_others:
        return {"只有提问的人和本群管理员可以撤回这个回答。",
                "Only who asked, and this group's moderators, can take that answer back."};
    case text::nothing_to_take_back:
        return {"这里没有可以撤回的回答。", "There is no answer here to take back."};
    case text::careful_title:
        return {"我答错了几次", "I was wrong several times"};
    case text::careful:
        return {"群「{group}」里连续 {count} 个回答被成员认为没有帮助。在你看过之前，我要有 {answer_at} "
                "的把握才直接回答。在群里用 `@我 状态` 查看，`@我 状态 复位` 恢复。",
                "In the group {group} members found {count} {count:answer/answers} in a row wrong. Until you have "
                "looked I answer "
                "there only from a confidence of {answer_at} on. `@bot status` shows it in the group, `@bot status "
                "reset` sets it back."};
    case text::status_title:
        return {"状态", "Status"};
    case text::status_open:
        return {"待答：{count} 个，最早的已等待 {oldest}", "Open: {count}; the oldest has waited for {oldest}"};
    case text::status_open_none:
        return {"待答：没有", "Open: none"};
    case text::status_outbox:
        return {"待发：{waiting} 条，在 {lanes} 个会话；结果不明 {uncertain} 条，失败 {failed} 条",
                "Being sent: {waiting} in {lanes} {lanes:conversation/conversations}; {uncertain} uncertain, {failed} "
                "failed"};
    case text::status_links:
        return {"连接：{links}", "Connections: {links}"};
    case text::status_knowledge:
        return {"知识：版本 {revision}，{entries} 个条目",
                "Knowledge: revision {revision}, {entries} {entries:entry/entries}"};
    case text::status_log:
        return {"从本群的记录学习哪些消息该回答：{for_bot} 条该回答，{ignored} 条被忽略",
                "Learns from the log which messages are for it: {for_bot} {for_bot:was/were}, {ignored} "
                "{ignored:was/were} ignored"};
    case text::status_log_shared:
        return {"从社区各群的记录学习哪些消息该回答（本群的还太少）：{for_bot} 条该回答，{ignored} 条被忽略",
                "Learns from the log of the community's groups, this one's being too short, which messages are for it: "
                "{for_bot} {for_bot:was/were}, {ignored} {ignored:was/were} ignored"};
    case text::status_log_too_short:
        return {
            "从记录学习哪些消息该回答：还太少，{for_bot} 条该回答，{ignored} 条被忽略，各要 {needed} 条",
            "Learns from the log which messages are for it, but that is too short yet: {for_bot} {for_bot:was/were}, "
            "{ignored} {ignored:was/were} ignored, {needed} of each are needed"};
    case text::status_muted:
        return {"本群静音到 {until}", "Muted here until {until}"};
    case text::status_not_muted:
        return {"本群没有静音", "Not muted here"};
    case text::status_careful:
        return {"连续答错，直接回答阈值提高到 {answer_at}（平时 {usual}）；`@我 状态 复位` 恢复",
                "Wrong several times in a row: answers here from {answer_at} on (usually {usual}); `@bot status reset` "
                "sets it back"};
    case text::status_usual:
        return {"直接回答阈值 {answer_at}，连续答错 {count} 次",
                "Answers here from {answer_at} on; {count} wrong in a row"};
    case text::status_reset:
        return {"已恢复：直接回答阈值 {answer_at}。", "Set back: I answer here from {answer_at} on."};
    case text::mute_title:
        return {"静音", "Mute"};
    case text::muted:
        return {"好的，到 {until} 之前我在本群只听命令；提问会记下来，通知到时再发。用 `@我 取消静音` 提前结束。",
                "I am silent here until {until}, but for commands. Questions are logged, notices wait. `@bot unmute` "
                "ends it sooner."};
    case text::unmuted:
        return {"好的，我又可以在本群说话了。", "I speak in this group again."};
    case text::weekly_title:
        return {"本周周刊", "This week"};
    case text::weekly_summary:
        return {"{from} 至 {to}：提问 {questions} 个，已回答 {answered} 个（管理员回答 {by_person} 个），待答 {open} "
                "个；草稿里会有 {threads} 条问答。",
                "{from} to {to}: asked {questions}, answered {answered} (by moderators {by_person}), open {open}. "
                "Answers that the draft would hold: {threads}."};
    case text::weekly_most:
        return {"问得最多：", "Asked most:"};
    case text::weekly_item:
        return {"{question}（{askers} 人）", "{question} (asked by {askers} {askers:person/people})"};
    case text::weekly_how:
        return {"生成草稿：`{command}`", "To write the draft: `{command}`"};
    case text::name_title:
        return {"署名", "Your name"};
    case text::named:
        return {"好的，周刊里可以出现你的名字。", "The weekly may name you."};
    case text::unnamed:
        return {"好的，周刊里不会出现你的名字。", "The weekly will not name you."};
    case text::my_data_title:
        return {"你的数据", "Your data"};
    case text::my_data_none:
        return {"我没有保存你的任何提问。", "No question of yours is kept."};
    case text::my_data_no_question:
        return {"没有你的提问；对回答的评价 {opinions} 个，你提出的和由你的评价得到的建议 {proposals} 条。",
                "No question of yours is kept. Opinions of answers: {opinions}. Proposals that you made or that came "
                "from your opinions: {proposals}."};
    case text::my_data:
        return {"提问 {questions} 个，最早的是 {since}；对回答的评价 {opinions} 个；由你的选择和评价得到的建议 "
                "{proposals} 条。",
                "Questions: {questions}, the oldest of {since}. Opinions of answers: {opinions}. Proposals that came "
                "from your picks and opinions: {proposals}."};
    case text::my_data_named:
        return {"周刊可以写上你的名字；`@我 不署名` 可以改。", "The weekly may name you; `@bot no name` changes that."};
    case text::my_data_unnamed:
        return {"周刊不会写上你的名字；`@我 署名` 可以改。", "The weekly does not name you; `@bot name` changes that."};
    case text::my_data_kept:
        return {"保存时间：提问的原文 {texts}，名字 {names}，我发出的消息 {sent}，评价 {opinions}。`@我 忘记我` "
                "去掉名字和 ID。",
                "How long it is kept: the words of questions {texts}, names {names}, what I sent {sent}, opinions "
                "{opinions}. `@bot forget me` takes name and id away."};
    case text::my_data_for_ever:
        return {"不限", "without end"};
    case text::my_data_list:
        return {"最近的提问：", "Your latest questions:"};
    case text::my_data_item:
        return {"{day} {question}", "{day} {question}"};
    case text::my_data_rest:
        return {"还有更早的 {count} 个，需要全部请联系机器人的管理员。",
                "Earlier ones that are kept too: {count}. Ask the bot's admin for all of them."};
    case text::my_data_not_here:
        return {"在这里我没法只给你一个人看；想看提问列表，请在单聊里发“我的数据”。",
                "I cannot show a list to you alone here; write \"my data\" in a direct message to me to see your "
                "questions."};
    case text::forget_title:
        return {"忘记你", "Forgetting you"};
    case text::forget_ask:
        return {"我会把你的提问、评价和建议里的名字和 ID "
                "换成查不回来的代号，取消还没发给你的消息，周刊草稿里也不再有你的名字。提问的内容会留下。不能恢复。确定"
                "请发 `@我 忘记我 确认`。",
                "I will put a pseudonym that leads back to nobody in the place of your name and id in your questions, "
                "opinions and proposals, cancel what is on its way to you, and leave you out of drafts of the weekly. "
                "The words of your questions stay. This cannot be undone. To go on write `@bot forget me yes`."};
    case text::forgotten:
        return {"已经忘记：提问 {questions} 个，评价 {opinions} 个，建议 {proposals} 条，消息 {messages} "
                "条不再有你的名字和 ID。",
                "Done. No longer with your name or id: questions {questions}, opinions {opinions}, proposals "
                "{proposals}, messages {messages}."};
    case text::forgotten_unnamed:
        return {"你的“不署名”也一起忘记了；以后还要提问又不想署名，请再发一次 `@我 不署名`。",
                "Your wish not to be named is forgotten, too; write `@bot no name` again if you go on asking."};
    case text::forgotten_nothing:
        return {"我没有保存与你有关的内容。", "Nothing is kept of you."};
    case text::minutes:
        return {"{count} 分钟", "{count} min"};
    case text::hours:
        return {"{count} 小时", "{count} h"};
    case text::days:
        return {"{count} 天", "{count} {count:day/days}"};
    case text::waiting:
        return {"等了 {time}", "waiting for {time}"};
    case text::cluster_line:
        return {"#{number} {question}", "#{number} {question}"};
    case text::cluster_count:
        return {"{questions} 次提问，{askers} 人",
                "asked {questions} {questions:time/times} by {askers} {askers:person/people}"};
    case text::card_title:
        return {"待答 #{number}", "Open question #{number}"};
    case text::card_asked:
        return {"{name} 在 {groups} 提问{count}", "asked by {name} in {groups}{count}"};
    case text::card_count:
        return {"（{count}）", " ({count})"};
    case text::card_given:
        return {"已经答过，但没有解决：{question}（{id}）", "Was answered, and it did not help: {question} ({id})"};
    case text::card_before:
        return {"之前说到：{question}", "After: {question}"};
    case text::card_candidates:
        return {"最接近的条目：", "The entries that come nearest:"};
    case text::card_others:
        return {"一起等待的问题（不是同一个？`@我 取消合并 #编号`）：",
                "They wait for the same answer (if one does not: `@bot unmerge #number`):"};
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
    case text::button_accept:
        return {"采纳 #{number}", "Accept #{number}"};
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
    case text::says_accept:
        return {"采纳 #{number}", "accept #{number}"};
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
        return {"{count} 个新的待答问题", "{count} new open {count:question/questions}"};
    case text::digest:
        return {
            "这段时间的待答问题较多，合在一起列出 {count} 个。`@我 答 #12 答案`、`@我 认领 #12`、`@我 忽略 #12`，`@我 "
            "待答` 列出全部。",
            "Many questions wait, so {count} {count:comes/come} together here. `@bot answer #12 your answer`, `@bot "
            "assign "
            "#12`, `@bot ignore #12`; `@bot open` lists all."};
    case text::button_answer_one:
        return {"回答 #{number}", "Answer #{number}"};
    case text::button_ignore_one:
        return {"忽略 #{number}", "Ignore #{number}"};
    case text::not_waiting:
        return {"#{number} 已经不在等待回答。", "#{number} does not wait for an answer any more."};
    case text::was_ignored:
        return {"#{number} 已被忽略，不在等待回答；`@我 撤销 #{number}` 让它重新等待。",
                "#{number} was ignored and does not wait for an answer; `@bot undo #{number}` lets it wait again."};
    case text::answered_everybody:
        return {"#{number} 已回答，成为标准答案，正在通知提问的 {count} 人。",
                "#{number} is answered and canonical now; the {count} people who asked are being told."};
    case text::link_usage:
        return {"写法：`@我 关联 #12 e17`，e17 是条目的编号。",
                "Write it like this: `@bot link #12 e17`, with the name of an entry."};
    case text::no_entry_to_link:
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
    case text::parted_confirmed:
        return {"#{number} 现在单独等待回答。", "#{number} waits by itself now."};
    case text::waits_alone:
        return {"#{number} 没有和别的问题一起等待。", "#{number} does not wait together with others."};
    case text::assigned_confirmed:
        return {"#{number} 归你了。", "#{number} is yours."};
    case text::assigned_taken_over:
        return {"#{number} 之前是 {name} 认领的，请跟 TA 说一声。",
                "#{number} was {name}'s until now: better tell them."};
    case text::moderators_title:
        return {"#{number}", "#{number}"};
    case text::review_title:
        return {"{count} 个条目需要复查", "{count} {count:entry needs/entries need} another look"};
    case text::review_list:
        return {"这周有 {count} 个条目需要复查：", "{count} {count:entry needs/entries need} another look this week:"};
    case text::review_footer:
        return {"看一条：`@我 条目 e17`，改：`@我 修改 e17 …`，停用：`@我 停用 e17`。",
                "To see one: `@bot entry e17`; to change it: `@bot edit e17 …`; to retire it: `@bot retire e17`."};
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

} // namespace bot::conversation
