#include "knowledge/match/index.hpp"

#include "knowledge/match/calibration.hpp"
#include "knowledge/match/classifier.hpp"
#include "knowledge/match/examine.hpp"
#include "knowledge/match/ranking.hpp"
#include "knowledge/text/cues.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace knowledge::match {

namespace {

// The weight of what was said before: a little always, more for a message that leans on it. A long history must not
// drown a short question that stands alone, so it counts in proportion to its length, unless it is leant on.
constexpr double before_weight_at_least = 0.1;
constexpr double before_weight_of_leaning = 0.4;
constexpr double leaning_excuses_length = 0.7;

// For a message that leans on what was said before: how much the rest of the chain just answered is preferred, and the
// entry just answered avoided, in shares of the question's weight.
constexpr double chain_bonus = 0.15;
constexpr double just_answered_malus = 0.1;

// How much of a question's weight the classifier adds to a score: a share that grows with the wordings it learnt from
// (half at so many an entry), all of it for an entry whose wordings the question is worded as, half of it at the
// border.
constexpr double wordings_for_half_a_say = 15.0;

constexpr std::size_t crowd_size = 10;
constexpr double crowd_at = 0.85;     // of the first one's score
constexpr double lowest_score = 1e-3; // scores stay positive, whatever is taken off

} // namespace

struct index::implementation {
    std::vector<document> documents; // ascending by id
    std::unordered_map<std::int64_t, std::uint32_t> by_id;
    std::unordered_map<std::int64_t, std::vector<entry_id>> next;
    std::vector<std::uint32_t> chain; // per document: the first document of its chain
    inverted terms;
    classifier practice;

    std::uint32_t first_of_chain(std::uint32_t from) const;
    std::vector<bool> wanted(const std::vector<std::string>& collections) const;
    std::optional<said_before> heard_before(const query& question, double lean, double own_weight) const;
    double chain_preference(std::uint32_t candidate, std::uint32_t recent) const;
    std::vector<bonus> bonuses(std::span<const float> margins, double own_weight) const;
    void add_learnt_features(std::span<const float> margins, std::uint32_t document, feature_vector& values) const;
};

std::uint32_t index::implementation::first_of_chain(std::uint32_t from) const {
    // A chain that bites its tail ends after as many steps as there are entries.
    std::uint32_t at = from;
    for (std::size_t steps = 0; documents[at].previous && steps < documents.size(); ++steps) {
        const auto found = by_id.find(documents[at].previous.value);
        if (found == by_id.end()) break;
        at = found->second;
    }
    return at;
}

std::vector<bool> index::implementation::wanted(const std::vector<std::string>& collections) const {
    if (collections.empty()) return {};
    std::vector<bool> result(documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i)
        result[i] = std::find(collections.begin(), collections.end(), documents[i].collection) != collections.end();
    return result;
}

// The person's earlier messages; without any, the question of the entry they were answered with.
std::optional<said_before> index::implementation::heard_before(const query& question, double lean,
                                                               double own_weight) const {
    std::string said;
    const auto hear = [&](const std::vector<std::string>& messages) {
        for (const std::string& message : messages)
            said.append(message).push_back('\n');
    };
    hear(question.context);
    if (said.empty()) {
        const auto recent = by_id.find(question.recent.value);
        if (recent == by_id.end()) return std::nullopt;
        const document& answered = documents[recent->second];
        hear(answered.context);
        if (!answered.phrasings.empty()) said += answered.phrasings.front();
    }
    said_before result{analyse(terms, said), 0};
    const double history = std::max(static_cast<double>(result.terms.weight), 1e-6);
    result.weight = (before_weight_at_least + before_weight_of_leaning * lean) *
                    std::min(1.0, own_weight / history + leaning_excuses_length * lean);
    return result;
}

double index::implementation::chain_preference(std::uint32_t candidate, std::uint32_t recent) const {
    if (candidate == recent) return -just_answered_malus;
    return chain[candidate] == chain[recent] ? chain_bonus : 0;
}

std::vector<bonus> index::implementation::bonuses(std::span<const float> margins, double own_weight) const {
    const double say = practice.wordings_each() / (practice.wordings_each() + wordings_for_half_a_say);
    std::vector<bonus> result;
    for (std::size_t i = 0; i < margins.size(); ++i) {
        const double likely = (std::clamp(static_cast<double>(margins[i]), -1.0, 1.0) + 1) / 2;
        if (likely > 0) result.push_back({practice.learnt()[i], static_cast<float>(say * likely * own_weight)});
    }
    return result;
}

void index::implementation::add_learnt_features(std::span<const float> margins, std::uint32_t document,
                                                feature_vector& values) const {
    const auto learnt = practice.learnt();
    const auto found = std::lower_bound(learnt.begin(), learnt.end(), document);
    if (found == learnt.end() || *found != document) return;
    const auto own = static_cast<std::size_t>(found - learnt.begin());
    float best_other = -2;
    for (std::size_t i = 0; i < margins.size(); ++i)
        if (i != own) best_other = std::max(best_other, margins[i]);
    at(values, feature::learnable) = 1;
    at(values, feature::learnt) = static_cast<double>(margins[own]);
    at(values, feature::learnt_lead) = static_cast<double>(margins[own] - best_other);
}

