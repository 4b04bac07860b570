#include "knowledge/exchange/weekly_lines.hpp"

#include "knowledge/exchange/characters.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <optional>

namespace knowledge::exchange {
namespace {

// A printed name is short; a longer "name" is a sentence that happens to hold the word.
constexpr std::size_t longest_name = 40;
constexpr std::size_t longest_label = 32;

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool drop_prefix(std::string_view& text, std::initializer_list<std::string_view> prefixes) {
    for (const std::string_view prefix : prefixes) {
        if (!text.starts_with(prefix)) continue;
        text.remove_prefix(prefix.size());
        return true;
    }
    return false;
}

bool drop_suffix(std::string_view& text, std::initializer_list<std::string_view> suffixes) {
    for (const std::string_view suffix : suffixes) {
        if (!text.ends_with(suffix)) continue;
        text.remove_suffix(suffix.size());
        return true;
    }
    return false;
}

bool drop_colon(std::string_view& text) {
    std::string_view behind = trim(text);
    if (!drop_prefix(behind, {"：", ":"})) return false;
    text = behind;
    return true;
}

// The whole line is bold, apart from a colon.
bool is_all_bold(std::string_view line) {
    while (drop_suffix(line, {"：", ":", " "})) {
    }
    if (line.size() < 5 || !line.starts_with("**") || !line.ends_with("**")) return false;
    return without_bold(line).size() + 4 == line.size();
}

// "1、", "2.", "3)", "4" before an @; nullopt and `text` untouched when there is no number.
std::optional<std::string> drop_number(std::string_view& text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > 3) return std::nullopt;
    const std::string number(text.substr(0, digits));
    std::string_view behind = trim(text.substr(digits));
    if (!drop_prefix(behind, {"、", ".", "．", ",", "，", ")", "）"}) && !behind.starts_with('@')) return std::nullopt;
    text = trim(behind);
    return number;
}

bool is_section_title(std::string_view bare) {
    drop_number(bare);
    while (drop_suffix(bare, {"：", ":", " "})) {
    }
    if (bare == "Questions of the week" || bare == "Q&A" || bare == "Reader questions") return true;
    return code_points(bare) <= 16 && contains_any(bare, {"读者问答", "问答提炼", "每周问答", "本周问答"});
}

bool is_other_section_title(std::string_view bare) {
    if (bare.empty() || is_digit(bare[0]) || code_points(bare) > 30) return false;
    return contains_any(bare, {"推荐阅读", "推荐文章", "本周发布", "版本发布", "新手任务", "项目进展", "Contributor",
                               "直播报名", "直播预告", "活动报名", "活动预告", "活动推荐", "扫码关注"});
}

// Cuts "… 提问：" or "… asked:" into what stands before and behind; nullopt when the line asks nothing.
struct asking {
    std::string_view before;
    std::string_view behind;
};
std::optional<asking> find_asking(std::string_view bare) {
    std::string_view before = bare;
    while (drop_suffix(before, {"：", ":", " "})) {
    }
    if (drop_suffix(before, {"提问", " asked", " asks"})) return asking{trim(before), {}};
    for (const std::string_view mark : {"提问：", "提问:", " asked:", " asks:"}) {
        const std::size_t at = bare.find(mark);
        if (at == std::string_view::npos) continue;
        return asking{trim(bare.substr(0, at)), trim(bare.substr(at + mark.size()))};
    }
    return std::nullopt;
}

std::optional<weekly_line> read_opener(std::string_view line) {
    const std::string bare_text = without_bold(line);
    std::string_view bare = trim(bare_text);
    drop_prefix(bare, {"- ", "* ", "+ "});
    const bool bold = bare_text.size() != line.size();
    weekly_line found{.kind = line_kind::opener};
    if (auto number = drop_number(bare)) found.number = *number;
    const auto asks = find_asking(bare);
    if (!asks) return std::nullopt;
    std::string_view name = asks->before;
    const bool at = drop_prefix(name, {"@", "＠"});
    if (!at && (!bold || !asks->behind.empty())) return std::nullopt;
    name = trim(name);
    if (name.empty()) return std::nullopt;
    if (!at && contains_any(name, {"关于", "。", "？", "！", "，", "?"})) return std::nullopt;
    int images = 0;
    if (const auto link = read_link(name); link && link->length == name.size()) {
        found.name = trim(plain_from_markdown(link->text, images));
    } else {
        found.name = trim(plain_from_markdown(name, images));
    }
    if (found.name.empty() || code_points(found.name) > longest_name) return std::nullopt;
    found.rest = asks->behind;
    return found;
}

std::optional<weekly_line> read_topic(std::string_view line) {
    if (!is_all_bold(line)) return std::nullopt;
    const std::string bare_text = without_bold(line);
    std::string_view bare = trim(bare_text);
    weekly_line found{.kind = line_kind::topic};
    if (auto number = drop_number(bare)) found.number = *number;
    const bool about = bare.starts_with("关于") || bare.starts_with("About ");
    if (!about &&
        (found.number.empty() || !contains_any(bare, {"提问", "问答", "问题", "QA", "Q&A", "讨论", "回顾"}))) {
        return std::nullopt;
    }
    while (drop_suffix(bare, {"：", ":", " "})) {
    }
    found.name = bare;
    return found;
}

// A link and nothing else, possibly in italics, or a bare address.
std::optional<inline_link> read_lone_link(std::string_view text) {
    text = trim(text);
    if (text.size() >= 2 && text.starts_with('*') && text.ends_with('*')) {
        text = text.substr(1, text.size() - 2);
    } else if (text.starts_with('*')) {
        text.remove_prefix(1);
    }
    if (auto link = read_link(text)) {
        if (link->image || !trim(text.substr(link->length)).empty()) return std::nullopt;
        return link;
    }
    const bool address = text.starts_with("http://") || text.starts_with("https://");
    if (!address || text.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt; // an address with a sentence behind it
    }
    return inline_link{std::string(text), std::string(text), false, text.size()};
}

// https://host, https://host/owner, https://host/owner/project: deeper addresses are pages, not projects.
bool is_project_address(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || !url.starts_with("http")) return false;
    std::string_view path = url.substr(scheme + 3);
    if (path.ends_with('/')) path.remove_suffix(1);
    return path.find_first_of("?#") == std::string_view::npos && std::count(path.begin(), path.end(), '/') <= 2;
}

