#include "knowledge/match/inverted.hpp"

#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace knowledge::match {

namespace {

constexpr std::size_t least_entries = 100;

// Weights and length normalisation of the fields; found on the evaluation sets.
constexpr float wording_boost = 2.0F;
constexpr float answer_boost = 0.7F;
constexpr float context_boost = 0.3F;
constexpr float wording_slope = 0.3F; // 0: length does not matter, 1: it matters fully (BM25's b)
constexpr float answer_slope = 0.6F;
constexpr float context_slope = 0.5F;
constexpr float k1 = 1.2F;

// Of a longer field only the beginning is indexed: what an answer is about is said early.
constexpr std::size_t longest_field_tokens = 4000;

struct term_count {
    term_id term;
    float count;
};
using term_counts = std::vector<term_count>; // ascending by term

struct counted_field {
    term_counts terms;
    float length = 0; // tokens
};

struct counted_document {
    std::vector<counted_field> wordings;
    counted_field answer, context;
};

struct word_seen {
    std::string text;
    term_id term;
};

class counter {
  public:
    explicit counter(vocabulary& terms) : terms_(terms) {}

    counted_field count(std::string_view field_text) {
        ids_.clear();
        std::vector<text::token> tokens = text::tokenise(field_text);
        if (tokens.size() > longest_field_tokens) tokens.resize(longest_field_tokens);
        for (const text::token& token : tokens) {
            const std::size_t known = terms_.size();
            const term_id id = terms_.add(token.text);
            ids_.push_back(id);
            if (id == known) kind_of_.push_back(token.kind);
            if (kind_weight(token.kind) > kind_weight(kind_of_[id])) kind_of_[id] = token.kind;
            const bool latin = token.kind == text::token_kind::word || token.kind == text::token_kind::compound;
            if (id == known && latin) words_.push_back({token.text, id});
        }
        std::sort(ids_.begin(), ids_.end());
        counted_field field;
        field.length = static_cast<float>(ids_.size());
        for (const term_id id : ids_) {
            if (!field.terms.empty() && field.terms.back().term == id)
                field.terms.back().count += 1;
            else
                field.terms.push_back({id, 1});
        }
        return field;
    }

    // Per term: the heaviest kind in which it occurred.
    const std::vector<text::token_kind>& kinds() const { return kind_of_; }
    const std::vector<word_seen>& words() const { return words_; }

  private:
    vocabulary& terms_;
    std::vector<term_id> ids_;
    std::vector<text::token_kind> kind_of_;
    std::vector<word_seen> words_;
};

struct mean {
    double sum = 0;
    std::size_t count = 0;

    void add(float value) {
        if (value <= 0) return;
        sum += static_cast<double>(value);
        ++count;
    }
    float value() const { return count == 0 ? 1.0F : static_cast<float>(sum / static_cast<double>(count)); }
};

float saturated(float x) {
    return x / (x + k1);
}

// Boosted, length-normalised counts of one field, in place.
void scale(counted_field& field, float boost, float slope, float mean_length) {
    const float factor = boost / (1 - slope + slope * field.length / mean_length);
    for (term_count& term : field.terms)
        term.count *= factor;
}

float count_in(const term_counts& terms, term_id term) {
    const auto at =
        std::lower_bound(terms.begin(), terms.end(), term, [](const term_count& t, term_id id) { return t.term < id; });
    return at != terms.end() && at->term == term ? at->count : 0.0F;
}

std::vector<std::uint32_t> entries_per_term(const std::vector<counted_document>& documents, std::size_t terms) {
    std::vector<std::uint32_t> entries(terms, 0);
    std::vector<std::uint32_t> last_seen(terms, 0); // number of the document, from 1
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
        const auto see = [&](const counted_field& field) {
            for (const term_count& term : field.terms) {
                if (last_seen[term.term] == i + 1) continue;
                last_seen[term.term] = i + 1;
                ++entries[term.term];
            }
        };
        for (const counted_field& wording : documents[i].wordings)
            see(wording);
        see(documents[i].answer);
        see(documents[i].context);
    }
    return entries;
}

} // namespace

// A pair of Han characters is what a word is in English; a Latin word among Chinese is mostly a name, and names decide.
// The values were found on the evaluation sets, one at a time; around them the measures change little.
float kind_weight(text::token_kind kind) {
    switch (kind) {
    case text::token_kind::word:
        return 2.4F;
    case text::token_kind::compound:
        return 1.2F;
    case text::token_kind::han_pair:
    case text::token_kind::meaning:
        return 1.0F;
    case text::token_kind::pair:
        return 0.9F;
    case text::token_kind::number:
        return 0.5F;
    case text::token_kind::han:
        return 0.4F;
    case text::token_kind::function:
        return 0.35F;
    }
    return 0;
}

