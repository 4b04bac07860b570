#include "knowledge/match/document_reader.hpp"

#include "knowledge/match/impact.hpp"
#include "knowledge/match/inverted.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <span>

namespace knowledge::match {

namespace {

// Of a longer field only the beginning is indexed: what an answer is about is said early.
constexpr std::size_t longest_field_tokens = 4000;

constexpr auto in_wording = static_cast<std::size_t>(field::wording),
               in_answer = static_cast<std::size_t>(field::answer),
               in_context = static_cast<std::size_t>(field::context);

} // namespace

void document_reader::read(const document& one, std::uint32_t number, std::uint32_t first_wording) {
    ++document_;
    terms_.clear();
    tokens_.answers[number] = count(one.answer, field::answer);
    chain_.clear();
    for (const std::string& earlier : one.context)
        chain_.append(earlier).push_back('\n');
    tokens_.contexts[number] = count(chain_, field::context);
    for (std::size_t w = 0; w < one.phrasings.size(); ++w) {
        const auto unit = static_cast<std::uint32_t>(first_wording + w);
        of_wording_.clear();
        tokens_.wordings[unit] = count(one.phrasings[w], field::wording);
        letters_[unit] = sketch_of(text::normalise(one.phrasings[w]));
        add_wording(unit);
    }
    for (const counted_term& term : terms_) {
        if (term.times[in_answer] > 0) add(term, field::answer, number, true);
        if (term.times[in_context] > 0) add(term, field::context, number, term.times[in_answer] == 0);
    }
}

void document_reader::add_wording(std::uint32_t unit) {
    for (const std::uint32_t i : of_wording_) {
        counted_term& term = terms_[i];
        const bool elsewhere = term.in_earlier_wording || term.times[in_answer] > 0 || term.times[in_context] > 0;
        add(term, field::wording, unit, !elsewhere);
        term.in_earlier_wording = true;
        term.times[in_wording] = 0;
    }
}

void document_reader::add(const counted_term& term, field which, std::uint32_t number, bool first) {
    const auto f = static_cast<std::size_t>(which);
    // What comes before it in the order of the shares (impact.hpp).
    const std::uint8_t answer = which == field::answer ? std::uint8_t{0} : term.times[in_answer];
    const std::uint8_t context = which == field::wording ? term.times[in_context] : std::uint8_t{0};
    found.add({term.hash, number, term.times[f], answer, context, occurrence::packed(which, first, term.kinds[f])});
}

// Returns the number of tokens.
std::uint16_t document_reader::count(std::string_view field_text, field which) {
    if (field_text.empty()) return 0;
    read_text(field_text, own_words_, list_);
    const auto f = static_cast<std::size_t>(which);
    const std::size_t tokens = std::min(list_.size(), longest_field_tokens);
    for (const auto& token : std::span(list_.items()).first(tokens)) {
        counted_term& term = counted(token.hash);
        if (!term.is_kept && (token.kind == text::token_kind::word || token.kind == text::token_kind::compound)) {
            term.is_kept = true;
            keep(token);
        }
        if (term.times[f] == 0) {
            term.kinds[f] = token.kind;
            if (which == field::wording) of_wording_.push_back(static_cast<std::uint32_t>(&term - terms_.data()));
        } else if (kind_weight(token.kind) > kind_weight(term.kinds[f])) {
            term.kinds[f] = token.kind;
        }
        if (term.times[f] < most_counted) ++term.times[f];
    }
    mean_length[f].add(tokens);
    return static_cast<std::uint16_t>(tokens);
}

void document_reader::keep(const text::token_list::item& token) {
    if (const auto number = text::token_list::number_in_memory(token)) {
        if (*number >= kept_.size()) kept_.resize(2 * std::size_t{*number} + 1000);
        if (kept_[*number]) return;
        kept_[*number] = true;
    }
    if (seen.insert(token.hash)) words.push_back({token.hash, std::string(list_.text(token))});
}

document_reader::counted_term& document_reader::counted(std::uint64_t hash) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].document == document_; at = (at + 1) & mask)
        if (terms_[slots_[at].term].hash == hash) return terms_[slots_[at].term];
    slots_[at] = {document_, static_cast<std::uint32_t>(terms_.size())};
    terms_.emplace_back().hash = hash; // made in its place: to be copied it would have to wait for its own parts
    if (2 * terms_.size() > slots_.size()) grow();
    return terms_.back();
}

void document_reader::grow() {
    slots_.assign(slots_.size() * 2, {0, 0});
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t i = 0; i < terms_.size(); ++i) {
        std::size_t at = terms_[i].hash & mask;
        while (slots_[at].document == document_)
            at = (at + 1) & mask;
        slots_[at] = {document_, i};
    }
}

} // namespace knowledge::match
