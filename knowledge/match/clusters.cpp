#include "knowledge/match/clusters.hpp"

#include "knowledge/match/inverted.hpp"
#include "knowledge/match/query_terms.hpp"
#include "knowledge/text/cues.hpp"
#include "knowledge/text/synonyms.hpp"
#include "knowledge/text/tokenise.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace knowledge::match {

namespace {

// Found on the sofa questions (docs/matching.md): above these nearly every pair is right.
constexpr double least_likeness = 0.4;  // share of the words they have in common …
constexpr double least_evidence = 1.65; // … and that, times how much there is of them
// … or the matcher is as sure of the same entry for both (product of the two in per cent), and they have some words in
// common: where the knowledge has no entry for either, two questions about neighbouring things get the same wrong one.
constexpr double least_sureness = 60, least_likeness_when_sure = 0.2;

// So many entries are imagined beside those known, in which nothing occurs: with three questions in the world, what two
// of them share is no common word yet.
constexpr double imagined_entries = 200;

constexpr std::size_t longest_question_tokens = 400; // a pasted log says nothing more after its first page
// Occurrences looked at and wordings compared in full, whatever is asked: 0.1 ms.
constexpr std::size_t most_occurrences = 20'000, most_compared = 32, most_with_same_best = 64;
constexpr double leans_from = 0.5;

// Two questions whose rarest names (of a product, an error, a version) are each unknown to the other one are seldom the
// same, however alike the rest is: "how do I clear the cache of A", "… of B". Their words alone never join them.
constexpr double other_names_at_most = 0.9;
constexpr float rare_enough = 0.5F; // beside the rarest name they share

double closeness_by_words(double likeness, double in_common) {
    return std::min(likeness / least_likeness, likeness * std::log1p(in_common) / least_evidence);
}

// By words that weigh so much together, of a question that weighs `own`: nobody who shares no other words comes closer,
// for what the other one weighs is no less than what both have in common.
double closeness_at_most(double in_common, double own) {
    constexpr double rounding = 1.001; // sums in another order differ a little
    const double likeness = own > 0 ? std::sqrt(in_common / own) : 0;
    return closeness_by_words(likeness, in_common) * rounding;
}

std::uint64_t hash_of(const std::vector<std::uint32_t>& terms) {
    std::uint64_t hash = 0;
    for (const std::uint32_t number : terms)
        hash = (hash ^ number) * 0x9e3779b97f4a7c15; // spreads neighbours
    return hash;
}

bool older(const kin& a, const kin& b) {
    return a.id < b.id;
}

// Of those asked in the same words the oldest `most`, but for the one that is asked now.
void add_oldest(const std::vector<question_id>& asked, question_id now, double near, std::size_t most,
                std::vector<kin>& result) {
    std::size_t left = most;
    for (auto id = asked.begin(); id != asked.end() && left > 0; ++id) {
        if (*id == now) continue;
        result.push_back({*id, near});
        --left;
    }
}

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

bool counts(text::token_kind kind) {
    return kind != text::token_kind::function;
}

// Puts what the community's own words mean in their place, so that two who say it in different ones say the same. Which
// meanings name something, as the words did.
std::vector<std::uint64_t> put_meanings(const text::synonyms* own, text::token_list& tokens) {
    std::vector<std::uint64_t> names;
    if (own == nullptr) return names;
    std::vector<std::uint64_t> replaced, meanings;
    for (const auto& word : own->words_in(tokens)) {
        replaced.insert(replaced.end(), word.terms.begin(), word.terms.end());
        meanings.push_back(word.meaning);
        if (!word.general) names.push_back(word.meaning);
    }
    std::erase_if(tokens.items(), [&replaced](const auto& one) {
        return std::find(replaced.begin(), replaced.end(), one.hash) != replaced.end();
    });
    for (const std::uint64_t meaning : meanings)
        tokens.items().push_back({text::token_kind::meaning, 0, 0, meaning});
    return names;
}

} // namespace

struct open_questions::reading {
    struct own_term {
        std::uint64_t hash;
        float kind_weight;
        std::uint32_t number; // in terms_, or unknown_term
        float weight;
        bool name;
    };
    std::vector<own_term> terms;
    std::vector<std::size_t> names; // places in terms
    double weight = 0;
    bool leans = false;
};

open_questions::open_questions(std::shared_ptr<const index> knowledge) : knowledge_(std::move(knowledge)) {}

float open_questions::weight_of(std::size_t questions, std::uint32_t in_knowledge, float kind_weight) const {
    const double known = knowledge_ ? static_cast<double>(knowledge_->size()) : 0;
    const double all = imagined_entries + known + static_cast<double>(size());
    const double with = static_cast<double>(questions) + in_knowledge;
    return kind_weight * static_cast<float>(std::log1p(std::max(0.0, all - with + 0.5) / (with + 0.5)));
}

