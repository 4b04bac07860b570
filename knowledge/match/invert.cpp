// Builds the arrays of `inverted`. Every occurrence of a term in a field becomes one record, dealt by its hash into
// parts small enough for the cache; then each part is grouped by term and packed. No dictionary of all terms is ever
// needed, which with a million of them would cost a miss of the cache for every word. Two threads halve the work; what
// comes out does not depend on them.
#include "knowledge/match/inverted.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>

namespace knowledge::match {

namespace {

// In a community's first dozen entries no word is rare by count, and nothing would ever be answered with confidence:
// such a small base is taken for a part of a larger one.
constexpr std::size_t least_entries = 100;

// Of a longer field only the beginning is indexed: what an answer is about is said early.
constexpr std::size_t longest_field_tokens = 4000;

constexpr unsigned part_bits = 8;
constexpr std::size_t parts = std::size_t{1} << part_bits;
constexpr std::size_t worth_a_thread = 500; // documents

struct occurrence {
    std::uint64_t hash;
    std::uint32_t number; // of the wording, or of the document
    std::uint8_t times, times_in_answer, times_in_context;
    std::uint8_t bits;

    static std::uint8_t packed(field which, bool first, text::token_kind kind) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(which) | (first ? 4U : 0U) |
                                         static_cast<unsigned>(kind) << 3U);
    }
    [[nodiscard]] field where() const { return static_cast<field>(bits & 3U); }
    [[nodiscard]] bool first_in_document() const { return (bits & 4U) != 0; }
    [[nodiscard]] text::token_kind kind() const { return static_cast<text::token_kind>(bits >> 3U); }
};
static_assert(sizeof(occurrence) == 16);

struct counted_term {
    std::uint64_t hash;
    text::token_kind kind; // the heaviest in which it occurs
    std::uint8_t times;
};
using counted_field = std::vector<counted_term>; // ascending by hash

std::uint8_t times_in(const counted_field& terms, std::uint64_t hash) {
    const auto at = std::lower_bound(terms.begin(), terms.end(), hash,
                                     [](const counted_term& term, std::uint64_t h) { return term.hash < h; });
    return at != terms.end() && at->hash == hash ? at->times : std::uint8_t{0};
}

struct mean {
    double sum = 0;
    std::size_t count = 0;

    void add(std::size_t length) {
        if (length == 0) return;
        sum += static_cast<double>(length);
        ++count;
    }
    void add(const mean& other) {
        sum += other.sum;
        count += other.count;
    }
    float value() const { return count == 0 ? 1.0F : static_cast<float>(sum / static_cast<double>(count)); }
};

// Hashes that were seen: linear probing, at most half full.
class hash_set {
  public:
    // False when it was there before.
    bool insert(std::uint64_t hash) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        std::uint64_t& slot = *place_of(hash);
        if (slot == hash) return false;
        slot = hash;
        ++size_;
        return true;
    }

  private:
    std::uint64_t* place_of(std::uint64_t hash) {
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at] != 0 && slots_[at] != hash)
            at = (at + 1) & (slots_.size() - 1);
        return &slots_[at];
    }
    void grow() {
        std::vector<std::uint64_t> old(slots_.size() * 2, 0);
        old.swap(slots_);
        for (const std::uint64_t hash : old)
            if (hash != 0) *place_of(hash) = hash;
    }

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024, 0); // 0: nothing here
    std::size_t size_ = 0;
};

struct lengths {
    std::vector<std::uint16_t> wordings, answers, contexts;
};

// Reads a run of documents into records.
class reader {
  public:
    reader(std::span<const document> documents, std::span<const std::uint32_t> first_wording, lengths& tokens,
           std::vector<sketch>& letters, const text::synonyms* own)
        : documents_(documents), first_wording_(first_wording), tokens_(tokens), letters_(letters), own_words_(own) {}

    void read(std::uint32_t from, std::uint32_t to) {
        for (std::uint32_t d = from; d < to; ++d)
            read(d);
    }

    std::array<std::vector<occurrence>, parts> records;
    std::array<mean, field_count> mean_length;
    std::vector<std::pair<std::uint64_t, std::string>> words; // Latin ones, each once, in order of appearance

