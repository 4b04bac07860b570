#include "knowledge/match/index.hpp"

#include "knowledge/match/calibration.hpp"
#include "knowledge/match/catalogue.hpp"
#include "knowledge/match/classifier.hpp"
#include "knowledge/match/examine.hpp"
#include "knowledge/match/ranking.hpp"
#include "knowledge/match/reading.hpp"
#include "knowledge/text/cues.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

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
constexpr double crowd_at = 0.85; // of the first one's score
// To give back the memory of so many texts takes as long as to put the index together: both at once.
constexpr std::size_t many_documents = 10'000;

constexpr double lowest_score = 1e-3; // scores stay positive, whatever is taken off

// "How do I bake bread?" has nothing to do with "How do I reset the cache?", however rare "how" is in a young index. A
// pair of words found says nothing that its words do not.
bool shares_only_function_words(const query_terms& own, std::span<const found_term> found) {
    const auto says_something = [](const query_term& term) {
        return term.kind != text::token_kind::function && term.kind != text::token_kind::pair;
    };
    return std::ranges::any_of(own.terms, says_something) &&
           std::ranges::none_of(found, [&](const found_term& one) { return says_something(own.terms[one.term]); });
}

} // namespace

// One image with its views.
struct segment {
    segment(image made, const text::synonyms* own)
        : all(std::move(made)), terms(all, own), entries(all, terms.documents()), practice(all, terms) {}

    image all;
    inverted terms;
    catalogue entries;
    classifier practice;

    [[nodiscard]] wanted_documents wanted(const std::vector<std::string>& collections) const {
        wanted_documents result;
        if (collections.empty()) return result;
        result.collection_of = entries.collections_of();
        for (std::uint32_t i = 0; i < entries.collections(); ++i)
            result.collections.push_back(std::find(collections.begin(), collections.end(), entries.collection(i)) !=
                                         collections.end());
        return result;
    }
};

struct index::implementation {
    own_words synonyms;
    std::shared_ptr<const segment> base;
    // What differs from it: documents that are newer, in a small index of their own, and which of its own do not count.
    std::vector<document> newer; // ascending by id
    std::unique_ptr<const segment> changes;
    std::vector<std::uint64_t> gone; // one bit a document of the base; empty for none
    std::size_t gone_count = 0;

    struct place {
        const segment* in;
        std::uint32_t document;
    };
    std::optional<place> find(entry_id id) const;
    bool is_gone(std::uint32_t of_base) const {
        return !gone.empty() && (gone[of_base / 64] >> (of_base % 64) & 1U) != 0;
    }
    const inverted* changed_terms() const { return changes ? &changes->terms : nullptr; }
    std::optional<said_before> heard_before(const query& question, double lean, double own_weight) const;
    double chain_preference(entry_id chain, entry_id candidate, entry_id recent) const;
    std::vector<bonus> bonuses(std::span<const float> margins, double own_weight) const;
    void add_learnt_features(std::span<const float> margins, std::uint32_t document, feature_vector& values) const;
};

std::optional<index::implementation::place> index::implementation::find(entry_id id) const {
    if (changes)
        if (const auto found = changes->entries.find(id)) return place{changes.get(), *found};
    const auto found = base->entries.find(id);
    if (!found || is_gone(*found)) return std::nullopt;
    return place{base.get(), *found};
}

// The person's earlier messages; without any, the chain of the entry they were answered with.
std::optional<said_before> index::implementation::heard_before(const query& question, double lean,
                                                               double own_weight) const {
    std::string said;
    for (const std::string& message : question.context)
        said.append(message).push_back('\n');
    if (said.empty()) {
        const auto recent = find(question.recent);
        if (!recent) return std::nullopt;
        said = recent->in->entries.said(recent->document);
    }
    said_before result{analyse(base->terms, changed_terms(), said), 0};
    const double history = std::max(static_cast<double>(result.terms.weight), 1e-6);
    result.weight = (before_weight_at_least + before_weight_of_leaning * lean) *
                    std::min(1.0, own_weight / history + leaning_excuses_length * lean);
    return result;
}

double index::implementation::chain_preference(entry_id chain, entry_id candidate, entry_id recent) const {
    if (candidate == recent) return -just_answered_malus;
    const auto before = find(recent);
    return before && chain == before->in->entries.chain(before->document) ? chain_bonus : 0;
}

