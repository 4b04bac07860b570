#include "knowledge/text/tokenise.hpp"

#include "knowledge/text/glossary.hpp"
#include "knowledge/text/hash.hpp"
#include "knowledge/text/lexicon.hpp"
#include "knowledge/text/normalise.hpp"
#include "knowledge/text/plain_words.hpp"
#include "knowledge/text/stem.hpp"
#include "knowledge/text/stem_pair.hpp"
#include "knowledge/text/utf8.hpp"
#include "knowledge/text/word_characters.hpp"
#include "knowledge/text/word_memory.hpp"
#include "knowledge/text/word_parts.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace knowledge::text {

namespace {

constexpr std::size_t longest_emoticon_characters = 4; // "[微笑]", "[图片]": how chat clients write a picture

} // namespace

class cutter {
  public:
    cutter(std::string_view text, token_list& into)
        : list_(into), bytes_(into.bytes_), items_(into.items_), memory_(into.memory_.get()) {
        into.clear();
        normalise(text, letter_case::kept, into.normalised_);
        into.normalised_size_ = into.normalised_.size();
        into.normalised_.append(readable_behind, '\0');
        text_ = into.normalised();
        if (memory_ != nullptr) plain_words_.emplace(text_, *memory_);
        has_han_ = contains_han(text_);
    }

    void run() {
        while (at_ < text_.size()) {
            std::size_t behind = at_;
            const char32_t c = next_code_point(text_, behind);
            if (is_unspaced_script(c)) {
                han_run();
            } else if (is_word_character(c)) {
                if (memory_ == nullptr || !remembered_word()) latin_run();
            } else {
                if (c != ' ') previous_word_ = {}; // a pair of words does not reach over punctuation
                at_ = c == '[' ? behind_emoticon(behind) : behind;
            }
        }
    }

  private:
    // A word in the memory of the list; `from` as in its items.
    struct place {
        std::size_t from = 0, size = 0;
        word_beginning beginning = word_beginning::unknown; // known of words in the memory
    };