  private:
    void read(std::uint32_t d) {
        const document& one = documents_[d];
        tokens_.answers[d] = count(one.answer, field::answer, answer_);
        chain_.clear();
        for (const std::string& earlier : one.context)
            chain_.append(earlier).push_back('\n');
        tokens_.contexts[d] = count(chain_, field::context, context_);

        seen_.clear(); // in an earlier wording of the document
        const std::uint32_t first = first_wording_[d];
        for (std::size_t w = 0; w < one.phrasings.size(); ++w) {
            const auto unit = static_cast<std::uint32_t>(first + w);
            tokens_.wordings[unit] = count(one.phrasings[w], field::wording, wording_);
            letters_[unit] = sketch_of(text::normalise(one.phrasings[w]));
            for (const counted_term& term : wording_) {
                const std::uint8_t answer = times_in(answer_, term.hash), context = times_in(context_, term.hash);
                const bool first_here =
                    answer == 0 && context == 0 && (one.phrasings.size() == 1 || seen_.insert(term.hash).second);
                add(term, field::wording, unit, answer, context, first_here);
            }
        }
        for (const counted_term& term : answer_)
            add(term, field::answer, d, 0, 0, true);
        for (const counted_term& term : context_) {
            const std::uint8_t answer = times_in(answer_, term.hash);
            add(term, field::context, d, answer, 0, answer == 0);
        }
    }

    void add(const counted_term& term, field which, std::uint32_t number, std::uint8_t answer, std::uint8_t context,
             bool first) {
        records[term.hash >> (64U - part_bits)].push_back(
            {term.hash, number, term.times, answer, context, occurrence::packed(which, first, term.kind)});
    }

    // Returns the number of tokens.
    std::uint16_t count(std::string_view field_text, field which, counted_field& into) {
        into.clear();
        read_text(field_text, own_words_, list_);
        auto& tokens = list_.items();
        if (tokens.size() > longest_field_tokens) tokens.resize(longest_field_tokens);
        for (const auto& token : tokens) {
            into.push_back({token.hash, token.kind, 1});
            if (token.kind == text::token_kind::word || token.kind == text::token_kind::compound)
                if (words_.insert(token.hash)) words.emplace_back(token.hash, list_.text(token));
        }
        std::sort(into.begin(), into.end(),
                  [](const counted_term& a, const counted_term& b) { return a.hash < b.hash; });
        auto behind = into.begin();
        for (auto at = into.begin(); at != into.end(); ++behind) {
            counted_term one = *at;
            std::uint32_t times = 0;
            for (; at != into.end() && at->hash == one.hash; ++at, ++times)
                if (kind_weight(at->kind) > kind_weight(one.kind)) one.kind = at->kind;
            one.times = static_cast<std::uint8_t>(std::min(times, most_counted));
            *behind = one;
        }
        into.erase(behind, into.end());
        mean_length[static_cast<std::size_t>(which)].add(tokens.size());
        return static_cast<std::uint16_t>(tokens.size());
    }

    std::span<const document> documents_;
    std::span<const std::uint32_t> first_wording_;
    lengths& tokens_;
    std::vector<sketch>& letters_;
    const text::synonyms* own_words_;
    counted_field wording_, answer_, context_;
    std::string chain_;
    text::token_list list_;
    hash_set words_;
    std::unordered_set<std::uint64_t> seen_;
};

// Packs one run of parts.
class packer {
  public:
    packer(const statistics& counted, const inverted* base, const unit_space& space,
           std::span<const std::uint32_t> document_of, const lengths& tokens)
        : counted_(counted), base_(base), space_(space), document_of_(document_of), tokens_(tokens),
          weights(space.wordings, 0.0F), in_han(space.wordings, 0) {}

    void pack(std::array<std::vector<occurrence>, parts>& first, std::array<std::vector<occurrence>, parts>& second,
              std::size_t from, std::size_t to) {
        for (std::size_t part = from; part < to; ++part) {
            records_.swap(first[part]);
            records_.insert(records_.end(), second[part].begin(), second[part].end());
            pack();
            records_ = {};
            first[part] = {};
            second[part] = {};
        }
    }

  private:
    const statistics& counted_;
    const inverted* base_;
    const unit_space& space_;
    std::span<const std::uint32_t> document_of_;
    const lengths& tokens_;

  public:
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint32_t> sizes, entries; // per term: bytes of its list, entries it is in
    std::vector<std::byte> bytes;
    std::vector<float> weights;       // per wording: what the terms of these parts add to its weight
    std::vector<std::uint8_t> in_han; // per wording

