#include "knowledge/match/note_words.hpp"

#include "knowledge/text/glossary.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace knowledge::match {

namespace {

using text::token_kind;

constexpr std::size_t longest_noted = most_noted_bytes / 3;
constexpr std::size_t around_a_word = 3; // two quotation marks, and what separates it from the next
constexpr std::string_view and_so_on = "…";

bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char folded(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Whole characters of it.
std::string shortened(std::string_view word) {
    if (word.size() <= longest_noted) return std::string(word);
    std::size_t size = longest_noted - and_so_on.size();
    while (size > 0 && (static_cast<unsigned char>(word[size]) & 0xC0U) == 0x80)
        --size;
    return std::string(word.substr(0, size)).append(and_so_on);
}

class noter {
  public:
    noter(const text::token_list& tokens, const terms_read& read)
        : tokens_(tokens), read_(read), text_(tokens.normalised()) {}

    noted_words note() {
        for (const auto& one : read_.in_order) {
            if (one.kind == token_kind::meaning) {
                meaning_ = is_unknown(one) ? std::string_view() : tokens_.text(one).substr(1);
                continue;
            }
            if (!is_latin(one.kind) && one.kind != token_kind::pair) latin_row_ = {};
            if (one.kind == token_kind::han)
                han(one);
            else if (one.kind == token_kind::han_pair)
                han_pair(one);
            else if (is_latin(one.kind))
                latin(one);
            meaning_ = {};
        }
        end_run();
        if (more_) result_.unknown.emplace_back(and_so_on);
        return std::move(result_);
    }

  private:
    const text::token_list& tokens_;
    const terms_read& read_;
    const std::string_view text_;
    noted_words result_;
    std::size_t room_ = most_noted_bytes - and_so_on.size() - around_a_word;
    bool more_ = false;
    std::string_view meaning_;             // of the term that comes next
    std::string_view latin_row_, han_row_; // that the last word of a community was read as
    std::size_t written_ = 0;              // where the last word was found in the text
    std::string_view compound_;            // the last one that is unknown: its parts say nothing more

    // Characters beside each other that no known word has, and how far known words reach.
    std::size_t run_from_ = 0, run_until_ = 0, known_until_ = 0;
    bool single_is_known_ = false;

    [[nodiscard]] bool is_unknown(const text::token_list::item& one) const {
        return std::ranges::binary_search(read_.unknown, one.hash);
    }
    [[nodiscard]] std::string_view corrected(std::uint64_t hash) const {
        const auto found = std::ranges::find(read_.corrected, hash, &std::pair<std::uint64_t, std::string_view>::first);
        return found == read_.corrected.end() ? std::string_view() : found->second;
    }
    // The name of the row; the meanings of a community's words stand behind the text.
    [[nodiscard]] std::string_view by_own_word(std::uint64_t hash) const {
        const auto found = std::ranges::find(read_.by_own_word, hash, &std::pair<std::uint64_t, std::uint64_t>::first);
        if (found == read_.by_own_word.end()) return {};
        const auto row = std::ranges::find(read_.in_order, found->second, &text::token_list::item::hash);
        return row == read_.in_order.end() ? std::string_view() : tokens_.text(*row).substr(1);
    }
    [[nodiscard]] std::size_t place_of(std::string_view of_text) const {
        return static_cast<std::size_t>(of_text.data() - text_.data());
    }

    void latin(const text::token_list::item& one) {
        end_run();
        const std::string_view term = tokens_.text(one);
        if (const auto meant = corrected(one.hash); !meant.empty()) return add(as_written(term), meant);
        if (const auto meant = by_own_word(one.hash); !meant.empty()) {
            if (meant == latin_row_) return extend(" ", as_written(term)); // of two words
            latin_row_ = meant;
            return add(as_written(term), meant);
        }
        latin_row_ = {};
        if (!is_unknown(one)) return;
        if (!meaning_.empty()) return add(as_written(term), meaning_);
        if (one.kind == token_kind::compound) {
            compound_ = term;
            drop_parts_of(term);
        } else if (compound_.find(term) != std::string_view::npos) {
            return;
        }
        add(as_written(term));
    }

    // Those of a number stand before it: 2, 2.7, 2.7.1.
    void drop_parts_of(std::string_view compound) {
        while (!result_.unknown.empty() && compound.find(result_.unknown.back()) != std::string_view::npos) {
            room_ += result_.unknown.back().size() + around_a_word;
            result_.unknown.pop_back();
        }
    }

    // The word that begins as its stem does, but for the stem's last letter if need be ("policy", "polici"); the stem
    // where there is none.
    std::string_view as_written(std::string_view term) {
        constexpr std::size_t least_alike = 4;
        std::string_view written = beginning_with(term);
        if (written.empty() && term.size() > least_alike && is_letter(term.back()))
            written = beginning_with(term.substr(0, term.size() - 1));
        return written.empty() ? term : written;
    }

    std::string_view beginning_with(std::string_view beginning) {
        for (std::size_t at = written_; at + beginning.size() <= text_.size(); ++at) {
            if (at > 0 && is_letter(text_[at - 1])) continue;
            if (!std::ranges::equal(text_.substr(at, beginning.size()), beginning, {}, folded)) continue;
            std::size_t end = at + beginning.size();
            while (end < text_.size() && is_letter(text_[end]))
                ++end;
            written_ = at; // its parts begin there as well
            return text_.substr(at, end - at);
        }
        return {};
    }

    void han(const text::token_list::item& one) {
        const std::string_view character = tokens_.text(one);
        const std::size_t at = place_of(character);
        if (!meaning_.empty()) {
            const std::size_t length = text::concept_at(text_, at).length;
            end_run();
            if (!is_whole_known(at, length)) add(text_.substr(at, length), meaning_);
            known_until_ = std::max(known_until_, at + length);
        }
        if (at < known_until_) return;
        if (run_until_ != at) end_run();
        if (run_from_ == run_until_) {
            run_from_ = at;
            single_is_known_ = !is_unknown(one);
        }
        run_until_ = at + character.size();
    }

    // Every pair in it.
    [[nodiscard]] bool is_whole_known(std::size_t at, std::size_t length) const {
        return std::ranges::none_of(read_.in_order, [&](const text::token_list::item& one) {
            if (one.kind != token_kind::han_pair || !is_unknown(one)) return false;
            const std::size_t from = place_of(tokens_.text(one));
            return from >= at && from + one.size <= at + length;
        });
    }

    // Comes behind its second character, and takes both out of the run when it is known.
    void han_pair(const text::token_list::item& one) {
        const std::size_t from = place_of(tokens_.text(one)), until = from + one.size;
        const std::string_view meant = by_own_word(one.hash);
        if (meant.empty() && is_unknown(one)) return;
        run_until_ = std::min(run_until_, std::max(run_from_, from));
        end_run();
        if (!meant.empty()) {
            if (meant == han_row_ && from < known_until_) // the pairs of one word overlap
                extend("", text_.substr(known_until_, until - known_until_));
            else
                add(text_.substr(from, until - from), meant);
            han_row_ = meant;
        }
        known_until_ = std::max(known_until_, until);
    }

    void end_run() {
        const std::string_view run = text_.substr(run_from_, run_until_ - run_from_);
        const bool one_character = run.size() <= 4 && single_is_known_ && is_one(run);
        if (!run.empty() && !one_character) add(run);
        run_from_ = run_until_ = 0;
    }

    static bool is_one(std::string_view characters) {
        return std::ranges::count_if(characters,
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }) == 1;
    }

    void add(std::string_view word) {
        auto made = shortened(word);
        if (std::ranges::find(result_.unknown, made) != result_.unknown.end()) return;
        if (!takes(made.size() + around_a_word)) return;
        result_.unknown.push_back(std::move(made));
    }

    void add(std::string_view said, std::string_view read_as) {
        noted_words::other made{shortened(said), shortened(read_as)};
        if (std::ranges::find(result_.otherwise, made) != result_.otherwise.end()) return;
        if (!takes(made.said.size() + made.read_as.size() + 2 * around_a_word)) return;
        result_.otherwise.push_back(std::move(made));
    }

    void extend(std::string_view between, std::string_view by) {
        if (result_.otherwise.empty() || !takes(between.size() + by.size())) return;
        result_.otherwise.back().said.append(between).append(by);
    }

    bool takes(std::size_t bytes) {
        if (bytes > room_)
            more_ = true;
        else
            room_ -= bytes;
        return !more_;
    }
};

} // namespace

noted_words note_words(const text::token_list& tokens, const terms_read& read) {
    return noter(tokens, read).note();
}

} // namespace knowledge::match