std::vector<bonus> index::implementation::bonuses(std::span<const float> margins, double own_weight) const {
    const classifier& practice = base->practice;
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
    const auto learnt = base->practice.learnt();
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

bool by_id(const document& a, const document& b) {
    return a.id < b.id;
}

bool has_enough_wordings(std::span<const document> documents) {
    return std::count_if(documents.begin(), documents.end(),
                         [](const document& one) { return one.phrasings.size() >= fewest_wordings_to_learn; }) >= 2;
}

} // namespace

index::index(std::unique_ptr<implementation> impl) : impl_(std::move(impl)) {}
index::~index() = default;

std::shared_ptr<const index> index::build(std::vector<document> documents, own_words own) {
    if (!std::is_sorted(documents.begin(), documents.end(), by_id))
        std::sort(documents.begin(), documents.end(), by_id);
    for (std::size_t i = 1; i < documents.size(); ++i)
        if (documents[i].id == documents[i - 1].id)
            throw std::invalid_argument("two documents share the id " + std::to_string(documents[i].id.value));
    image_writer writer;
    invert(documents, nullptr, writer, own.get());
    const auto unknown = [](entry_id) { return std::optional<entry_id>(); };
    catalogue::write(documents, unknown, false, writer);
    if (has_enough_wordings(documents)) {
        // The classifier learns from the lists, so they are put together for it first.
        const image so_far = writer.finish();
        classifier::train(documents, inverted(so_far, own.get()), writer);
        writer.put(so_far);
    }
    if (documents.size() < many_documents) return open(writer.finish(), std::move(own));
    const auto let_go = std::async(std::launch::async, [&documents] { documents = {}; });
    return open(writer.finish(), std::move(own));
}

std::shared_ptr<const index> index::open(image made, own_words own) {
    auto impl = std::make_unique<implementation>();
    impl->synonyms = std::move(own);
    impl->base = std::make_shared<const segment>(std::move(made), impl->synonyms.get());
    return std::shared_ptr<const index>(new index(std::move(impl)));
}