  private:
    struct group {
        std::uint64_t hash;
        std::uint32_t count = 0, entries = 0, next = 0;
        text::token_kind kind = text::token_kind::function;
    };

    void pack() {
        number_groups();
        std::uint32_t behind = 0;
        for (group& g : groups_) {
            g.next = behind;
            behind += g.count;
        }
        // Region by region, and in each by document: that is ascending by unit.
        postings_.assign(records_.size(), posting(0, 0));
        for (const field which : {field::wording, field::answer, field::context})
            for (std::size_t i = 0; i < records_.size(); ++i)
                if (records_[i].where() == which) postings_[groups_[group_of_[i]].next++] = posting_of(records_[i]);
        order_.resize(groups_.size());
        for (std::uint32_t i = 0; i < order_.size(); ++i)
            order_[i] = i;
        std::sort(order_.begin(), order_.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return groups_[a].hash < groups_[b].hash; });
        for (const std::uint32_t i : order_)
            finish(groups_[i]);
    }

    // Linear probing in a table twice as large.
    void number_groups() {
        std::size_t slots = 16;
        while (slots < records_.size() * 2)
            slots *= 2;
        slots_.assign(slots, none);
        groups_.clear();
        group_of_.resize(records_.size());
        for (std::size_t i = 0; i < records_.size(); ++i) {
            const occurrence& one = records_[i];
            // The high bits are the same in all of the part.
            std::size_t at = one.hash & (slots - 1);
            while (slots_[at] != none && groups_[slots_[at]].hash != one.hash)
                at = (at + 1) & (slots - 1);
            if (slots_[at] == none) {
                slots_[at] = static_cast<std::uint32_t>(groups_.size());
                groups_.push_back({one.hash});
            }
            group& g = groups_[slots_[at]];
            ++g.count;
            g.entries += one.first_in_document() ? 1 : 0;
            if (kind_weight(one.kind()) > kind_weight(g.kind)) g.kind = one.kind();
            group_of_[i] = slots_[at];
        }
    }

    posting posting_of(const occurrence& one) const {
        const field which = one.where();
        const std::uint32_t d = which == field::wording ? document_of_[one.number] : one.number;
        const auto x = [&](field in, std::uint32_t tokens, std::uint32_t times) {
            const float mean_length = counted_.mean_length[static_cast<std::size_t>(in)];
            return worth_of_one(in, static_cast<float>(tokens), mean_length) * static_cast<float>(times);
        };
        float others = 0, own = 0;
        if (one.times_in_answer > 0) others += x(field::answer, tokens_.answers[d], one.times_in_answer);
        if (one.times_in_context > 0) others += x(field::context, tokens_.contexts[d], one.times_in_context);
        if (which == field::wording) own = x(which, tokens_.wordings[one.number], one.times);
        if (which == field::answer) own = x(which, tokens_.answers[d], one.times);
        if (which == field::context) own = x(which, tokens_.contexts[d], one.times);
        return {space_.first_of(which) + one.number, as_byte(share_beside(others, own))};
    }

    float rarity_of(const group& g) const {
        if (base_ == nullptr) return counted_.rarity(g.entries);
        const term_id known = base_->terms.find(g.hash);
        return known == unknown_term ? base_->unseen_rarity : counted_.rarity(base_->lists.of(known).entries());
    }

    void finish(const group& g) {
        const std::span<const posting> own(postings_.data() + g.next - g.count, g.count);
        const float weight = kind_weight(g.kind) * rarity_of(g);
        for (const posting& p : own) {
            if (p.unit() >= space_.wordings) break;
            weights[p.unit()] += weight;
            if (g.kind == text::token_kind::han) in_han[p.unit()] = 1;
        }
        const std::size_t from = bytes.size();
        posting_lists::append(own, g.entries, space_, bytes);
        hashes.push_back(g.hash);
        sizes.push_back(static_cast<std::uint32_t>(bytes.size() - from));
        entries.push_back(g.entries);
    }

    static constexpr std::uint32_t none = 0xFFFFFFFF;
    std::vector<occurrence> records_;
    std::vector<std::uint32_t> slots_, group_of_, order_;
    std::vector<group> groups_;
    std::vector<posting> postings_;
};

