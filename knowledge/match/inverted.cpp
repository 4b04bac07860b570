#include "knowledge/match/inverted.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

namespace {

constexpr float greatest = 1e6F; // of lengths and weights: none comes near it

} // namespace

float statistics::rarity(std::uint32_t n) const {
    const double in = n;
    return static_cast<float>(std::log(1 + (static_cast<double>(entries) - in + 0.5) / (in + 0.5)));
}

inverted::inverted(const image& from, const text::synonyms* own)
    : terms(from, section::term_buckets, section::term_remainders),
      first_wording(from.get<std::uint32_t>(section::first_wording)),
      wording_weight(from.get<float>(section::wording_weights)),
      wording_letters(from.get<sketch>(section::wording_letters)),
      answer_tokens(from.get<std::uint16_t>(section::answer_tokens)),
      context_tokens(from.get<std::uint16_t>(section::context_tokens)),
      wording_tokens_(from.get<std::uint16_t>(section::wording_tokens)), own_words_(own) {
    const auto stated = from.get<statistics>(section::statistics);
    demand(stated.size() == 1 && !first_wording.empty(), "the index has no statistics");
    counted = stated.front();
    demand(counted.entries > 0 && counted.entries <= most_units, "the index counts no entries");
    for (const float mean : counted.mean_length)
        demand(mean >= 1 && mean <= greatest, "a mean length in the index is impossible");

    space.documents = static_cast<std::uint32_t>(first_wording.size() - 1);
    space.wordings = static_cast<std::uint32_t>(wording_tokens_.size());
    demand(first_wording.size() <= most_units && wording_tokens_.size() <= most_units &&
               std::uint64_t{space.chunk_count()} << chunk_bits <= most_units,
           "the index has more wordings than it can number");
    demand(first_wording.front() == 0 && first_wording.back() == space.wordings &&
               std::adjacent_find(first_wording.begin(), first_wording.end(), std::greater_equal<>()) ==
                   first_wording.end(),
           "the wordings of the index do not hold together");
    demand(wording_weight.size() == space.wordings && wording_letters.size() == space.wordings &&
               answer_tokens.size() == space.documents && context_tokens.size() == space.documents,
           "arrays of the index have different lengths");
    demand(std::all_of(wording_weight.begin(), wording_weight.end(),
                       [](float weight) { return weight >= 0 && weight <= greatest; }),
           "a weight in the index is impossible");

    lists = posting_lists(from.get<std::uint32_t>(section::list_starts), from.get<std::byte>(section::lists), space);
    if (!from.was_just_made()) lists.check();
    demand(lists.size() == terms.size(), "the index has other terms than lists");
    words = spelling(from, terms.size());
    unseen_rarity = counted.rarity(0);
}

float inverted::worth(field which, std::uint32_t number) const {
    const std::uint32_t tokens = which == field::wording  ? tokens_of(number)
                                 : which == field::answer ? answer_tokens[number]
                                                          : context_tokens[number];
    return worth_of_one(which, static_cast<float>(tokens), counted.mean_length[static_cast<std::size_t>(which)]);
}

void inverted::add_said_otherwise(const text::token_list& tokens, std::vector<said_otherwise>& into) const {
    if (own_words_ == nullptr) return;
    for (const auto& word : own_words_->words_in(tokens))
        if (terms.find(word.meaning) != unknown_term)
            for (const std::uint64_t term : word.terms)
                into.push_back({term, word.meaning});
}

void read_text(std::string_view text, const text::synonyms* own, text::token_list& into) {
    text::tokenise(text, into);
    if (own != nullptr) own->add_meanings(into);
}

} // namespace knowledge::match