std::shared_ptr<const index> index::with_changes(std::vector<document> changed, std::span<const entry_id> ids) const {
    auto next = std::make_unique<implementation>();
    next->synonyms = impl_->synonyms;
    next->base = impl_->base;
    next->gone = impl_->gone;
    next->gone_count = impl_->gone_count;
    next->gone.resize((next->base->entries.size() + 63) / 64, 0);
    for (const entry_id id : ids) {
        const auto known = next->base->entries.find(id);
        if (!known || next->is_gone(*known)) continue;
        next->gone[*known / 64] |= std::uint64_t{1} << (*known % 64);
        ++next->gone_count;
    }
    const auto is_replaced = [&](entry_id id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    for (const document& one : impl_->newer)
        if (!is_replaced(one.id)) next->newer.push_back(one);
    for (document& one : changed)
        next->newer.push_back(std::move(one));
    std::sort(next->newer.begin(), next->newer.end(), by_id);
    if (!next->newer.empty()) {
        image_writer writer;
        invert(next->newer, &next->base->terms, writer, next->synonyms.get());
        const auto chain_in_base = [&](entry_id id) -> std::optional<entry_id> {
            const auto found = next->base->entries.find(id);
            if (!found || next->is_gone(*found)) return std::nullopt;
            return next->base->entries.chain(*found);
        };
        catalogue::write(next->newer, chain_in_base, true, writer);
        next->changes = std::make_unique<const segment>(writer.finish(), next->synonyms.get());
    }
    return std::shared_ptr<const index>(new index(std::move(next)));
}

const text::synonyms* index::synonyms() const {
    return impl_->synonyms.get();
}

std::uint64_t index::own_words_fingerprint() const {
    return impl_->synonyms ? impl_->synonyms->fingerprint() : 0;
}

std::size_t index::changes() const {
    return impl_->gone_count + impl_->newer.size();
}

std::vector<explanation> index::explain(const query& question, std::size_t limit, noted_words* noted) const {
    const implementation& all = *impl_;
    const segment& base = *all.base;
    query_terms own = analyse(base.terms, all.changed_terms(), question.text, noted);
    if (std::none_of(own.terms.begin(), own.terms.end(), [](const query_term& term) { return term.known; })) return {};

    const std::string normalised = text::normalise(question.text);
    own.letters = sketch_of(normalised);
    const text::message_cues cues = text::read_cues_of_normalised(normalised);
    const std::optional<said_before> before =
        all.heard_before(question, leaning(cues), static_cast<double>(own.weight));
    const said_before* const heard = before ? &*before : nullptr;
    const double lean = heard == nullptr ? 0 : leaning(cues);

    std::vector<float> margins;
    base.practice.judge(own, question.text, margins);

    std::vector<explanation> result;
    examiner examiner(own, heard, base.terms.unseen_rarity);
    const auto add = [&](const segment& in, const asked& asked, std::span<const bonus> bonuses,
                         const wanted_documents& wanted) {
        const ranking found = rank(in.terms, asked, bonuses, wanted, most_candidates);
        result.reserve(result.size() + found.best.size());
        for (const ranked& one : found.best) {
            const entry_id id = in.entries.id(one.document);
            double score = one.score;
            if (question.recent)
                score += all.chain_preference(in.entries.chain(one.document), id, question.recent) * lean *
                         static_cast<double>(own.weight);
            explanation& e = result.emplace_back();
            e.what = {id, in.entries.external_id(one.document), 0, std::max(score, lowest_score)};
            e.wording = one.wording - in.terms.first_wording[one.document];
            e.features = examiner.examine(in.terms, found, one);
            add_message_features(cues, lean, e.features);
            at(e.features, feature::for_us) = question.for_us;
            if (&in == &base) all.add_learnt_features(margins, one.document, e.features);
            if (heard == nullptr && at(e.features, feature::learnable) == 0 &&
                shares_only_function_words(own, found.found_in(one)))
                result.pop_back();
        }
    };
    const std::vector<posting_list> none;
    wanted_documents wanted = base.wanted(question.collections);
    wanted.gone = all.gone;
    add(base, {own, heard, lists_of(base.terms, own), heard == nullptr ? none : lists_of(base.terms, heard->terms)},
        all.bonuses(margins, static_cast<double>(own.weight)), wanted);
    if (all.changes) {
        const inverted& changes = all.changes->terms;
        add(*all.changes,
            {own, heard, lists_in_changes(changes, own),
             heard == nullptr ? none : lists_in_changes(changes, heard->terms)},
            {}, all.changes->wanted(question.collections));
    }
    best_first(result);
    if (result.size() > most_candidates) result.resize(most_candidates);
    add_rank_features(result);
    arrange(shipped_calibration, result);
    if (result.size() > limit) result.resize(limit);
    return result;
}

std::vector<candidate> index::search(const query& question, std::size_t limit) const {
    const std::vector<explanation> all = explain(question, limit);
    std::vector<candidate> result;
    result.reserve(all.size());
    for (const explanation& e : all)
        result.push_back(e.what);
    return result;
}

std::vector<read_term> index::read(std::string_view question) const {
    return read_terms(impl_->base->terms, impl_->changed_terms(), question);
}

std::optional<known_entry> index::find(entry_id id) const {
    const auto found = impl_->find(id);
    if (!found) return std::nullopt;
    const catalogue& entries = found->in->entries;
    return known_entry{id, entries.external_id(found->document),
                       entries.collection(entries.collection_of(found->document))};
}

std::vector<entry_id> index::follow_ups(entry_id id) const {
    std::vector<entry_id> all = impl_->base->entries.follow_ups(id);
    if (impl_->gone_count > 0)
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&](entry_id one) {
                                     const auto found = impl_->base->entries.find(one);
                                     return found && impl_->is_gone(*found);
                                 }),
                  all.end());
    if (!impl_->changes) return all;
    const auto more = impl_->changes->entries.follow_ups(id);
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    return all;
}

std::size_t index::size() const {
    return impl_->base->entries.size() - impl_->gone_count + impl_->newer.size();
}

std::size_t index::entries_with(std::uint64_t term) const {
    const inverted& all = impl_->base->terms;
    const term_id id = all.terms.find(term);
    return id == unknown_term ? 0 : all.lists.of(id).entries();
}

std::span<const std::byte> index::bytes() const {
    return impl_->base->all.bytes();
}

} // namespace knowledge::match