// Both halves at once when there is enough to do.
template <class First, class Second>
void both(bool at_once, First first, Second second) {
    if (!at_once) {
        first();
        second();
        return;
    }
    auto beside = std::async(std::launch::async, second);
    first();
    beside.get();
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
    from = {};
}

} // namespace

void invert(std::span<const document> documents, const inverted* base, image_writer& to, const text::synonyms* own) {
    std::vector<std::uint32_t> first_wording{0};
    std::vector<std::uint32_t> document_of;
    std::uint64_t wordings = 0;
    for (const document& one : documents) {
        // Every entry has at least one unit, so that it can be found by its answer.
        wordings += std::max<std::size_t>(1, one.phrasings.size());
        if (wordings > most_units) throw std::length_error("too many wordings for one index");
        document_of.resize(wordings, static_cast<std::uint32_t>(first_wording.size() - 1));
        first_wording.push_back(static_cast<std::uint32_t>(wordings));
    }
    const unit_space space{static_cast<std::uint32_t>(wordings), static_cast<std::uint32_t>(documents.size())};
    if (std::uint64_t{space.chunk_count()} << chunk_bits > most_units)
        throw std::length_error("too many entries and wordings for one index");

    lengths tokens{std::vector<std::uint16_t>(wordings, 0), std::vector<std::uint16_t>(documents.size(), 0),
                   std::vector<std::uint16_t>(documents.size(), 0)};
    std::vector<sketch> letters(wordings);
    reader one(documents, first_wording, tokens, letters, own), other(documents, first_wording, tokens, letters, own);
    const std::uint32_t middle = space.documents / 2;
    const bool at_once = documents.size() >= worth_a_thread;
    both(
        at_once, [&] { one.read(0, middle); }, [&] { other.read(middle, space.documents); });

    statistics counted;
    if (base != nullptr) {
        counted = base->counted;
    } else {
        counted.entries = std::max(documents.size(), least_entries);
        for (std::size_t f = 0; f < field_count; ++f) {
            one.mean_length[f].add(other.mean_length[f]);
            counted.mean_length[f] = one.mean_length[f].value();
        }
    }

    packer low(counted, base, space, document_of, tokens), high(counted, base, space, document_of, tokens);
    both(
        at_once, [&] { low.pack(one.records, other.records, 0, parts / 2); },
        [&] { high.pack(one.records, other.records, parts / 2, parts); });
    append(low.hashes, high.hashes);
    append(low.sizes, high.sizes);
    append(low.entries, high.entries);
    append(low.bytes, high.bytes);
    for (std::uint32_t w = 0; w < space.wordings; ++w) {
        low.weights[w] += high.weights[w];
        if (low.in_han[w] != 0 || high.in_han[w] != 0) tokens.wordings[w] |= inverted::han_flag;
    }
    if (low.bytes.size() > std::numeric_limits<std::uint32_t>::max() - 64)
        throw std::length_error("too many terms for one index");

    std::vector<std::uint32_t> starts;
    if (!low.hashes.empty()) {
        starts.push_back(0);
        for (const std::uint32_t size : low.sizes)
            starts.push_back(starts.back() + size);
        low.bytes.resize(low.bytes.size() + posting_lists::bytes_behind);
    }
    spelling_writer words;
    std::unordered_set<std::uint64_t> written;
    for (const reader* half : {&one, &other})
        for (const auto& [hash, text] : half->words) {
            if (half == &other && written.count(hash) != 0) continue;
            if (half == &one) written.insert(hash);
            const auto term = std::lower_bound(low.hashes.begin(), low.hashes.end(), hash) - low.hashes.begin();
            words.add(text, static_cast<term_id>(term), low.entries[static_cast<std::size_t>(term)]);
        }

    term_table::write(low.hashes, to, section::term_buckets, section::term_remainders);
    to.put(section::statistics, std::vector{counted});
    to.put(section::list_starts, std::move(starts));
    to.put(section::lists, std::move(low.bytes));
    to.put(section::first_wording, std::move(first_wording));
    to.put(section::wording_tokens, std::move(tokens.wordings));
    to.put(section::wording_weights, std::move(low.weights));
    to.put(section::wording_letters, std::move(letters));
    to.put(section::answer_tokens, std::move(tokens.answers));
    to.put(section::context_tokens, std::move(tokens.contexts));
    words.write(to);
}

} // namespace knowledge::match
