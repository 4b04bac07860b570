#include "knowledge/match/open_questions.hpp"

#include "knowledge/match/closeness.hpp"
#include "knowledge/match/term_table.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace knowledge::match {

namespace {

// So many entries are imagined beside those known, in which nothing occurs: with three questions in the world, what two
// of them share is no common word yet.
constexpr double imagined_entries = 200;

// Occurrences looked at and wordings compared in full, whatever is asked: 0.1 ms.
constexpr std::size_t most_occurrences = 20'000, most_compared = 32, most_with_same_best = 64;

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max(); // no place

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
    last_text_.clear();
    ++changes_;
}

const question_words& open_questions::words_of(std::string_view text) const {
    if (!last_text_.empty() && last_text_ == text) return last_words_;
    last_text_.clear(); // not yet
    read_question_words(text, knowledge_ ? knowledge_->synonyms() : nullptr, last_words_);
    last_text_ = text;
    return last_words_;
}

open_questions::reading open_questions::read(std::string_view text) const {
    const question_words& said = words_of(text);
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
    const question_words& said = words_of(one.text);
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
    compared_words words{.own = own.weight, .leans = own.leans || other.leans};
    for (const std::uint32_t number : other.terms) {
        const term& known = terms_[number];
        const float weight = weight_of(known);
        words.other += static_cast<double>(weight);
        const std::uint32_t place = own_place_[number];
        if (place != nowhere) {
            words.in_common += static_cast<double>(weight);
            shared_for_[place] = now;
        }
        if (known.name) {
            float& rarest = place != nowhere ? words.common_name : words.other_name;
            rarest = std::max(rarest, weight);
        }
    }
    for (const std::size_t place : own.names)
        if (shared_for_[place] != now) words.own_name = std::max(words.own_name, own.terms[place].weight);
    const bool same_entry = one.best && one.best == other.best;
    return closeness_of(words, same_entry ? one.confidence * other.confidence / 100 : 0);
}

std::vector<kin> open_questions::in_the_same_words(const asked_question& one, std::size_t most) const {
    const question_words& said = words_of(one.text);
    std::vector<std::uint32_t> numbers;
    double weight = 0;
    for (const auto& word : said.terms) {
        const auto found = number_of_.find(word.hash);
        if (found == number_of_.end()) return {};
        numbers.push_back(found->second);
        weight += static_cast<double>(weight_of(terms_[found->second]));
    }
    // As close as words alone can bring anybody, and closer than a common entry can: in nothing but these words.
    const double near = closeness_of_the_same(weight);
    if (said.leans || near <= closest_by_entry) return {};
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

} // namespace knowledge::match