    static bool contains_han(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            at += ascii_at(text, at);
            if (at < text.size() && is_unspaced_script(next_code_point(text, at))) return true;
        }
        return false;
    }

    std::size_t behind_emoticon(std::size_t inside) const {
        std::size_t at = inside;
        for (std::size_t characters = 0; at < text_.size() && characters <= longest_emoticon_characters; ++characters) {
            const char32_t c = next_code_point(text_, at);
            if (c == ']' && characters > 0) return at;
            if (!is_unspaced_script(c)) break;
        }
        return inside;
    }

    // Function words are cut out first: "事务的发起者" gives the pairs of 事务 and 发起者, none with 的.
    void han_run() {
        previous_word_ = {};
        std::size_t previous = 0; // bytes of the character before, when it belongs to the same run of content
        std::size_t meant_until = at_;
        while (at_ < text_.size()) {
            std::size_t behind = at_;
            char32_t c = next_code_point(text_, behind);
            if (!is_unspaced_script(c)) return;
            const lexicon_match known = han_words_.may_have(c) ? han_word_at(text_, at_) : lexicon_match{};
            if ((known.classes & function_word) != 0) {
                emit_here(token_kind::function, at_, known.length);
                at_ += known.length;
                previous = 0;
                continue;
            }
            // A longer word of content keeps the function words inside it from being cut out (目的).
            for (const std::size_t end = std::max(behind, at_ + known.length);; c = next_code_point(text_, behind)) {
                if (at_ >= meant_until && chinese_concepts_.may_have(c)) {
                    const concept_match meant = concept_at(text_, at_);
                    if (meant.length != 0) {
                        list_.add_meaning(meant.name);
                        meant_until = at_ + meant.length;
                    }
                }
                const std::size_t size = behind - at_;
                emit_here(token_kind::han, at_, size);
                // The two stand beside each other.
                if (previous != 0) emit_here(token_kind::han_pair, at_ - previous, previous + size);
                previous = size;
                at_ = behind;
                if (at_ >= end) break;
            }
        }
    }

    // A word of ASCII without joiners that the memory knows, or gets to know. False, and nothing done, when there is
    // none.
    bool remembered_word() {
        const plain_words::word here = plain_words_->at(at_);
        if (here.size == 0) return false;
        word_memory::word* known = memory_->find(here.hash);
        if (known == nullptr) {
            if (memory_->is_full()) return false;
            const std::string_view written = text_.substr(at_, here.size);
            known = &memory_->learn(written, here.hash, is_whole(written));
        }
        if (!known->is_whole) return false;

        const std::size_t in_memory = known->from | token_list::in_memory;
        const place folded{known->is_folded ? at_ | token_list::in_normalised : in_memory, known->size,
                           known->beginning};
        if (previous_word_.beginning == word_beginning::unknown || !pair_by_ending(previous_word_, folded, *known))
            pair_with_previous(folded);
        previous_word_ = folded;
        const bool function = !has_han_ && known->is_function;
        if (!function && known->meaning_size != 0)
            push(token_kind::meaning, {known->meaning_from() | token_list::in_memory, known->meaning_size},
                 memory_->meaning_hash(*known));
        push(function           ? token_kind::function
             : known->is_number ? token_kind::number
                                : token_kind::word,
             {in_memory + known->size, known->stemmed_size}, known->stemmed_hash);
        at_ += here.size;
        return true;
    }

    // It is cut into no parts.
    bool is_whole(std::string_view written) {
        parts_.clear();
        split_piece(written, parts_);
        return parts_.size() == 1 && parts_.front() == written;
    }

    // One word as it is written, with its joiners: "sofa-rpc", "store.mode", "v1.2.3", "C++".
    void latin_run() {
        pieces_.clear();
        const std::size_t from = at_;
        while (at_ < text_.size()) {
            const std::size_t piece = at_;
            while (at_ < text_.size()) {
                std::size_t behind = at_;
                if (!is_word_character(next_code_point(text_, behind))) break;
                at_ = behind;
            }
            if (at_ == piece) break;
            pieces_.push_back(text_.substr(piece, at_ - piece));
            if (at_ + 1 >= text_.size()) break;
            const char joiner = text_[at_];
            std::size_t next = at_ + 1;
            if (!is_joiner(joiner) || !is_word_character(next_code_point(text_, next))) break;
            ++at_;
        }
        const std::string_view whole = text_.substr(from, at_ - from);
        if (pieces_.size() == 1 && text_.substr(at_).starts_with("++")) {
            at_ += 2;
            word(text_.substr(from, at_ - from));
        } else if (pieces_.size() == 1 && whole.size() == 1 && text_.substr(at_).starts_with('#')) {
            at_ += 1;
            word(text_.substr(from, at_ - from));
        } else if (whole.size() <= longest_word_bytes) {
            compound(whole);
        } else {
            previous_word_ = {};
        }
    }

    void compound(std::string_view whole) {
        if (whole.find('\'') != std::string_view::npos) {
            // "what's" is "what", "don't" is "dont".
            if (pieces_.back().size() == 1) pieces_.pop_back();
            joined_.clear();
            for (const std::string_view piece : pieces_)
                joined_ += piece;
            word(joined_);
            return;
        }
        if (is_version(pieces_)) return version();

        parts_.clear();
        for (const std::string_view piece : pieces_) {
            const std::size_t before = parts_.size();
            split_piece(piece, parts_);
            if (pieces_.size() > 1 && parts_.size() - before > 1) emit_stemmed(token_kind::compound, lower(piece));
        }
        if (parts_.size() > 1) {
            joined_.clear();
            for (const std::string_view piece : pieces_)
                joined_ += piece;
            emit_stemmed(token_kind::compound, lower(joined_));
        }
        // Of two parts the pair would be the compound again.
        const bool pairs_inside = parts_.size() > 2;
        for (std::size_t i = 0; i < parts_.size(); ++i)
            word(parts_[i], i == 0 || pairs_inside);
    }

    // "1.2.3" is also a 1.2 and a 1.
    void version() {
        joined_.clear();
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            const std::string_view piece = pieces_[i];
            if (!joined_.empty()) joined_ += '.';
            joined_ += joined_.empty() && !is_digit(piece[0]) ? piece.substr(1) : piece;
            emit(i + 1 == pieces_.size() ? token_kind::compound : token_kind::number, joined_);
        }
        previous_word_ = {};
    }

    void word(std::string_view written, bool pairs = true) {
        const place folded = lower(written);
        const bool numeric = is_number(view(folded));
        // In a Chinese sentence an English word is a name: the AT of "AT 模式" is no preposition.
        const bool function = !has_han_ && (latin_word(view(folded)) & function_word) != 0;
        if (pairs)
            pair_with_previous(folded);
        else
            previous_word_ = folded;
        // A copy: the pair with the next word needs this one as it is.
        const std::size_t from = bytes_.size();
        bytes_.append(bytes_, folded.from, folded.size);
        emit_stemmed(function  ? token_kind::function
                     : numeric ? token_kind::number
                               : token_kind::word,
                     {from, folded.size});
    }

    void pair_with_previous(const place& folded) {
        if (previous_word_.size != 0) pair(previous_word_, folded);
        previous_word_ = folded;
    }

    // A pair of words that the memory knows, without its text. False, and nothing done, where it must be stemmed as a
    // whole.
    bool pair_by_ending(const place& first, const place& second, word_memory::word& known) {
        word_ending& ending = known.endings[static_cast<std::size_t>(first.beginning)];
        if (!ending.is_known()) ending = ending_behind(first.beginning, view(second));
        if (!ending.is_the_same_behind_all()) return false;
        const bool letters =
            first.beginning != word_beginning::not_letters && known.beginning != word_beginning::not_letters;
        const std::string_view term(together_.data(),
                                    stem_together(view(first), view(second), ending, letters, together_.data()));
        if (term.empty()) return false;
        const std::uint64_t hash = hash_of_padded(term);
        if (english_concepts_.may_have(hash))
            if (const std::string_view meant = concept_of(term, hash); !meant.empty()) list_.add_meaning(meant);
        push(token_kind::pair, {}, hash);
        return true;
    }

    void pair(const place& first, const place& second) {
        const std::size_t from = bytes_.size();
        append(first);
        append(second);
        emit_stemmed(token_kind::pair, {from, bytes_.size() - from});
    }

    void append(const place& word) {
        const std::size_t from = bytes_.size();
        bytes_.resize(from + word.size);
        std::memcpy(bytes_.data() + from, view(word).data(), word.size);
    }

    // Folded, at the end of the bytes.
    place lower(std::string_view written) {
        const std::size_t from = bytes_.size();
        for (const char c : written) {
            if (static_cast<unsigned char>(c) >= 0x80) {
                bytes_.resize(from);
                bytes_ += normalise(written);
                break;
            }
            bytes_.push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
        }
        return {from, bytes_.size() - from};
    }

    [[nodiscard]] std::string_view view(const place& at) const {
        return list_.text(static_cast<std::uint32_t>(at.from), static_cast<std::uint32_t>(at.size));
    }

    // `term` is at the end of the bytes.
    void emit_stemmed(token_kind kind, const place& term) {
        const std::size_t size = stem(bytes_.data() + term.from, term.size);
        bytes_.resize(term.from + size);
        emit_at(kind, {term.from, size});
    }

    void emit(token_kind kind, std::string_view term) {
        const std::size_t from = bytes_.size();
        bytes_ += term;
        emit_at(kind, {from, term.size()});
    }

    // What stands in the text already.
    void emit_here(token_kind kind, std::size_t from, std::size_t size) {
        push(kind, {from | token_list::in_normalised, size}, hash_of(text_.substr(from, size)));
    }

    void emit_at(token_kind kind, const place& term) {
        const std::uint64_t hash = hash_of({bytes_.data() + term.from, term.size});
        const bool translatable = kind == token_kind::word || kind == token_kind::compound || kind == token_kind::pair;
        if (translatable)
            if (const std::string_view meant = concept_of({bytes_.data() + term.from, term.size}, hash); !meant.empty())
                list_.add_meaning(meant);
        push(kind, term, hash);
    }

    void push(token_kind kind, const place& term, std::uint64_t hash) {
        // In its place at once: copied there, it would be read before the writes of its parts are through.
        token_list::item& made = items_.emplace_back();
        made.kind = kind;
        made.from = static_cast<std::uint32_t>(term.from);
        made.size = static_cast<std::uint32_t>(term.size);
        made.hash = hash;
    }

    token_list& list_;
    std::string& bytes_;
    std::vector<token_list::item>& items_;
    word_memory* const memory_; // may be null
    const beginnings& han_words_ = beginnings_of_han_words();
    const beginnings& chinese_concepts_ = beginnings_of_concepts();
    const hash_filter& english_concepts_ = hashes_of_concepts();
    std::string_view text_;
    bool has_han_ = false;
    std::size_t at_ = 0;
    std::optional<plain_words> plain_words_;       // with a memory
    place previous_word_;                          // folded; empty when no pair may be made
    std::vector<std::string_view> pieces_, parts_; // of one word as it is written
    std::string joined_;
    std::array<char, 2 * longest_word_bytes + readable_behind> together_; // a pair of words
};

void token_list::add_meaning(std::string_view name) {
    const std::size_t from = bytes_.size();
    bytes_.push_back(mark_of_meaning);
    bytes_ += name;
    const std::string_view term = std::string_view(bytes_).substr(from);
    items_.push_back({token_kind::meaning, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(term.size()),
                      hash_of(term)});
}

token_list::token_list() = default;
token_list::~token_list() = default;

void token_list::remember_words() {
    memory_ = std::make_unique<word_memory>();
}

const char* token_list::remembered(std::uint32_t from) const {
    return memory_->texts() + from;
}

void tokenise(std::string_view text, token_list& into) {
    cutter(text, into).run();
}

std::vector<token> tokenise(std::string_view text) {
    token_list list;
    tokenise(text, list);
    std::vector<token> tokens;
    tokens.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        tokens.push_back({list[i].kind, std::string(list.text(list[i]))});
    return tokens;
}

} // namespace knowledge::text