float open_questions::weight_of(const term& known) const {
    if (known.weighed_at != changes_) {
        known.weight = weight_of(known.questions, known.in_knowledge, known.kind_weight);
        known.weighed_at = changes_;
    }
    return known.weight;
}

void open_questions::follow(std::shared_ptr<const index> knowledge) {
    if (knowledge == knowledge_) return;
    knowledge_ = std::move(knowledge);
    last_read_.text.clear();
    ++changes_;
}

const open_questions::words& open_questions::words_of(std::string_view text) const {
    if (!last_read_.text.empty() && last_read_.text == text) return last_read_;
    thread_local text::token_list tokens;
    text::tokenise(text, tokens);
    auto& items = tokens.items();
    if (items.size() > longest_question_tokens) items.resize(longest_question_tokens);
    std::erase_if(items, [](const auto& one) { return !counts(one.kind); });
    const auto names = put_meanings(knowledge_ ? knowledge_->synonyms() : nullptr, tokens);
    // Each term once, in its heaviest kind.
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return a.hash != b.hash ? a.hash < b.hash : kind_weight(a.kind) > kind_weight(b.kind);
    });
    items.erase(std::unique(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.hash == b.hash; }),
                items.end());
    last_read_.text.clear(); // not yet
    last_read_.terms.clear();
    for (const auto& item : items)
        last_read_.terms.push_back(
            {item.hash, kind_weight(item.kind),
             is_latin(item.kind) || std::find(names.begin(), names.end(), item.hash) != names.end()});
    last_read_.leans = leaning(text::read_cues(text)) >= leans_from;
    last_read_.text = text;
    return last_read_;
}

open_questions::reading open_questions::read(std::string_view text) const {
    const words& said = words_of(text);
    reading made;
    made.terms.reserve(said.terms.size());
    for (const auto& word : said.terms) {
        reading::own_term one{word.hash, word.kind_weight, unknown_term, 0, word.name};
        if (const auto found = number_of_.find(word.hash); found != number_of_.end()) {
            one.number = found->second;
            one.weight = weight_of(terms_[one.number]);
        } else {
            const auto in_knowledge = knowledge_ ? knowledge_->entries_with(word.hash) : 0;
            one.weight = weight_of(0, static_cast<std::uint32_t>(in_knowledge), one.kind_weight);
        }
        made.weight += static_cast<double>(one.weight);
        if (one.name) made.names.push_back(made.terms.size());
        made.terms.push_back(one);
    }
    made.leans = said.leans;
    return made;
}

void open_questions::add(const asked_question& one) {
    remove(one.id);
    const words& said = words_of(one.text);
    ++changes_;
    wording made{.asked = {}, .terms = {}, .best = one.best, .confidence = one.confidence, .leans = said.leans};
    made.terms.reserve(said.terms.size());
    for (const auto& word : said.terms) {
        const auto [found, fresh] = number_of_.try_emplace(word.hash, static_cast<std::uint32_t>(terms_.size()));
        if (fresh) {
            const auto in_knowledge = knowledge_ ? knowledge_->entries_with(word.hash) : 0;
            terms_.push_back({{}, 0, static_cast<std::uint32_t>(in_knowledge), word.kind_weight, word.name});
        }
        ++terms_[found->second].questions;
        made.terms.push_back(found->second);
    }
    std::sort(made.terms.begin(), made.terms.end());
    const auto place = place_of(std::move(made));
    auto& asked = wordings_[place].asked;
    asked.insert(std::upper_bound(asked.begin(), asked.end(), one.id), one.id);
    place_of_[one.id.value] = place;
}

std::uint32_t open_questions::place_of(wording&& asked) {
    const auto hash = hash_of(asked.terms);
    const auto [from, to] = by_terms_.equal_range(hash);
    for (auto known = from; known != to; ++known) {
        const wording& other = wordings_[known->second];
        if (other.terms == asked.terms && other.best == asked.best && other.confidence == asked.confidence &&
            other.leans == asked.leans)
            return known->second;
    }
    const auto place = static_cast<std::uint32_t>(wordings_.size());
    by_terms_.emplace(hash, place);
    for (const std::uint32_t number : asked.terms)
        terms_[number].places.push_back(place);
    if (asked.best) by_best_[asked.best.value].push_back(place);
    wordings_.push_back(std::move(asked));
    ++in_use_;
    return place;
}

