#include "knowledge/exchange/faq.hpp"

#include "knowledge/exchange/fences.hpp"
#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/jsonl.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <algorithm>
#include <utility>

namespace knowledge::exchange {
namespace {

constexpr std::string_view comment_start = "<!-- qunda ";
constexpr std::string_view comment_end = "-->";

// One to six #, then a space or nothing.
std::size_t heading_level(std::string_view line) {
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    const bool spaced = level == line.size() || line[level] == ' ' || line[level] == '\t';
    return level <= 6 && spaced ? level : 0;
}

// A question as a heading: on one line.
std::string heading_of(std::string_view question) {
    std::string line;
    for (const std::string_view part : split_lines(question)) {
        if (!line.empty()) line += ' ';
        line += part;
    }
    return markdown_from_plain(line);
}

std::string question_of(std::string_view heading) {
    heading = trim(heading);
    const std::size_t close = heading.find_last_not_of('#'); // "## closed ##"
    if (close != std::string_view::npos && close + 1 < heading.size() && heading[close] == ' ') {
        heading = trim(heading.substr(0, close));
    }
    int images = 0;
    return plain_from_markdown(heading, images);
}

// A line of an answer as it must stand in a page: what would begin a heading, a comment of ours or a fence that nobody
// closes begins with an entity instead.
std::string with_guard(const std::string& line) {
    const std::string_view body = trim(line);
    const bool meant = heading_level(line) > 0 || body.starts_with(comment_start) || starts_with_entity(body) ||
                       body.starts_with("```") || body.starts_with("~~~");
    return meant ? with_first_as_entity(line) : line;
}

// The way back. Other entities are somebody's own words.
std::string without_guard(const std::string& line) {
    std::string literal = literal_line(line);
    return with_guard(literal) == line ? literal : line;
}

struct section {
    std::size_t level = 0;
    int line = 0;
    std::string question;
    std::vector<std::string> text;
    std::string fields; // the comment's object, empty when there is none
};

struct page {
    std::vector<section> sections;
    std::vector<finding> unplaced;
};

page cut(std::string_view text, std::string_view file) {
    page found;
    const std::vector<std::string_view> raw = split_lines(without_byte_order_mark(text));
    std::vector<std::string> lines(raw.begin(), raw.end());
    const auto ends = fence_ends(lines);
    bool reported = false;
    for (std::size_t i = read_front_matter(raw).lines; i < lines.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        const std::size_t end = ends[i].value_or(i);
        const std::size_t level = end > i ? 0 : heading_level(lines[i]);
        if (level > 0) {
            found.sections.push_back({level, number, question_of(std::string_view(lines[i]).substr(level)), {}, {}});
            continue;
        }
        if (found.sections.empty()) {
            if (!trim(lines[i]).empty() && !std::exchange(reported, true)) {
                found.unplaced.push_back({std::string(file), number, "text above the first heading"});
            }
            i = end;
            continue;
        }
        section& current = found.sections.back();
        const std::string_view line = trim(lines[i]);
        if (current.fields.empty() && line.starts_with(comment_start) && line.ends_with(comment_end)) {
            const std::size_t length = line.size() - comment_start.size() - comment_end.size();
            current.fields = trim(line.substr(comment_start.size(), length));
            continue;
        }
        for (; i < end; ++i)
            current.text.push_back(lines[i]);
        current.text.push_back(lines[i]);
    }
    for (section& s : found.sections) {
        s.text = tidy_lines(s.text, text_kind::markdown);
        const auto code = lines_of_code(s.text);
        for (std::size_t i = 0; i < s.text.size(); ++i) {
            if (!code[i]) s.text[i] = without_guard(s.text[i]);
        }
        s.text = tidy_lines(s.text, text_kind::markdown); // what the entity was part of may be nothing anybody meant
    }
    return found;
}

} // namespace

parsed_file read_faq(std::string_view text, std::string_view file) {
    parsed_file parsed;
    page cut_page = cut(text, file);
    parsed.unplaced = std::move(cut_page.unplaced);
    const std::vector<section>& sections = cut_page.sections;
    std::vector<json_row> rows;
    std::vector<std::pair<std::size_t, std::string>> groups; // open group headings with their levels
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const section& s = sections[i];
        std::erase_if(groups, [&](const auto& group) { return group.first >= s.level; });
        json_row found;
        if (!s.fields.empty()) {
            auto read = read_json_object(s.fields);
            if (const auto* wrong = std::get_if<std::string>(&read)) {
                parsed.refused.push_back({std::string(file), s.line + 1, "the comment under the heading: " + *wrong});
                continue;
            }
            found = std::get<json_row>(std::move(read));
        }
        if (trim(s.question).empty()) {
            if (!s.text.empty())
                parsed.unplaced.push_back({std::string(file), s.line, "text under a heading without words"});
            continue;
        }
        if (s.text.empty() && s.fields.empty()) {
            const bool parent = i + 1 < sections.size() && sections[i + 1].level > s.level;
            if (parent && s.level > 1) groups.emplace_back(s.level, s.question);
            if (!parent && s.level > 1)
                parsed.unplaced.push_back({std::string(file), s.line, "a heading with nothing below it"});
            continue;
        }
        row& r = found.value;
        r.line = s.line;
        // The comment knows the question's lines; it counts as long as nobody changed the heading.
        if (question_of(heading_of(r.question)) != s.question) r.question = s.question;
        r.answer = join(s.text);
        if (r.phrasings) r.phrasings = distinct_phrasings(*r.phrasings, r.question);
        if (!r.tags && !groups.empty()) {
            r.tags.emplace();
            for (const auto& group : groups)
                r.tags->push_back(group.second);
        }
        rows.push_back(std::move(found));
    }
    finish_rows(parsed, std::move(rows), file);
    return parsed;
}

bool is_own_faq(std::string_view text) {
    return text.find("\n" + std::string(comment_start) + "{") != std::string_view::npos;
}

std::string write_faq(const std::vector<entry>& entries, std::string_view title) {
    const std::vector<std::string> previous = previous_ids(entries);
    std::string out = "# " + heading_of(title) + "\n";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        out += "\n## " + heading_of(entries[i].question) + "\n\n";
        // "-->" would end the comment early; > has another spelling in JSON.
        const bool told = question_of(heading_of(entries[i].question)) == entries[i].question;
        std::string fields =
            write_json_fields(entries[i], previous[i], told ? json_fields::beside_text : json_fields::beside_answer);
        for (std::size_t at = fields.find('>'); at != std::string::npos; at = fields.find('>', at)) {
            fields.replace(at, 1, "\\u003e");
        }
        out += std::string(comment_start) + fields + ' ' + std::string(comment_end) + "\n\n";
        const std::vector<std::string> answer = tidy_lines(lines_of(entries[i].answer), text_kind::markdown);
        const auto code = lines_of_code(answer);
        for (std::size_t line = 0; line < answer.size(); ++line)
            out += (code[line] ? answer[line] : with_guard(answer[line])) + '\n';
    }
    return out;
}

} // namespace knowledge::exchange
