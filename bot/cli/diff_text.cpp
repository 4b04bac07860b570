#include "bot/cli/diff_text.hpp"

#include "bot/observe/terminal.hpp"

#include <fmt/format.h>

namespace bot::cli {

namespace diff = knowledge::diff;

namespace {

// Unchanged lines that are shown around a change.
constexpr std::size_t lines_around = 2;

struct marks {
    std::string_view removed, added, removed_end, added_end;
};
constexpr marks coloured{"\033[31m", "\033[32m", "\033[0m", "\033[0m"};
constexpr marks plain{"[-", "{+", "-]", "+}"};

// Line by line, because marks and colours end with their line and outside text is made printable.
class writer {
  public:
    explicit writer(const marks& how) : how_(how) {}

    void add(diff::fate what, std::string_view text) {
        while (!text.empty()) {
            const auto end = text.find('\n');
            put(what, text.substr(0, end));
            if (end == std::string_view::npos) return;
            text.remove_prefix(end + 1);
            finish();
        }
    }
    std::string take() {
        finish();
        return std::move(all_);
    }

  private:
    void put(diff::fate what, std::string_view text) {
        // printable() drops blanks at the ends, which separate words here.
        const auto blank_first = text.starts_with(' '), blank_last = text.size() > 1 && text.ends_with(' ');
        auto clean = observe::printable(text);
        if (blank_first && !clean.starts_with(' ')) clean.insert(0, " ");
        if (blank_last && !clean.ends_with(' ')) clean += ' ';
        if (what == diff::fate::same || text.empty())
            line_ += clean;
        else if (what == diff::fate::removed)
            line_ += fmt::format("{}{}{}", how_.removed, clean, how_.removed_end);
        else
            line_ += fmt::format("{}{}{}", how_.added, clean, how_.added_end);
    }
    void finish() {
        while (line_.ends_with(' '))
            line_.pop_back();
        all_ += line_.empty() ? "\n" : "  " + line_ + "\n";
        line_.clear();
    }

    const marks& how_;
    std::string all_, line_;
};

// A long stretch that stayed, without its middle.
std::string around(const std::string& text, bool first, bool last) {
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = rest.find('\n');
        const auto size = end == std::string_view::npos ? rest.size() : end + 1;
        lines.push_back(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    const std::size_t head = first ? 0 : lines_around + 1, tail = last ? 0 : lines_around + 1;
    if (lines.size() <= head + tail + 1) return text;
    std::string kept;
    for (std::size_t i = 0; i < head; ++i)
        kept += lines[i];
    kept += "…\n";
    for (std::size_t i = lines.size() - tail; i < lines.size(); ++i)
        kept += lines[i];
    return kept;
}

} // namespace

std::string diff_text(std::span<const diff::field_change> changes, bool colour) {
    const auto& how = colour ? coloured : plain;
    std::string all;
    for (const auto& one : changes) {
        all += fmt::format("{}{}{}:\n", to_string(one.what), one.language.empty() ? "" : " ", one.language);
        for (const auto& line : one.removed)
            all += fmt::format("  {}{}{}\n", how.removed, observe::printable(line), how.removed_end);
        for (const auto& line : one.added)
            all += fmt::format("  {}{}{}\n", how.added, observe::printable(line), how.added_end);
        if (one.text.empty()) continue;
        writer lines(how);
        for (std::size_t i = 0; i < one.text.size(); ++i) {
            const auto& piece = one.text[i];
            const bool same = piece.what == diff::fate::same;
            lines.add(piece.what, same ? around(piece.text, i == 0, i + 1 == one.text.size()) : piece.text);
        }
        all += lines.take();
    }
    return all;
}

} // namespace bot::cli
