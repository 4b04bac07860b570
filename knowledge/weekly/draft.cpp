#include "knowledge/weekly/draft.hpp"

#include "knowledge/day.hpp"
#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace knowledge::weekly {
namespace {

using namespace knowledge::exchange;

// The words of the page that are not the members'.
struct wording {
    std::string_view category;
    std::string_view slogan;
    std::string_view section;
    std::string_view invitation;
    std::string_view asks;
    std::string_view number_mark;
    std::string_view answer_mark;
    std::string_view link_mark;
    std::string_view reading;
    std::string_view progress;
    std::string_view releases;
    std::string_view events;
    std::string_view unanswered;
    std::string_view asked_by_several;
    std::string_view due;
    std::string_view anonymous; // who has no name
};

constexpr wording chinese{
    .category = "Weekly",
    .slogan = "**WEEKLY | 每周精选，筛选每周精华问答**\n\n**同步开源进展，欢迎留言互动**",
    .section = "每周读者问答提炼",
    .invitation = "欢迎大家向公众号留言提问或在群里与我们互动\n我们会筛选重点问题通过周刊的形式回复",
    .asks = "提问：",
    .number_mark = "、",
    .answer_mark = "A：",
    .link_mark = "：",
    .reading = "本周推荐阅读",
    .progress = "项目进展",
    .releases = "**本周发布详情如下：**",
    .events = "社区直播报名",
    .unanswered = "给编辑：下面的问题还没有答案。",
    .asked_by_several = "{} 人问过",
    .due = "给编辑：下面的条目该看一看了。",
    .anonymous = "匿名",
};

constexpr wording english{
    .category = "Weekly",
    .slogan = "**WEEKLY | The best questions of the week, and what the projects released**",
    .section = "Questions of the week",
    .invitation = "Ask in the group or leave a message; the best questions are answered here.",
    .asks = "asked:",
    .number_mark = ". ",
    .answer_mark = "A: ",
    .link_mark = ": ",
    .reading = "Recommended reading",
    .progress = "Project news",
    .releases = "**Released this week:**",
    .events = "Live streams",
    .unanswered = "For the editor: these questions have no answer yet.",
    .asked_by_several = "asked by {} members",
    .due = "For the editor: these entries need another look.",
    .anonymous = "anonymous",
};

const wording& words(language speaks) {
    return speaks == language::zh ? chinese : english;
}

// Names and labels: one line, and no longer than the reader takes for a name.
constexpr std::size_t longest_name = 40;

std::string on_one_line(std::string_view text) {
    std::string flat;
    for (const std::string& line : lines_of(text)) {
        const std::string clean = scrub(line);
        if (trim(clean).empty()) continue;
        if (!flat.empty()) flat += ' ';
        flat += trim(clean);
    }
    std::size_t at = 0;
    for (std::size_t taken = 0; at < flat.size() && taken < longest_name; ++taken) {
        ++at;
        while (at < flat.size() && (static_cast<unsigned char>(flat[at]) & 0xc0) == 0x80)
            ++at;
    }
    flat.resize(at);
    return std::string(trim(flat));
}

// An address that stays one inside [..](..).
std::string safe_address(std::string_view url) {
    std::string out;
    for (const char c : trim(url)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            byte > 0x20 && byte < 0x7f && std::string_view("()[]<>\\`*\"").find(c) == std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", byte);
        }
    }
    return out.starts_with("http://") || out.starts_with("https://") ? out : std::string{};
}

// "sofa-tracer" of https://github.com/sofastack/sofa-tracer
std::string last_part(std::string_view url) {
    while (url.ends_with('/'))
        url.remove_suffix(1);
    return std::string(url.substr(url.rfind('/') + 1));
}

std::string link_line(const draft_thread& thread, const wording& say) {
    const std::string link = fmt::format("[{0}]({0})", thread.link_url);
    std::string plain = thread.link_label + std::string(say.link_mark) + link;
    const weekly_line read = classify(plain);
    if (read.kind == line_kind::project_link && read.name == thread.link_label) return plain;
    return "「" + markdown_from_plain(thread.link_label) + "」：" + link;
}

void write_question(std::string& out, std::string_view question) {
    const std::vector<std::string> lines = lines_of(question);
    const auto code = lines_of_code(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string line = code[i] ? lines[i] : markdown_from_plain(lines[i]);
        if (i == 0 && without_question_mark(line) != line) line = with_first_as_entity(line);
        out += line.empty() ? ">\n" : "> " + line + '\n';
    }
}

// Whether a line starts something that has to stand on a line of its own.
bool starts_block(std::string_view line) {
    const std::string_view body = trim(line);
    if (body.empty()) return false;
    const std::size_t digits = std::min(body.find_first_not_of("0123456789"), body.size());
    const bool numbered = digits > 0 && digits < body.size() && (body[digits] == '.' || body[digits] == ')');
    const bool bullet =
        body.size() > 1 && std::string_view("-+*").find(body[0]) != std::string_view::npos && body[1] == ' ';
    return numbered || bullet || body[0] == '|' || body.starts_with("```") || body.starts_with("~~~");
}

void write_answer(std::string& out, std::string_view answer, const wording& say) {
    const std::vector<std::string> lines = lines_of(answer);
    out += say.answer_mark;
    if (!lines.empty() && starts_block(lines[0])) out += "\n\n";
    const auto code = lines_of_code(lines);
    for (std::size_t i = 0; i < lines.size(); ++i)
        out += (code[i] ? lines[i] : guard_line(lines[i])) + '\n';
    if (lines.empty()) out += '\n';
}

