// What a single line of a weekly is, in every spelling met so far. The reader decides by these kinds alone, and the
// draft escapes a line of text by them: a line that is not `text` to classify() would be read as something else.
// Grammar and counts: the spellings come from three years of a published weekly, which changed its layout often.
#pragma once

#include <string>
#include <string_view>

namespace knowledge::exchange {

enum class line_kind {
    blank,
    text,    // none of the others
    fence,   // ``` or ~~~; whether it is closed is fence_ends()' to say
    comment, // <!-- at its start
    section, // the title of the questions' section, as heading, bold or plain
    heading, // any other heading, or the bold title of another section
    opener,  // "**1、@name** 提问：" …
    topic, // "**1、关于 X 的提问：**", "**关于扩容：**": what the following questions are about, but nobody's name
    quote,         // "> …"
    answer,        // "A：…"
    question,      // "Q：…" outside a quote
    project_link,  // "SOFATracer：[url](url)" …
    project_label, // "「MOSN」：" with the link on a line of its own
    link,          // nothing but a link
    image,         // nothing but pictures
    notice         // the sentence that invites readers to ask
};

struct weekly_line {
    line_kind kind = line_kind::text;
    std::string number{}; // of an opener or topic, as printed
    std::string name{};   // asker of an opener; label of a project link; text of a topic
    std::string url{};    // of a project link or link
    int level = 0;        // of a section or heading written with #; 0 when bold or when its title names another section
    std::string rest{};   // behind the mark of an opener, a quote, an answer or a question
};

// Takes a line that went through scrub().
weekly_line classify(std::string_view line);

// A numbered or bold line that begins with an @name, though not in a spelling that makes it an opener.
bool resembles_opener(std::string_view line);

// An answer's line as it can stand in a weekly: the first character of a line with a meaning becomes an entity, which
// every Markdown reader shows as that character. literal_line() is the way back.
std::string guard_line(std::string_view line);

// A question's first line without the "Q：" or "问题：" some editions print before it.
std::string_view without_question_mark(std::string_view line);

} // namespace knowledge::exchange