field_postings::field_postings(const std::vector<entry>& entries, std::size_t terms)
    : starts_(terms + 1, 0), all_(entries.size()) {
    for (const entry& e : entries)
        ++starts_[e.term + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i)
        starts_[i] += starts_[i - 1];
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (const entry& e : entries)
        all_[next[e.term]++] = e.what;
}

float field_postings::impact(term_id term, std::uint32_t unit) const {
    const std::span<const posting> postings = of(term);
    const auto at = std::lower_bound(postings.begin(), postings.end(), unit,
                                     [](const posting& p, std::uint32_t u) { return p.unit < u; });
    return at != postings.end() && at->unit == unit ? at->impact : 0.0F;
}

inverted invert(std::span<const document> documents) {
    inverted result;
    counter counts(result.terms);
    std::vector<counted_document> counted(documents.size());
    mean wording_length, answer_length, context_length;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        for (const std::string& wording : documents[i].phrasings) {
            counted[i].wordings.push_back(counts.count(wording));
            wording_length.add(counted[i].wordings.back().length);
        }
        // Every entry has at least one unit, so that it can be found by its answer.
        if (counted[i].wordings.empty()) counted[i].wordings.emplace_back();
        counted[i].answer = counts.count(documents[i].answer);
        answer_length.add(counted[i].answer.length);
        std::string chain;
        for (const std::string& earlier : documents[i].context)
            chain.append(earlier).push_back('\n');
        counted[i].context = counts.count(chain);
        context_length.add(counted[i].context.length);
    }

    const std::size_t terms = result.terms.size();
    const std::vector<std::uint32_t> entries = entries_per_term(counted, terms);
    // In a community's first dozen entries no word is rare by count, and nothing would ever be answered with
    // confidence: such a small base is taken for a part of a larger one.
    const auto total = static_cast<double>(std::max(documents.size(), least_entries));
    const auto rarity = [&](double n) { return static_cast<float>(std::log(1 + (total - n + 0.5) / (n + 0.5))); };
    result.rarity.reserve(terms);
    for (const std::uint32_t n : entries)
        result.rarity.push_back(rarity(n));
    result.unseen_rarity = rarity(0);
    for (const word_seen& word : counts.words())
        result.words.add(word.text, word.term, entries[word.term]);

    std::vector<field_postings::entry> wordings, answers, contexts;
    for (std::uint32_t i = 0; i < counted.size(); ++i) {
        counted_document& one = counted[i];
        result.answer_tokens.push_back(one.answer.length);
        scale(one.answer, answer_boost, answer_slope, answer_length.value());
        scale(one.context, context_boost, context_slope, context_length.value());
        for (const term_count& t : one.answer.terms)
            answers.push_back({t.term, {i, saturated(t.count)}});
        for (const term_count& t : one.context.terms) {
            const float answer = count_in(one.answer.terms, t.term);
            contexts.push_back({t.term, {i, saturated(answer + t.count) - saturated(answer)}});
        }
        result.first_wording.push_back(static_cast<std::uint32_t>(result.document_of.size()));
        for (counted_field& wording : one.wordings) {
            const auto unit = static_cast<std::uint32_t>(result.document_of.size());
            result.document_of.push_back(i);
            scale(wording, wording_boost, wording_slope, wording_length.value());
            float weight = 0;
            bool in_han = false;
            for (const term_count& t : wording.terms) {
                in_han = in_han || counts.kinds()[t.term] == text::token_kind::han;
                const float others = count_in(one.answer.terms, t.term) + count_in(one.context.terms, t.term);
                wordings.push_back({t.term, {unit, saturated(others + t.count) - saturated(others)}});
                weight += kind_weight(counts.kinds()[t.term]) * result.rarity[t.term];
            }
            result.wording_weight.push_back(weight);
            result.wording_in_han.push_back(in_han);
            const std::size_t wording_number = unit - result.first_wording.back();
            result.wording_letters.push_back(wording_number < documents[i].phrasings.size()
                                                 ? sketch_of(text::normalise(documents[i].phrasings[wording_number]))
                                                 : sketch{});
        }
    }
    result.first_wording.push_back(static_cast<std::uint32_t>(result.document_of.size()));
    result.wordings = field_postings(wordings, terms);
    result.answers = field_postings(answers, terms);
    result.contexts = field_postings(contexts, terms);
    return result;
}

} // namespace knowledge::match