void write_thread(std::string& out, const draft_thread& thread, std::size_t number, const wording& say) {
    const std::string asker = markdown_from_plain(thread.asker);
    // The reader takes numbers of up to three digits for numbers.
    const std::string printed = number < 1000 ? std::to_string(number) + std::string(say.number_mark) : std::string{};
    out += fmt::format("**{}@{}** {}\n\n", printed, asker, say.asks);
    if (thread.askers > 1) {
        out += "<!-- " + fmt::format(fmt::runtime(say.asked_by_several), thread.askers) + " -->\n\n";
    }
    for (std::size_t i = 0; i < thread.turns.size(); ++i) {
        const draft_turn& turn = thread.turns[i];
        write_question(out, turn.question);
        out += '\n';
        // An empty answer keeps the next question from running into this one.
        if (turn.answer.empty() && i + 1 == thread.turns.size()) break;
        write_answer(out, turn.answer, say);
        out += '\n';
    }
    if (!thread.link_url.empty()) out += link_line(thread, say) + "\n\n";
}

// Text inside a comment must not end it.
std::string comment_text(std::string_view text) {
    std::string out = join(tidy_lines(lines_of(text), text_kind::plain));
    for (const auto& [mark, shown] : {std::pair("-->", "--&gt;"), std::pair("--!>", "--!&gt;")}) {
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark)) {
            out.replace(at, std::string_view(mark).size(), shown);
        }
    }
    return out;
}

void write_unanswered(std::string& out, const std::vector<open_question>& questions, const wording& say) {
    if (questions.empty()) return;
    out += "<!--\n" + std::string(say.unanswered) + "\n\n";
    for (const open_question& q : questions) {
        std::string head = q.number > 0 ? fmt::format("#{} ", q.number) : std::string{};
        if (!q.asker.empty()) head += "@" + comment_text(on_one_line(q.asker)) + ' ';
        if (!q.group.empty()) head += "(" + comment_text(on_one_line(q.group)) + ") ";
        if (q.askers > 1) head += "[" + fmt::format(fmt::runtime(say.asked_by_several), q.askers) + "] ";
        out += "- " + head;
        bool first = true;
        for (const std::string& line : lines_of(comment_text(q.text))) {
            out += (first ? "" : "  ") + line + '\n';
            first = false;
        }
        if (first) out += '\n';
    }
    out += "-->\n\n";
}

void write_due(std::string& out, const std::vector<due_entry>& due, const wording& say) {
    if (due.empty()) return;
    out += "<!--\n" + std::string(say.due) + "\n\n";
    for (const due_entry& one : due) {
        const auto line = [](std::string_view text) { return comment_text(on_one_line(text)); };
        out += fmt::format("- {} ({}): {}\n", line(one.question), line(one.id), line(one.why));
    }
    out += "-->\n\n";
}

std::string default_title(const draft_page& page) {
    const auto day = [](std::chrono::year_month_day d) {
        return fmt::format("{:02}/{:02}", static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
    };
    const std::string range = day(page.first_day) + " - " + day(page.last_day);
    return page.speaks == language::zh ? "Weekly | 每周精选【" + range + "】" : "Weekly | " + range;
}

} // namespace

draft_thread printable(const draft_thread& thread, language speaks) {
    draft_thread shown;
    shown.askers = thread.askers;
    shown.asker = on_one_line(thread.asker);
    if (shown.asker.empty()) shown.asker = words(speaks).anonymous;
    for (const draft_turn& turn : thread.turns) {
        draft_turn clean;
        clean.question = join(tidy_lines(lines_of(turn.question), text_kind::plain));
        clean.answer = join(tidy_lines(lines_of(turn.answer), text_kind::markdown));
        if (!clean.question.empty()) shown.turns.push_back(std::move(clean));
    }
    shown.link_url = safe_address(thread.link_url);
    if (shown.link_url.empty()) return shown;
    shown.link_label = on_one_line(thread.link_label);
    if (shown.link_label.empty()) shown.link_label = on_one_line(last_part(shown.link_url));
    return shown;
}

std::string write_draft(const draft_page& page) {
    const wording& say = words(page.speaks);
    const std::string title = page.title.empty() ? default_title(page) : page.title;
    std::string out = "---\n";
    out += "title: " + yaml_quoted(title) + '\n';
    out += "author: \"\"\nauthorlink: \"\"\n";
    out += "description: " + yaml_quoted(title) + '\n';
    out += fmt::format("categories: \"{0}\"\ntags: [\"{0}\"]\n", say.category);
    out +=
        fmt::format("date: {}T17:00:00{}\ncover: \"\"\n---\n\n", knowledge::to_string(page.last_day), page.utc_offset);
    out += std::string(say.slogan) + "\n\n";
    out += fmt::format("### {}\n\n{}\n\n", say.section, say.invitation);
    std::size_t number = 0;
    for (const draft_thread& thread : page.threads) {
        const draft_thread shown = printable(thread, page.speaks);
        if (!shown.turns.empty()) write_thread(out, shown, ++number, say);
    }
    write_unanswered(out, page.unanswered, say);
    write_due(out, page.due, say);
    out += fmt::format("### {}\n\n### {}\n\n{}\n\n### {}\n", say.reading, say.progress, say.releases, say.events);
    return out;
}

} // namespace knowledge::weekly
