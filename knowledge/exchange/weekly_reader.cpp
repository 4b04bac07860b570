#include "knowledge/exchange/weekly_reader.hpp"

#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace knowledge::exchange {
namespace {

// "…20200522…" or "…2020-05-22…" in a file's name.
std::string day_in_name(std::string_view file) {
    const std::string name = std::filesystem::path(file).filename().string();
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t digits = std::min(name.find_first_not_of("0123456789", at), name.size()) - at;
        const std::string rest = name.substr(at);
        if (std::string day = day_at_start(rest); digits == 4 && !day.empty()) return day;
        if (digits == 8) {
            const std::string dashed = rest.substr(0, 4) + "-" + rest.substr(4, 2) + "-" + rest.substr(6, 2);
            if (std::string day = day_at_start(dashed); !day.empty()) return day;
        }
        at += std::max<std::size_t>(digits, 1);
    }
    return {};
}

// Question lines become plain text, except inside code fences.
std::string question_text(const std::vector<std::string>& lines, int& images) {
    std::vector<std::string> plain;
    const auto ends = fence_ends(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (const auto end = ends[i]) {
            plain.insert(plain.end(), lines.begin() + static_cast<std::ptrdiff_t>(i),
                         lines.begin() + static_cast<std::ptrdiff_t>(*end) + 1);
            i = *end;
            continue;
        }
        std::string_view line = lines[i];
        while (trim(line).starts_with('>'))
            line = trim(line).substr(1); // a quote in the quote
        const bool first = std::all_of(plain.begin(), plain.end(), [](const std::string& p) { return p.empty(); });
        if (first) line = without_question_mark(line);
        const std::string_view bare = without_breaks(line);
        plain.push_back(plain_from_markdown(bare.size() < trim(line).size() ? bare : line, images));
    }
    return join(tidy_lines(plain, text_kind::plain));
}

// The draft guards single lines of a tidy text, so they are restored before anything is tidied.
std::string answer_text(std::vector<std::string> lines, int& images) {
    const auto each_text_line = [](std::vector<std::string>& all, auto visit) {
        const auto ends = fence_ends(all);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (const auto end = ends[i]) {
                i = *end;
            } else {
                visit(all[i]);
            }
        }
    };
    each_text_line(lines, [](std::string& line) { line = literal_line(line); });
    std::vector<std::string> tidy = tidy_lines(lines, text_kind::markdown);
    each_text_line(tidy, [&](const std::string& line) { images += count_images(line); });
    return join(tidy);
}

class reader {
  public:
    reader(std::string_view text, std::string_view file) : file_(file) {
        const std::vector<std::string_view> raw = split_lines(without_byte_order_mark(text));
        const front_matter front = read_front_matter(raw);
        edition_.title = front.title;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i].find("-->") != std::string_view::npos) last_comment_end_ = i;
        }
        edition_.date = front.date.empty() ? day_in_name(file) : front.date;
        next_ = front.lines;
        lines_.reserve(raw.size());
        for (const std::string_view line : raw)
            lines_.push_back(scrub(line));
        ends_ = fence_ends(lines_);
        find_quoted_fences();
    }

    weekly_edition read() {
        while (next_ < lines_.size()) {
            const std::size_t at = next_++;
            const weekly_line line = classify(lines_[at]);
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
            take_image(at, lines_[at]);
            break;
        case line_kind::notice:
            if (thread_) add(at, lines_[at]);
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
        while (following < lines_.size() && classify(lines_[following]).kind == line_kind::blank)
            ++following;
        const bool asker_follows = following < lines_.size() && classify(lines_[following]).kind != line_kind::quote;
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
        if (const auto end = quoted_ends_[at]) {
            for (std::size_t i = at + 1; i <= *end; ++i)
                question_.push_back(classify(lines_[i]).rest);
            next_ = *end + 1;
        }
    }

    void find_quoted_fences() {
        quoted_ends_.resize(lines_.size());
        for (std::size_t first = 0; first < lines_.size();) {
            std::size_t end = first + 1;
            const weekly_line line = classify(lines_[first]);
            if (line.kind == line_kind::quote) {
                std::vector<std::string> quoted{line.rest};
                for (; end < lines_.size() && lines_[end].starts_with('>'); ++end)
                    quoted.push_back(classify(lines_[end]).rest);
                const auto ends = fence_ends(quoted);
                for (std::size_t i = 0; i < ends.size(); ++i) {
                    if (ends[i]) quoted_ends_[first + i] = first + *ends[i];
                }
            }
            first = end;
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
            while (following < lines_.size() && lines_[following].empty())
                ++following;
            const weekly_line target = following < lines_.size() ? classify(lines_[following]) : weekly_line{};
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
        const auto end = ends_[at];
        if (!end) return take_text(at);
        for (std::size_t i = at; i <= *end; ++i)
            add(i, lines_[i]);
        next_ = *end + 1;
    }

    void take_image(std::size_t at, const std::string& image) {
        if (!thread_ || behind_link()) return report_text(at, "a picture outside a thread");
        if (part_ == part::none) start_question(at);
        (part_ == part::answer ? answer_ : question_).push_back(image);
    }

    void take_text(std::size_t at) {
        if (thread_ && part_ == part::none) start_question(at);
        if (part_ == part::answer && resembles_opener(lines_[at]) && !behind_link()) {
            report(line_number(at), "looks like an asker; it stays in the answer above");
        }
        add(at, lines_[at]);
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
        const std::size_t bound = last_comment_end_ ? *last_comment_end_ + 1 : 0;
        std::size_t end = at;
        while (end < bound && lines_[end].find("-->") == std::string::npos)
            ++end;
        if (end >= bound) {
            report(line_number(at), "a comment that is never closed");
            return false;
        }
        std::string& last = lines_[end];
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
    std::vector<std::string> lines_;
    std::vector<std::optional<std::size_t>> ends_, quoted_ends_; // of fences, plain and inside quotes
    std::size_t next_ = 0;
    weekly_edition edition_;
    bool in_section_ = false;
    int section_level_ = 0;                       // of its heading; 0 when it has none with #
    std::optional<std::size_t> last_comment_end_; // the last line with "-->"
    std::vector<std::size_t> outside_;            // lines that would be threads inside the section
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
