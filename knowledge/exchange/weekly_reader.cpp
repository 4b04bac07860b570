#include "knowledge/exchange/weekly_reader.hpp"

#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"
#include "knowledge/exchange/weekly_page.hpp"
#include "knowledge/exchange/weekly_texts.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace knowledge::exchange {
namespace {

class reader {
  public:
    reader(std::string_view text, std::string_view file)
        : file_(file), page_(read_weekly_page(text, file)), next_(page_.first_line) {
        edition_.title = page_.title;
        edition_.date = page_.date;
    }

    weekly_edition read() {
        while (next_ < page_.lines.size()) {
            const std::size_t at = next_++;
            const weekly_line line = classify(page_.lines[at]);
            if (line.kind == line_kind::comment && skip_comment(at)) continue;
            if (in_section_) {
                read_inside(at, line);
            } else if (line.kind == line_kind::section) {
                in_section_ = true;
                section_level_ = line.level;
            } else if (line.kind == line_kind::opener && !line.number.empty()) {
                in_section_ = true; // a layout without the section's title
                section_level_ = 0;
                read_inside(at, line);
            } else if (line.kind == line_kind::quote || line.kind == line_kind::answer ||
                       line.kind == line_kind::opener) {
                outside_.push_back(at);
            }
        }
        close_thread();
        // An edition that quotes things elsewhere is fine, as long as its questions were found.
        if (edition_.threads.empty()) {
            for (const std::size_t at : outside_)
                report(line_number(at), "looks like a question or an answer, outside the questions' section");
        }
        return std::move(edition_);
    }

  private:
    // Which text the next plain line belongs to.
    enum class part { none, question, answer };

    void read_inside(std::size_t at, const weekly_line& line) {
        switch (line.kind) {
        case line_kind::blank:
            add_blank();
            break;
        case line_kind::section:
            close_thread();
            topic_.clear();
            section_level_ = line.level;
            break;
        case line_kind::heading:
            if (section_level_ > 0 && line.level > section_level_) {
                take_text(at); // a heading inside an answer
                break;
            }
            close_thread();
            topic_.clear();
            in_section_ = false;
            break;
        case line_kind::opener:
            open_thread(at, line);
            break;
        case line_kind::topic:
            take_topic(at, line);
            break;
        case line_kind::quote:
            take_quote(at, line);
            break;
        case line_kind::answer:
            take_answer(at, line);
            break;
        case line_kind::question:
            start_question(at);
            add(at, line.rest);
            break;
        case line_kind::project_link:
        case line_kind::project_label:
            take_project(at, line);
            break;
        case line_kind::fence:
            take_fence(at);
            break;
        case line_kind::image:
            take_image(at, page_.lines[at]);
            break;
        case line_kind::notice:
            if (thread_) add(at, page_.lines[at]);
            break;
        case line_kind::comment:
        case line_kind::link:
        case line_kind::text:
            take_text(at);
            break;
        }
    }

    void open_thread(std::size_t at, const weekly_line& line) {
        close_thread();
        thread_.emplace();
        thread_->number = line.number;
        thread_->topic = topic_;
        thread_->asker = line.name;
        thread_->line = line_number(at);
        if (!line.rest.empty()) {
            start_question(at);
            add(at, line.rest);
        }
    }

    void close_thread() {
        if (!thread_) return;
        close_turn();
        if (thread_->turns.empty()) {
            report(thread_->line, "an asker without a question");
        } else {
            edition_.threads.push_back(std::move(*thread_));
        }
        thread_.reset();
        part_ = part::none;
        closed_by_link_ = blank_since_link_ = false;
    }

    void close_turn() {
        if (part_ == part::none) return;
        weekly_turn turn;
        turn.line = turn_line_;
        turn.question = question_text(question_, thread_->images);
        turn.answer = answer_text(answer_, thread_->images);
        if (turn.question.empty() && !turn.answer.empty()) report(turn_line_, "an answer without a question in words");
        if (!turn.question.empty() || !turn.answer.empty()) thread_->turns.push_back(std::move(turn));
        question_.clear();
        answer_.clear();
        part_ = part::none;
    }

    // A question goes on until it is answered; after an answer the next one starts a new turn.
    void start_question(std::size_t at) {
        if (!thread_ || part_ == part::question) return;
        close_turn();
        part_ = part::question;
        turn_line_ = line_number(at);
        closed_by_link_ = blank_since_link_ = false;
    }

    void take_topic(std::size_t at, const weekly_line& line) {
        // A bold line right under the asker is the question itself, in bold instead of a quote.
        if (thread_ && part_ == part::none && thread_->turns.empty()) return take_text(at);
        topic_ = line.name;
        // The next asker takes the topic over. When a question comes first, nobody is named and it stays in the thread.
        std::size_t following = next_;
        while (following < page_.lines.size() && classify(page_.lines[following]).kind == line_kind::blank)
            ++following;
        const bool asker_follows =
            following < page_.lines.size() && classify(page_.lines[following]).kind != line_kind::quote;
        if (asker_follows) return close_thread();
        report(line_number(at), thread_ ? "a topic without an asker: its questions stay in the thread above"
                                        : "a topic without an asker");
    }

    void take_quote(std::size_t at, const weekly_line& line) {
        if (!thread_) return report_text(at, "a quote outside a thread");
        if (classify(line.rest).kind == line_kind::image) return take_image(at, line.rest);
        if (trim(line.rest).empty()) {
            if (part_ == part::question) add_blank();
            return;
        }
        start_question(at);
        question_.push_back(line.rest);
        // A fence inside the quote: its lines are code, whatever they look like.
        if (const auto end = page_.quoted_fence_ends[at]) {
            for (std::size_t i = at + 1; i <= *end; ++i)
                question_.push_back(classify(page_.lines[i]).rest);
            next_ = *end + 1;
        }
    }