// Words that introduce a link of the answer rather than name a project.
bool is_project_name(std::string_view label) {
    if (label.empty() || label.size() > longest_label || !std::isalpha(static_cast<unsigned char>(label[0])))
        return false;
    std::string lower;
    for (const char c : label) {
        if (!std::isalnum(static_cast<unsigned char>(c)) &&
            std::string_view(" .-_+&/").find(c) == std::string_view::npos) {
            return false;
        }
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    static constexpr std::array<std::string_view, 16> introductions{
        "issue", "issues", "pr",  "pull request", "demo",      "wiki", "doc",     "docs",
        "faq",   "link",   "url", "example",      "benchmark", "repo", "project", "see"};
    return std::find(introductions.begin(), introductions.end(), lower) == introductions.end();
}

std::optional<weekly_line> read_project_link(std::string_view line) {
    const std::string bare_text = without_bold(line);
    std::string_view text = trim(bare_text);
    drop_prefix(text, {"- ", "* ", "+ "});
    text = trim(text);
    weekly_line found{.kind = line_kind::project_link};
    std::string_view label;
    const bool bracketed = text.starts_with("「");
    int images = 0;
    if (bracketed) {
        const std::size_t close = text.rfind("」");
        if (close == std::string_view::npos) return std::nullopt;
        label = text.substr(3, close - 3);
        text.remove_prefix(close + 3);
        drop_colon(text); // once in a while forgotten
        found.name = trim(plain_from_markdown(label, images));
        if (found.name.empty() || code_points(found.name) > longest_name) return std::nullopt;
        if (trim(text).empty()) {
            found.kind = line_kind::project_label;
            return found;
        }
    } else {
        const std::size_t colon = std::min(text.find("："), text.find(':'));
        if (colon == std::string_view::npos) return std::nullopt;
        label = trim(text.substr(0, colon));
        text.remove_prefix(colon);
        if (!drop_colon(text) || !is_project_name(label)) return std::nullopt;
        found.name = label;
    }
    const auto link = read_lone_link(text);
    if (!link || link->url.empty() || (!bracketed && !is_project_address(link->url))) return std::nullopt;
    found.url = link->url;
    return found;
}

bool is_image_line(std::string_view line) {
    bool any = false;
    for (line = trim(line); !line.empty(); line = without_breaks(line)) {
        if (line.starts_with("<img") && line.find('>') != std::string_view::npos) {
            line.remove_prefix(line.find('>') + 1);
        } else {
            const auto link = read_link(line);
            if (!link || !link->image) return false;
            line.remove_prefix(link->length);
        }
        any = true;
    }
    return any;
}

bool is_notice(std::string_view line) {
    return contains_any(line, {"向公众号留言提问", "我们会筛选重点问题", "SOFA WEEKLY \" 的形式回复",
                               "SOFA WEEKLY\" 的形式回复", "的形式回复", "Ask in the group or leave a message"}) &&
           code_points(line) <= 120;
}

// "A：", "A ：", "答：", "回答：", bold or not. The text behind the mark keeps its Markdown.
std::optional<weekly_line> read_marked(std::string_view line, std::initializer_list<std::string_view> marks,
                                       line_kind kind) {
    std::string_view text = line;
    const bool bold = drop_prefix(text, {"**"});
    if (!drop_prefix(text, marks)) return std::nullopt;
    if (kind == line_kind::question) {
        while (!text.empty() && is_digit(text[0]))
            text.remove_prefix(1);
    }
    if (bold) drop_prefix(text, {"**"});
    if (!drop_colon(text)) return std::nullopt;
    if (bold) drop_prefix(text, {"**"});
    return weekly_line{.kind = kind, .rest = std::string(trim(text))};
}

weekly_line classify_heading(std::string_view line) {
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    const std::string title_text = without_bold(line.substr(level));
    const std::string_view title = trim(title_text);
    if (title.empty()) return {.kind = line_kind::blank};
    if (is_section_title(title)) return {.kind = line_kind::section, .level = static_cast<int>(level)};
    if (auto opener = read_opener("**" + std::string(title) + "**")) return *opener;
    weekly_line found{.kind = line_kind::heading, .name = std::string(title)};
    if (!is_other_section_title(title)) found.level = static_cast<int>(level);
    return found;
}

} // namespace