void open_questions::remove(question_id id) {
    const auto found = place_of_.find(id.value);
    if (found == place_of_.end()) return;
    const std::uint32_t place = found->second;
    ++changes_;
    place_of_.erase(found);
    wording& left = wordings_[place];
    left.asked.erase(std::lower_bound(left.asked.begin(), left.asked.end(), id));
    for (const std::uint32_t number : left.terms)
        --terms_[number].questions;
    if (!left.asked.empty()) return;
    const auto without = [place](std::vector<std::uint32_t>& places) {
        places.erase(std::lower_bound(places.begin(), places.end(), place));
    };
    for (const std::uint32_t number : left.terms)
        without(terms_[number].places);
    if (left.best) without(by_best_[left.best.value]);
    auto same = by_terms_.find(hash_of(left.terms));
    while (same->second != place)
        ++same;
    by_terms_.erase(same);
    left = {};
    --in_use_;
    if (wordings_.size() > 1024 && in_use_ * 4 < wordings_.size()) tidy();
}

// Places that are free, and terms that nobody uses any more, go.
void open_questions::tidy() {
    std::vector<std::uint32_t> moved(wordings_.size());
    std::vector<wording> left;
    left.reserve(in_use_);
    for (std::size_t i = 0; i < wordings_.size(); ++i) {
        if (wordings_[i].asked.empty()) continue;
        moved[i] = static_cast<std::uint32_t>(left.size());
        for (const question_id id : wordings_[i].asked)
            place_of_[id.value] = moved[i];
        left.push_back(std::move(wordings_[i]));
    }
    wordings_ = std::move(left);
    const auto follow = [&moved](std::vector<std::uint32_t>& places) {
        for (std::uint32_t& place : places)
            place = moved[place];
    };
    std::erase_if(by_best_, [](const auto& one) { return one.second.empty(); });
    for (auto& [unused, places] : by_best_)
        follow(places);
    std::vector<std::uint32_t> number(terms_.size(), unknown_term);
    std::vector<term> used;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        if (terms_[i].places.empty()) continue;
        follow(terms_[i].places);
        number[i] = static_cast<std::uint32_t>(used.size());
        used.push_back(std::move(terms_[i]));
    }
    terms_ = std::move(used);
    std::erase_if(number_of_, [&](const auto& one) { return number[one.second] == unknown_term; });
    for (auto& [unused, value] : number_of_)
        value = number[value];
    by_terms_.clear();
    for (std::size_t place = 0; place < wordings_.size(); ++place) {
        wording& one = wordings_[place];
        for (std::uint32_t& value : one.terms) // in ascending order still: terms keep theirs
            value = number[value];
        by_terms_.emplace(hash_of(one.terms), static_cast<std::uint32_t>(place));
    }
}

double open_questions::closeness(const wording& other, const asked_question& one, const reading& own) const {
    const std::uint64_t now = ++closenesses_;
    double others = 0, in_common = 0;
    float own_name = 0, other_name = 0, common_name = 0; // weights of the rarest that only one has, or both
    for (const std::uint32_t number : other.terms) {
        const term& known = terms_[number];
        const float weight = weight_of(known);
        others += static_cast<double>(weight);
        const std::uint32_t place = own_place_[number];
        if (place != nowhere) {
            in_common += static_cast<double>(weight);
            shared_for_[place] = now;
        }
        if (known.name) {
            float& rarest = place != nowhere ? common_name : other_name;
            rarest = std::max(rarest, weight);
        }
    }
    for (const std::size_t place : own.names)
        if (shared_for_[place] != now) own_name = std::max(own_name, own.terms[place].weight);
    if (in_common <= 0) return 0;
    const double likeness = others > 0 && own.weight > 0 ? in_common / std::sqrt(own.weight * others) : 0;
    double found = 0;
    if (!own.leans && !other.leans) found = closeness_by_words(likeness, in_common);
    if (std::min(own_name, other_name) > rare_enough * common_name) found = std::min(found, other_names_at_most);
    // Both name something, and nothing is named by both: what was found is what comes nearest to either.
    const bool apart = own_name > 0 && other_name > 0 && common_name == 0;
    if (one.best && one.best == other.best && !apart) {
        const double sureness = one.confidence * other.confidence / 100;
        found = std::max(found, std::min(sureness / least_sureness, likeness / least_likeness_when_sure));
    }
    return found;
}

std::vector<kin> open_questions::in_the_same_words(const asked_question& one, std::size_t most) const {
    const words& said = words_of(one.text);
    std::vector<std::uint32_t> numbers;
    double weight = 0;
    for (const auto& word : said.terms) {
        const auto found = number_of_.find(word.hash);
        if (found == number_of_.end()) return {};
        numbers.push_back(found->second);
        weight += static_cast<double>(weight_of(terms_[found->second]));
    }
    // As close as words alone can bring anybody, and closer than a common entry can: in nothing but these words.
    const double near = closeness_by_words(1, weight);
    if (said.leans || near <= 100.0 / least_sureness) return {};
    std::sort(numbers.begin(), numbers.end());
    std::vector<kin> result;
    const auto [from, to] = by_terms_.equal_range(hash_of(numbers));
    for (auto place = from; place != to; ++place) {
        const wording& same = wordings_[place->second];
        if (same.terms != numbers || same.leans) continue;
        add_oldest(same.asked, one.id, near, most, result);
    }
    std::sort(result.begin(), result.end(), older);
    if (result.size() > most) result.resize(most);
    return result;
}

