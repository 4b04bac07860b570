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

} // namespace

void document_reader::read(const document& one, std::uint32_t number, std::uint32_t first_wording) {
    tokens_.answers[number] = read(one.answer, field::answer, number);
    chain_.clear();
    for (const std::string& earlier : one.context)
        chain_.append(earlier).push_back('\n');
    tokens_.contexts[number] = read(chain_, field::context, number);
    for (std::size_t w = 0; w < one.phrasings.size(); ++w) {
        const auto unit = static_cast<std::uint32_t>(first_wording + w);
        tokens_.wordings[unit] = read(one.phrasings[w], field::wording, unit);
        text::normalise(one.phrasings[w], text::letter_case::folded, folded_);
        letters_[unit] = sketch_of(folded_);
    }
}

// Returns the number of tokens.
std::uint16_t document_reader::read(std::string_view field_text, field which, std::uint32_t number) {
    if (field_text.empty()) return 0;
    read_text(field_text, own_words_, list_);
    const std::size_t tokens = std::min(list_.size(), longest_field_tokens);
    for (const auto& token : std::span(list_.items()).first(tokens)) {
        if ((token.kind == text::token_kind::word || token.kind == text::token_kind::compound) && !is_kept(token))
            keep(token);
        found.add({token.hash, place::of(which, number, token.kind)});
    }
    mean_length[static_cast<std::size_t>(which)].add(tokens);
    return static_cast<std::uint16_t>(tokens);
}

bool document_reader::is_kept(const text::token_list::item& token) const {
    const auto number = text::token_list::number_in_memory(token);
    return number && *number < kept_.size() && kept_[*number];
}

void document_reader::keep(const text::token_list::item& token) {
    if (const auto number = text::token_list::number_in_memory(token)) {
        if (*number >= kept_.size()) kept_.resize(2 * std::size_t{*number} + 1000);
        kept_[*number] = true;
    }
    if (seen.insert(token.hash)) words.push_back({token.hash, std::string(list_.text(token))});
}

} // namespace knowledge::match