weekly_line classify(std::string_view line) {
    line = without_breaks(line);
    if (line.empty()) return {.kind = line_kind::blank};
    if (starts_with_entity(line)) return {.kind = line_kind::text};
    if (line.starts_with("```") || line.starts_with("~~~")) return {.kind = line_kind::fence};
    if (line.starts_with("<!--")) return {.kind = line_kind::comment};
    if (line.starts_with('>')) {
        line.remove_prefix(1);
        drop_prefix(line, {" "});
        return {.kind = line_kind::quote, .rest = std::string(line)};
    }
    if (line.starts_with('#')) {
        const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
        const bool spaced = level == line.size() || line[level] == ' ' || line[level] == '\t';
        if (level <= 6 && (spaced || level >= 2)) return classify_heading(line);
    }
    // Before the asker: an answer may quote one.
    if (auto answer = read_marked(line, {"A", "Ａ", "回答", "答复", "答"}, line_kind::answer)) return *answer;
    if (auto question = read_marked(line, {"Q", "Ｑ", "问"}, line_kind::question)) return *question;
    const std::string bare_text = without_bold(line);
    const std::string_view bare = trim(bare_text);
    if (bare == "每周读者问答提炼" || (is_all_bold(line) && is_section_title(bare)))
        return {.kind = line_kind::section};
    if (auto opener = read_opener(line)) return *opener;
    if (is_all_bold(line) && is_other_section_title(bare)) {
        return {.kind = line_kind::heading, .name = std::string(bare)};
    }
    if (auto topic = read_topic(line)) return *topic;
    if (auto project = read_project_link(line)) return *project;
    if (is_image_line(line)) return {.kind = line_kind::image};
    if (auto link = read_lone_link(line)) return {.kind = line_kind::link, .url = link->url};
    if (is_notice(bare)) return {.kind = line_kind::notice};
    return {.kind = line_kind::text};
}

bool resembles_opener(std::string_view line) {
    if (!contains_any(line, {"@", "＠"}) || starts_with_entity(line)) return false;
    if (classify(line).kind != line_kind::text) return false;
    const std::string bare_text = without_bold(line);
    std::string_view bare = trim(bare_text);
    const bool numbered = drop_number(bare).has_value();
    if (!numbered && !is_all_bold(trim(line))) return false;
    return drop_prefix(bare, {"@", "＠"}) && !trim(bare).empty();
}

std::string_view without_question_mark(std::string_view line) {
    std::string_view text = trim(line);
    if (!drop_prefix(text, {"Q", "Ｑ", "问题", "问"})) return line;
    while (!text.empty() && is_digit(text[0]))
        text.remove_prefix(1);
    return drop_colon(text) ? text : line;
}

std::string guard_line(std::string_view line) {
    const line_kind kind = classify(line).kind;
    const bool harmless = kind == line_kind::text || trim(line).empty() || kind == line_kind::link ||
                          kind == line_kind::image || kind == line_kind::notice;
    return harmless && !starts_with_entity(line) ? std::string(line) : with_first_as_entity(line);
}

} // namespace knowledge::exchange