// Places in wordings_, in no order: those that share the most, unless that is too little.
std::vector<std::uint32_t> open_questions::with_most_in_common(const reading& own, double least) const {
    shared_.resize(std::max(shared_.size(), wordings_.size()));
    // The heaviest words first: what they have in common decides, and it is rare. `left` is what all behind weigh.
    std::vector<const reading::own_term*> heaviest;
    double left = 0;
    for (const auto& one : own.terms) {
        if (one.number == unknown_term || one.weight <= 0) continue;
        heaviest.push_back(&one);
        left += static_cast<double>(one.weight);
    }
    std::sort(heaviest.begin(), heaviest.end(), [](const auto* a, const auto* b) { return a->weight > b->weight; });
    std::size_t looked_at = 0, looked_up = 0;
    for (const auto* one : heaviest) {
        const auto& places = terms_[one->number].places;
        looked_at += places.size();
        if (looked_at > most_occurrences || closeness_at_most(left, own.weight) < least) break;
        for (const std::uint32_t place : places)
            shared_[place] += one->weight;
        left -= static_cast<double>(one->weight);
        ++looked_up;
    }
    // The smallest share of those found so far on top. Of equal ones the one that was there first stays.
    std::vector<std::pair<float, std::uint32_t>> found;
    found.reserve(most_compared);
    float too_little = 0;
    for (std::size_t i = 0; i < looked_up; ++i) {
        for (const std::uint32_t place : terms_[heaviest[i]->number].places) {
            const float share = std::exchange(shared_[place], 0.0F); // seen once
            if (share <= too_little) continue;
            if (found.size() == most_compared) {
                std::pop_heap(found.begin(), found.end(), std::greater<>{});
                found.pop_back();
            }
            found.emplace_back(share, place);
            std::push_heap(found.begin(), found.end(), std::greater<>{});
            if (found.size() == most_compared) too_little = found.front().first;
        }
    }
    std::vector<std::uint32_t> places;
    for (const auto& [share, place] : found)
        if (closeness_at_most(static_cast<double>(share) + left, own.weight) >= least) places.push_back(place);
    return places;
}

std::vector<kin> open_questions::nearest(const asked_question& one, std::size_t most, double least) const {
    const reading own = read(one.text);
    own_place_.resize(std::max(own_place_.size(), terms_.size()), nowhere);
    shared_for_.resize(std::max(shared_for_.size(), own.terms.size()));
    for (std::size_t place = 0; place < own.terms.size(); ++place)
        if (own.terms[place].number != unknown_term)
            own_place_[own.terms[place].number] = static_cast<std::uint32_t>(place);
    auto found = with_most_in_common(own, least);
    if (const auto same = by_best_.find(one.best.value); one.best && same != by_best_.end()) {
        std::size_t left = most_with_same_best;
        for (auto place = same->second.rbegin(); place != same->second.rend() && left > 0; ++place, --left) {
            if (std::find(found.begin(), found.end(), *place) == found.end()) found.push_back(*place);
        }
    }
    std::vector<std::pair<double, const wording*>> compared;
    for (const std::uint32_t place : found) {
        const double near = closeness(wordings_[place], one, own);
        if (near >= least) compared.emplace_back(near, &wordings_[place]);
    }
    for (const auto& own_term : own.terms)
        if (own_term.number != unknown_term) own_place_[own_term.number] = nowhere;
    std::sort(compared.begin(), compared.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    // Of equal ones the oldest: the cluster that was there first grows.
    std::vector<kin> result;
    for (std::size_t i = 0; i < compared.size() && result.size() < most;) {
        const auto equal_from = static_cast<std::ptrdiff_t>(result.size());
        for (const double near = compared[i].first; i < compared.size() && compared[i].first == near; ++i)
            add_oldest(compared[i].second->asked, one.id, near, most, result);
        std::sort(result.begin() + equal_from, result.end(), older);
    }
    if (result.size() > most) result.resize(most);
    return result;
}

std::vector<std::size_t> cluster(std::span<const asked_question> all, std::shared_ptr<const index> knowledge) {
    open_questions before(std::move(knowledge));
    std::vector<std::size_t> first(all.size());
    std::unordered_map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto near = before.nearest(all[i], 1, 1);
        first[i] = !near.empty() ? first[place.at(near.front().id.value)] : i;
        place.emplace(all[i].id.value, i);
        before.add(all[i]);
    }
    return first;
}

} // namespace knowledge::match
