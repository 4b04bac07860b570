#include "knowledge/match/classifier.hpp"

#include "knowledge/match/word_pieces.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace knowledge::match {

namespace {

constexpr std::size_t most_passes = 8; // more learn the wordings by heart
constexpr std::size_t fewest_passes = 2;
constexpr float first_step = 0.2F;  // of the gradient; falls to 0 over the passes
constexpr float bias_step = 0.1F;   // of a step: the bias is in every sample and would run ahead
constexpr float start_bias = -1.0F; // most questions are not for this entry
constexpr std::uint32_t fewest_samples_of_a_feature = 2;
constexpr float greatest_weight = 1e6F;  // none comes near it; what is read from a file stays finite when added up
constexpr float smallest_weight = 0.02F; // smaller ones are nine tenths of all and change no ranking

// Bounds. A pass costs samples x features of a sample x entries multiplications, about 4 a nanosecond.
constexpr double most_multiplications = 4e9;   // about a second
constexpr std::size_t most_weights = 16 << 20; // 64 MB while training
constexpr std::size_t lanes = 8;               // entries are padded to this many, for the vector unit

struct sample {
    std::uint32_t entry; // place among the learnt ones, or none of them
    std::vector<std::uint32_t> terms, pieces;
};

struct weighted_feature {
    std::uint32_t feature;
    float value;
};

// A wording of 5 words and one of 20 count the same, and so do words and pieces of words.
float share_of_one(std::size_t of) {
    return of == 0 ? 0.0F : 1.0F / std::sqrt(static_cast<float>(of));
}

void sort_unique(std::vector<std::uint32_t>& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

// Knuth's MMIX generator: the same order everywhere, which std::shuffle does not promise.
class fixed_order {
  public:
    std::size_t below(std::size_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>((state_ >> 33U) % bound);
    }

  private:
    std::uint64_t state_ = 1;
};

class classifier_training {
  public:
    classifier_training(std::span<const document> documents, const inverted& index)
        : documents_(documents), index_(index) {}

    void run(image_writer& to) {
        choose_entries();
        if (learnt_.size() < 2) return;
        collect_samples();
        number_features();
        if (!prepare()) return;
        for (std::size_t pass = 0; pass < passes_; ++pass)
            learn(first_step * (1.0F - static_cast<float>(pass) / static_cast<float>(passes_)));
        write(to);
    }

  private:
    void choose_entries() {
        for (std::uint32_t d = 0; d < documents_.size(); ++d)
            if (documents_[d].phrasings.size() >= fewest_wordings_to_learn) learnt_.push_back(d);
    }

    // The wordings of the learnt entries, and of as many others as examples of what is none of them.
    void collect_samples() {
        std::vector<std::uint32_t> place(documents_.size(), none());
        std::size_t own = 0;
        for (std::uint32_t i = 0; i < none(); ++i) {
            place[learnt_[i]] = i;
            own += documents_[learnt_[i]].phrasings.size();
        }
        const std::size_t others = index_.space.wordings - own;
        const std::size_t every = std::max<std::size_t>(1, others / std::max<std::size_t>(own, 1));
        std::vector<std::uint32_t> sample_of(index_.space.wordings, unknown_term);
        std::size_t seen_others = 0;
        for (std::uint32_t d = 0; d < documents_.size(); ++d)
            for (std::uint32_t unit = index_.first_wording[d]; unit < index_.first_wording[d + 1]; ++unit) {
                if (place[d] == none() && seen_others++ % every != 0) continue;
                const std::size_t wording = unit - index_.first_wording[d];
                if (wording >= documents_[d].phrasings.size()) continue; // the empty unit of an entry without a wording
                sample_of[unit] = static_cast<std::uint32_t>(samples_.size());
                samples_.push_back(sample_from(place[d], documents_[d].phrasings[wording]));
            }
        // The index has each wording's terms, by term.
        for (term_id term = 0; term < index_.terms.size(); ++term)
            index_.lists.of(term).each(0, index_.space.wordings, [&](std::uint32_t unit, std::uint8_t) {
                if (sample_of[unit] != unknown_term) samples_[sample_of[unit]].terms.push_back(term);
            });
    }

    sample sample_from(std::uint32_t entry, std::string_view wording) {
        sample one{entry, {}, {}};
        each_piece(spelled_out(wording), [&](std::string_view piece) {
            const std::uint64_t hash = hash_of(piece);
            const auto [at, is_new] = pieces_.emplace(hash, static_cast<std::uint32_t>(piece_hashes_.size()));
            if (is_new) piece_hashes_.push_back(hash);
            one.pieces.push_back(at->second);
        });
        sort_unique(one.pieces);
        return one;
    }

    // Only what two wordings have can tell something about a third; of too many the commonest stay.
    void number_features() {
        std::vector<std::uint32_t> of_term(index_.terms.size(), 0), of_piece(piece_hashes_.size(), 0);
        for (const sample& one : samples_) {
            for (const std::uint32_t t : one.terms)
                ++of_term[t];
            for (const std::uint32_t p : one.pieces)
                ++of_piece[p];
        }
        std::uint32_t fewest = fewest_samples_of_a_feature;
        const auto often = [&](const std::vector<std::uint32_t>& counts) {
            return static_cast<std::size_t>(
                std::count_if(counts.begin(), counts.end(), [&](std::uint32_t n) { return n >= fewest; }));
        };
        while ((often(of_term) + often(of_piece)) * padded() > most_weights)
            fewest += fewest / 2;
        const auto number = [&](const std::vector<std::uint32_t>& counts, std::vector<std::uint32_t>& to) {
            to.assign(counts.size(), unknown_term);
            for (std::size_t i = 0; i < counts.size(); ++i)
                if (counts[i] >= fewest) to[i] = features_++;
        };
        number(of_term, feature_of_);
        number(of_piece, piece_of_);
    }

    // False when even a few passes would take too long.
    bool prepare() {
        std::size_t features = 0;
        for (const sample& one : samples_) {
            std::vector<weighted_feature> vector;
            const auto take = [&](const std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& numbers) {
                const float value = share_of_one(all.size());
                for (const std::uint32_t each : all)
                    if (numbers[each] != unknown_term) vector.push_back({numbers[each], value});
            };
            take(one.terms, feature_of_);
            take(one.pieces, piece_of_);
            features += vector.size();
            vectors_.push_back(std::move(vector));
            order_.push_back(static_cast<std::uint32_t>(order_.size()));
        }
        const double pass = static_cast<double>(features) * static_cast<double>(padded());
        if (pass * static_cast<double>(fewest_passes) > most_multiplications) return false;
        passes_ = std::min(most_passes, static_cast<std::size_t>(most_multiplications / std::max(pass, 1.0)));
        weights_.assign(features_ * padded(), 0.0F);
        bias_.assign(padded(), start_bias);
        return true;
    }

    void learn(float step) {
        for (std::size_t i = order_.size(); i > 1; --i)
            std::swap(order_[i - 1], order_[shuffle_.below(i)]);
        std::vector<float> margins(padded());
        for (const std::uint32_t which : order_) {
            margins = bias_;
            for (const weighted_feature& f : vectors_[which])
                add_row(&weights_[f.feature * padded()], f.value, margins);
            for (std::uint32_t entry = 0; entry < none(); ++entry) {
                const bool own = samples_[which].entry == entry;
                const float missing = 1.0F - (own ? margins[entry] : -margins[entry]);
                if (missing <= 0) continue;
                correct(which, entry, (own ? 2.0F : -2.0F) * std::min(missing, 1.0F) * step);
            }
        }
    }

    void add_row(const float* row, float value, std::vector<float>& margins) const {
        for (std::size_t from = 0; from < margins.size(); from += lanes)
            for (std::size_t i = 0; i < lanes; ++i)
                margins[from + i] += value * row[from + i];
    }

    void correct(std::uint32_t which, std::uint32_t entry, float by) {
        for (const weighted_feature& f : vectors_[which])
            weights_[f.feature * padded() + entry] += by * f.value;
        bias_[entry] += bias_step * by;
    }

    void write(image_writer& to) {
        std::vector<std::uint32_t> starts{0}, terms, piece_features;
        std::vector<classifier::weight> kept;
        for (std::size_t feature = 0; feature < features_; ++feature) {
            for (std::uint32_t entry = 0; entry < none(); ++entry)
                if (const float value = weights_[feature * padded() + entry]; std::abs(value) >= smallest_weight)
                    kept.push_back({entry, value});
            starts.push_back(static_cast<std::uint32_t>(kept.size()));
        }
        for (term_id term = 0; term < feature_of_.size(); ++term)
            if (feature_of_[term] != unknown_term) terms.push_back(term);
        std::vector<std::pair<std::uint64_t, std::uint32_t>> pieces;
        for (std::size_t i = 0; i < piece_hashes_.size(); ++i)
            pieces.emplace_back(piece_hashes_[i], piece_of_[i]);
        std::sort(pieces.begin(), pieces.end());
        std::vector<std::uint64_t> hashes;
        for (const auto& [hash, feature] : pieces) {
            hashes.push_back(hash);
            piece_features.push_back(feature);
        }
        bias_.resize(none());
        to.put(section::learnt, std::move(learnt_));
        to.put(section::learnt_terms, std::move(terms));
        term_table::write(hashes, to, section::piece_buckets, section::piece_remainders);
        to.put(section::piece_features, std::move(piece_features));
        to.put(section::biases, std::move(bias_));
        to.put(section::weight_starts, std::move(starts));
        to.put(section::weights, std::move(kept));
    }

    std::uint32_t none() const { return static_cast<std::uint32_t>(learnt_.size()); }
    std::size_t padded() const { return (learnt_.size() + lanes - 1) / lanes * lanes; }

    std::span<const document> documents_;
    const inverted& index_;
    std::vector<std::uint32_t> learnt_;
    std::unordered_map<std::uint64_t, std::uint32_t> pieces_; // by hash, in order of appearance
    std::vector<std::uint64_t> piece_hashes_;
    std::vector<std::uint32_t> feature_of_, piece_of_; // per term, per piece: its feature, or unknown_term
    std::vector<float> bias_;
    std::vector<sample> samples_;
    std::vector<std::vector<weighted_feature>> vectors_;
    std::vector<std::uint32_t> order_;
    std::uint32_t features_ = 0;
    std::size_t passes_ = 0;
    std::vector<float> weights_; // feature by feature, padded() entries each
    fixed_order shuffle_;
};

} // namespace

void classifier::train(std::span<const document> documents, const inverted& index, image_writer& to) {
    classifier_training(documents, index).run(to);
}

classifier::classifier(const image& from, const inverted& index)
    : learnt_(from.get<std::uint32_t>(section::learnt)), biases_(from.get<float>(section::biases)),
      terms_(from.get<std::uint32_t>(section::learnt_terms)),
      pieces_(from, section::piece_buckets, section::piece_remainders),
      piece_feature_(from.get<std::uint32_t>(section::piece_features)),
      starts_(from.get<std::uint32_t>(section::weight_starts)), weights_(from.get<weight>(section::weights)) {
    if (learnt_.empty()) return;
    const std::size_t features = starts_.empty() ? 0 : starts_.size() - 1;
    bool sound = learnt_.back() < index.documents() &&
                 std::adjacent_find(learnt_.begin(), learnt_.end(), std::greater_equal<>()) == learnt_.end() &&
                 biases_.size() == learnt_.size() && terms_.size() <= features &&
                 std::is_sorted(terms_.begin(), terms_.end()) && piece_feature_.size() == pieces_.size() &&
                 !starts_.empty() && starts_.front() == 0 && starts_.back() == weights_.size() &&
                 std::is_sorted(starts_.begin(), starts_.end());
    for (const std::uint32_t feature : piece_feature_)
        sound = sound && (feature < features || feature == unknown_term);
    for (const float bias : biases_)
        sound = sound && std::abs(bias) <= greatest_weight;
    for (const weight& one : weights_)
        sound = sound && one.entry < learnt_.size() && std::abs(one.value) <= greatest_weight;
    if (!sound) throw damaged("what the index has learnt from wordings is damaged");
    for (const std::uint32_t d : learnt_)
        wordings_each_ += static_cast<double>(index.first_wording[d + 1] - index.first_wording[d]);
    wordings_each_ /= static_cast<double>(learnt_.size());
}

void classifier::judge(const query_terms& own, std::string_view text, std::vector<float>& margins) const {
    margins.assign(biases_.begin(), biases_.end());
    if (learnt_.empty()) return;
    // Terms never seen count in the share: a question of unknown words is nobody's.
    const float term_share = share_of_one(own.terms.size());
    for (const query_term& term : own.terms) {
        const auto known = std::lower_bound(terms_.begin(), terms_.end(), term.id);
        if (known != terms_.end() && *known == term.id)
            add(static_cast<std::uint32_t>(known - terms_.begin()), term_share, margins);
    }
    const std::string spelled = spelled_out(text);
    std::vector<std::uint32_t> pieces;
    std::size_t unseen = 0;
    each_piece(spelled, [&](std::string_view piece) {
        const term_id known = pieces_.find(hash_of(piece));
        if (known == unknown_term)
            ++unseen;
        else
            pieces.push_back(known);
    });
    sort_unique(pieces);
    const float piece_share = share_of_one(pieces.size() + unseen);
    for (const std::uint32_t piece : pieces)
        if (piece_feature_[piece] != unknown_term) add(piece_feature_[piece], piece_share, margins);
}

void classifier::add(std::uint32_t feature, float value, std::vector<float>& margins) const {
    for (std::uint32_t i = starts_[feature]; i < starts_[feature + 1]; ++i)
        margins[weights_[i].entry] += value * weights_[i].value;
}

} // namespace knowledge::match