    void take_answer(std::size_t at, const weekly_line& line) {
        if (!thread_) return report_text(at, "an answer outside a thread");
        if (part_ == part::none) turn_line_ = line_number(at);
        part_ = part::answer;
        closed_by_link_ = blank_since_link_ = false;
        answer_.push_back(line.rest);
    }

    void take_project(std::size_t at, const weekly_line& line) {
        std::string url = line.url;
        if (line.kind == line_kind::project_label) {
            std::size_t following = next_;
            while (following < page_.lines.size() && page_.lines[following].empty())
                ++following;
            const weekly_line target =
                following < page_.lines.size() ? classify(page_.lines[following]) : weekly_line{};
            if (target.kind != line_kind::link) return take_text(at);
            url = target.url;
            next_ = following + 1;
        }
        const bool asked = thread_ && (part_ != part::none || !thread_->turns.empty());
        if (!asked) return report_text(at, "a project link outside a thread");
        if (blank_since_link_ && unplaced_since_link_) {
            return report_text(at, "behind the project link that closed the thread");
        }
        const auto same = [&](const project_link& known) { return known.url == url; };
        if (std::none_of(thread_->links.begin(), thread_->links.end(), same))
            thread_->links.push_back({line.name, url});
        closed_by_link_ = true;
        blank_since_link_ = unplaced_since_link_ = false;
    }

    void take_fence(std::size_t at) {
        const auto end = page_.fence_ends[at];
        if (!end) return take_text(at);
        for (std::size_t i = at; i <= *end; ++i)
            add(i, page_.lines[i]);
        next_ = *end + 1;
    }

    void take_image(std::size_t at, const std::string& image) {
        if (!thread_ || behind_link()) return report_text(at, "a picture outside a thread");
        if (part_ == part::none) start_question(at);
        (part_ == part::answer ? answer_ : question_).push_back(image);
    }

    void take_text(std::size_t at) {
        if (thread_ && part_ == part::none) start_question(at);
        if (part_ == part::answer && resembles_opener(page_.lines[at]) && !behind_link()) {
            report(line_number(at), "looks like an asker; it stays in the answer above");
        }
        add(at, page_.lines[at]);
    }

    void add(std::size_t at, const std::string& line) {
        if (!thread_) {
            if (trim(line).starts_with("关于") && topic_.empty()) {
                int images = 0;
                topic_ = plain_from_markdown(trim(line), images);
                return;
            }
            return report_text(at, "text outside a thread");
        }
        if (behind_link()) return report_text(at, "behind the project link that closed the thread");
        (part_ == part::answer ? answer_ : question_).push_back(line);
    }

    void add_blank() {
        if (closed_by_link_) blank_since_link_ = true;
        if (part_ == part::question) question_.emplace_back();
        if (part_ == part::answer) answer_.emplace_back();
    }

    // Text right under the link still belongs to the answer; behind an empty line it belongs to nobody.
    bool behind_link() const { return closed_by_link_ && blank_since_link_; }

    // False when nobody closes the comment: then its first line is text like any other.
    bool skip_comment(std::size_t at) {
        const std::size_t bound = page_.last_comment_end ? *page_.last_comment_end + 1 : 0;
        std::size_t end = at;
        while (end < bound && page_.lines[end].find("-->") == std::string::npos)
            ++end;
        if (end >= bound) {
            report(line_number(at), "a comment that is never closed");
            return false;
        }
        std::string& last = page_.lines[end];
        // What stands behind the comment is read as a line of its own.
        last = std::string(trim(std::string_view(last).substr(last.find("-->") + 3)));
        next_ = last.empty() ? end + 1 : end;
        return true;
    }

    static int line_number(std::size_t at) { return static_cast<int>(at) + 1; }
    void report(int line, std::string reason) {
        edition_.unplaced.push_back({std::string(file_), line, std::move(reason)});
    }
    void report_text(std::size_t at, std::string reason) {
        if (closed_by_link_) unplaced_since_link_ = true;
        report(line_number(at), std::move(reason));
    }

    std::string_view file_;
    weekly_page page_;
    std::size_t next_; // line
    weekly_edition edition_;
    bool in_section_ = false;
    int section_level_ = 0;            // of its heading; 0 when it has none with #
    std::vector<std::size_t> outside_; // lines that would be threads inside the section
    std::string topic_;
    std::optional<weekly_thread> thread_;
    part part_ = part::none;
    std::vector<std::string> question_, answer_;
    int turn_line_ = 0;
    bool closed_by_link_ = false, blank_since_link_ = false, unplaced_since_link_ = false;
};

} // namespace

weekly_edition read_weekly(std::string_view text, std::string_view file) {
    return reader(text, file).read();
}

bool looks_like_weekly(std::string_view text) {
    const std::vector<std::string_view> lines = split_lines(without_byte_order_mark(text));
    const front_matter front = read_front_matter(lines);
    for (const std::string& category : front.categories) {
        const std::string lower = in_small_letters(category);
        if (lower.find("weekly") != std::string::npos || lower.find("周刊") != std::string::npos) return true;
    }
    bool section = false;
    for (const std::string_view line : lines) {
        const line_kind kind = classify(scrub(line)).kind;
        if (kind == line_kind::opener && section) return true;
        section = section || kind == line_kind::section;
    }
    return false;
}

} // namespace knowledge::exchange