namespace {

void add_message_features(const text::message_cues& cues, double lean, feature_vector& values) {
    at(values, feature::asks) = cues.asks ? 1 : 0;
    at(values, feature::trouble) = cues.trouble ? 1 : 0;
    at(values, feature::chatting) = cues.chatting;
    at(values, feature::small_talk) = cues.small_talk;
    at(values, feature::function_share) = cues.function_share;
    at(values, feature::leaning) = lean;
}

// `all` best first, by the quick score.
void add_rank_features(std::vector<explanation>& all) {
    if (all.empty()) return;
    const double first = all.front().what.score;
    const double second = all.size() > 1 ? all[1].what.score : 0;
    double crowd = 0;
    for (std::size_t i = 1; i < all.size() && i < crowd_size; ++i)
        if (all[i].what.score >= crowd_at * first) ++crowd;
    for (std::size_t i = 0; i < all.size(); ++i) {
        feature_vector& values = all[i].features;
        at(values, feature::lead) = i == 0 ? (first - second) / first : 0;
        at(values, feature::behind) = (first - all[i].what.score) / first;
        at(values, feature::crowd) = crowd / static_cast<double>(crowd_size - 1);
    }
}

} // namespace

index::index(std::unique_ptr<implementation> impl) : impl_(std::move(impl)) {}
index::~index() = default;

std::shared_ptr<const index> index::build(std::vector<document> documents) {
    auto impl = std::make_unique<implementation>();
    std::sort(documents.begin(), documents.end(), [](const document& a, const document& b) { return a.id < b.id; });
    impl->documents = std::move(documents);
    for (std::uint32_t i = 0; i < impl->documents.size(); ++i) {
        const document& d = impl->documents[i];
        if (!impl->by_id.emplace(d.id.value, i).second)
            throw std::invalid_argument("two documents share the id " + std::to_string(d.id.value));
        if (d.previous) impl->next[d.previous.value].push_back(d.id);
    }
    for (std::uint32_t i = 0; i < impl->documents.size(); ++i)
        impl->chain.push_back(impl->first_of_chain(i));
    impl->terms = invert(impl->documents);
    impl->practice = classifier::train(impl->documents, impl->terms);
    return std::shared_ptr<const index>(new index(std::move(impl)));
}

std::vector<explanation> index::explain(const query& question, std::size_t limit) const {
    const implementation& all = *impl_;
    query_terms own = analyse(all.terms, question.text);
    const auto known = [](const query_term& term) { return term.id != unknown_term; };
    if (std::none_of(own.terms.begin(), own.terms.end(), known)) return {};

    own.letters = sketch_of(text::normalise(question.text));
    const text::message_cues cues = text::read_cues(question.text);
    const std::optional<said_before> before =
        all.heard_before(question, leaning(cues), static_cast<double>(own.weight));
    const said_before* const heard = before ? &*before : nullptr;
    const double lean = heard == nullptr ? 0 : leaning(cues);
    const auto recent = all.by_id.find(question.recent.value);

    std::vector<float> margins;
    all.practice.judge(own, question.text, margins);

    std::vector<explanation> result;
    for (const ranked& one : rank(all.terms, own, heard, all.bonuses(margins, static_cast<double>(own.weight)),
                                  all.wanted(question.collections), most_candidates)) {
        const document& d = all.documents[one.document];
        double score = one.score;
        if (recent != all.by_id.end())
            score += all.chain_preference(one.document, recent->second) * lean * static_cast<double>(own.weight);
        explanation e{{d.id, d.external_id, 0, std::max(score, lowest_score)},
                      one.wording - all.terms.first_wording[one.document],
                      examine(all.terms, own, heard, one)};
        add_message_features(cues, lean, e.features);
        all.add_learnt_features(margins, one.document, e.features);
        result.push_back(e);
    }
    std::sort(result.begin(), result.end(), [](const explanation& a, const explanation& b) {
        return a.what.score != b.what.score ? a.what.score > b.what.score : a.what.id < b.what.id;
    });
    add_rank_features(result);
    arrange(shipped_calibration, result);
    if (result.size() > limit) result.resize(limit);
    return result;
}

std::vector<candidate> index::search(const query& question, std::size_t limit) const {
    std::vector<candidate> result;
    for (const explanation& e : explain(question, limit))
        result.push_back(e.what);
    return result;
}

const document* index::find(entry_id id) const {
    const auto found = impl_->by_id.find(id.value);
    return found == impl_->by_id.end() ? nullptr : &impl_->documents[found->second];
}

std::vector<entry_id> index::follow_ups(entry_id id) const {
    const auto found = impl_->next.find(id.value);
    return found == impl_->next.end() ? std::vector<entry_id>{} : found->second;
}

std::size_t index::size() const {
    return impl_->documents.size();
}

} // namespace knowledge::match
