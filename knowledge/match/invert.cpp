// Builds the arrays of `inverted`. Every occurrence of a term in a field becomes one record (occurrences.hpp), dealt by
// its hash into parts; then each part is dealt once more into pieces that fit the nearest cache, grouped by term and
// packed. No dictionary of all terms is ever needed, which with a million of them would cost a miss of the cache for
// every word. Two threads halve the work; what comes out does not depend on them.
#include "knowledge/large_pages.hpp"
#include "knowledge/match/document_reader.hpp"
#include "knowledge/match/inverted.hpp"
#include "knowledge/match/occurrences.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace knowledge::match {

namespace {

// In a community's first dozen entries no word is rare by count, and nothing would ever be answered with confidence:
// such a small base is taken for a part of a larger one.
constexpr std::size_t least_entries = 100;

constexpr std::size_t worth_a_thread = 100'000; // bytes of text; also worth remembering words

// Occurrences of a part: more parts make dealing slower, larger ones their pieces. A text has about one occurrence for
// three bytes.
constexpr std::size_t part_size = 1U << 15U;
constexpr std::size_t bytes_an_occurrence = 3;
constexpr unsigned most_part_bits = 9;
// Of a piece of a part: a table of its terms and all else stays near.
constexpr std::size_t piece_size = 1U << 10U;
constexpr unsigned most_piece_bits = 8;

// The first `bits` of a hash.
std::size_t first_bits(std::uint64_t hash, unsigned bits) {
    return static_cast<std::size_t>(hash >> 1U >> (63U - bits));
}

// The smallest power of two that is not less.
unsigned bits_for(std::size_t count) {
    unsigned bits = 0;
    while (std::size_t{1} << bits < count)
        ++bits;
    return bits;
}

// Packs one run of parts.
class packer {
  public:
    packer(const statistics& counted, const inverted* base, const unit_space& space,
           std::span<const std::uint32_t> document_of, const lengths& tokens)
        : counted_(counted), base_(base), space_(space), document_of_(document_of), tokens_(tokens),
          weights(space.wordings, 0.0F), in_han(space.wordings, 0) {}

    // Of 2^bits parts.
    void pack(const occurrences& first, const occurrences& second, unsigned bits, std::size_t from, std::size_t to) {
        for (std::size_t part = from; part < to; ++part) {
            const unsigned piece_bits = deal(first, second, part, bits);
            for (std::size_t piece = 0; piece + 1 < pieces_.size(); ++piece)
                pack(std::span(dealt_).subspan(pieces_[piece], pieces_[piece + 1] - pieces_[piece]), bits + piece_bits);
            if (part == from) expect_as_much_again(to - from);
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
        std::uint64_t hash = 0;
        std::array<std::uint32_t, field_count> next{}; // how many there are, later where the next one goes
        std::uint32_t entries = 0;
        text::token_kind kind = text::token_kind::function;
    };

    // Puts the occurrences of a part into pieces, in the order they were found. Returns the bits a piece is told by.
    unsigned deal(const occurrences& first, const occurrences& second, std::size_t part, unsigned bits) {
        std::size_t count = 0;
        const auto each_block = [&](auto use) {
            first.each_block(part, use);
            second.each_block(part, use);
        };
        each_block([&](std::span<const occurrence> block) { count += block.size(); });
        const unsigned piece_bits = std::min(bits_for(count / piece_size), most_piece_bits);
        pieces_.assign((std::size_t{1} << piece_bits) + 1, 0);
        const auto piece_of = [&](const occurrence& one) { return first_bits(one.hash << bits, piece_bits); };
        each_block([&](std::span<const occurrence> block) {
            for (const occurrence& one : block)
                ++pieces_[piece_of(one) + 1];
        });
        for (std::size_t i = 1; i < pieces_.size(); ++i)
            pieces_[i] += pieces_[i - 1];
        next_.assign(pieces_.begin(), pieces_.end() - 1);
        if (dealt_.size() < count) dealt_.resize(count);
        each_block([&](std::span<const occurrence> block) {
            for (const occurrence& one : block)
                dealt_[next_[piece_of(one)]++] = one;
        });
        return piece_bits;
    }

    // Hashes are spread evenly, so the parts are alike.
    void expect_as_much_again(std::size_t parts) {
        const auto expect = [parts](auto& values) {
            std::remove_reference_t<decltype(values)> moved;
            moved.reserve(values.size() * parts / 16 * 17 + 1000);
            prefer_large_pages(moved.data(), moved.capacity() * sizeof(moved[0]));
            moved.insert(moved.end(), values.begin(), values.end());
            values = std::move(moved);
        };
        expect(hashes);
        expect(sizes);
        expect(entries);
        expect(bytes);
    }

    // `bits` of the hashes are the same in all of the piece.
    void pack(std::span<const occurrence> piece, unsigned bits) {
        group_by_term(piece, bits);
        // Region by region, and in each by document: that is ascending by unit.
        std::uint32_t behind = 0;
        for (const std::uint32_t number : order_)
            for (std::uint32_t& next : groups_[number].next)
                behind += std::exchange(next, behind);
        if (postings_.size() < piece.size()) postings_.resize(piece.size(), posting(0, 0));
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const occurrence& one = piece[i];
            if (i + sooner < piece.size()) fetch_what_is_known_of(piece[i + sooner]);
            postings_[groups_[group_of_[i]].next[static_cast<std::size_t>(one.where())]++] = posting_of(one);
        }
        std::uint32_t from = 0;
        for (const std::uint32_t number : order_) {
            const group& g = groups_[number];
            finish(g, std::span(postings_).subspan(from, g.next.back() - from));
            from = g.next.back();
        }
    }

    // Linear probing in a table twice as large, whose order is that of the hashes but for those that had to move on.
    void group_by_term(std::span<const occurrence> piece, unsigned bits) {
        const unsigned slot_bits = bits_for(piece.size() * 2);
        const std::size_t mask = (std::size_t{1} << slot_bits) - 1;
        slots_.assign(mask + 1, none);
        groups_.clear();
        group_of_.resize(piece.size());
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const occurrence& one = piece[i];
            std::size_t at = first_bits(one.hash << bits, slot_bits);
            while (slots_[at] != none && groups_[slots_[at]].hash != one.hash)
                at = (at + 1) & mask;
            if (slots_[at] == none) {
                slots_[at] = static_cast<std::uint32_t>(groups_.size());
                groups_.emplace_back().hash = one.hash;
            }
            group& g = groups_[slots_[at]];
            ++g.next[static_cast<std::size_t>(one.where())];
            g.entries += one.first_in_document() ? 1 : 0;
            if (kind_weight(one.kind()) > kind_weight(g.kind)) g.kind = one.kind();
            group_of_[i] = slots_[at];
        }
        order_.clear();
        for (const std::uint32_t number : slots_)
            if (number != none) order_.push_back(number);
        sort_nearly_sorted();
    }

    void sort_nearly_sorted() {
        for (std::size_t i = 1; i < order_.size(); ++i) {
            const std::uint32_t one = order_[i];
            std::size_t to = i;
            for (; to > 0 && groups_[order_[to - 1]].hash > groups_[one].hash; --to)
                order_[to] = order_[to - 1];
            order_[to] = one;
        }
    }

    posting posting_of(const occurrence& one) {
        const field which = one.where();
        const std::uint32_t tokens = tokens_of(which, one.number);
        const std::uint32_t unit = space_.first_of(which) + one.number;
        // Nearly all.
        if (one.times == 1 && one.times_in_answer == 0 && one.times_in_context == 0 && tokens < lengths_remembered) {
            std::uint8_t& impact = of_one_[static_cast<std::size_t>(which)][tokens];
            if (impact == 0) impact = as_byte(share_beside(0, x(which, tokens, 1)));
            return {unit, impact};
        }
        const std::uint32_t d = which == field::wording ? document_of_[one.number] : one.number;
        float others = 0;
        if (one.times_in_answer > 0) others += x(field::answer, tokens_.answers[d], one.times_in_answer);
        if (one.times_in_context > 0) others += x(field::context, tokens_.contexts[d], one.times_in_context);
        return {unit, as_byte(share_beside(others, x(which, tokens, one.times)))};
    }

    // What is counted and added a unit lies in no order that the processor could guess.
    void fetch_what_is_known_of(const occurrence& one) const {
        if (one.where() == field::wording) {
            __builtin_prefetch(&tokens_.wordings[one.number]);
            __builtin_prefetch(&weights[one.number], 1);
        } else if (one.where() == field::answer) {
            __builtin_prefetch(&tokens_.answers[one.number]);
        }
    }

    std::uint32_t tokens_of(field which, std::uint32_t number) const {
        return which == field::wording  ? tokens_.wordings[number]
               : which == field::answer ? tokens_.answers[number]
                                        : tokens_.contexts[number];
    }

    float x(field in, std::uint32_t tokens, std::uint32_t times) const {
        const float mean_length = counted_.mean_length[static_cast<std::size_t>(in)];
        return worth_of_one(in, static_cast<float>(tokens), mean_length) * static_cast<float>(times);
    }

    float rarity_of(const group& g) {
        if (base_ == nullptr) return rarity_in(g.entries);
        const term_id known = base_->terms.find(g.hash);
        return known == unknown_term ? base_->unseen_rarity : rarity_in(base_->lists.of(known).entries());
    }

    // Most terms are in few entries, and a logarithm takes its time.
    float rarity_in(std::uint32_t n) {
        if (n >= rarities_.size()) return counted_.rarity(n);
        if (rarities_[n] == 0) rarities_[n] = counted_.rarity(n);
        return rarities_[n];
    }

    void finish(const group& g, std::span<const posting> own) {
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
    static constexpr std::size_t sooner = 16; // occurrences: about as many as are dealt with while memory answers
    static constexpr std::size_t lengths_remembered = 512;
    std::vector<std::size_t> pieces_, next_; // where each begins, and one past the last; where its next one goes
    std::vector<occurrence> dealt_;
    std::vector<std::uint32_t> slots_, group_of_, order_;
    std::vector<group> groups_;
    std::vector<posting> postings_;
    std::array<std::array<std::uint8_t, lengths_remembered>, field_count> of_one_{}; // impacts; 0: not known yet
    std::array<float, 256> rarities_{};                                              // 0: not known yet
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

// Where the wordings of documents begin, and which texts there are.
struct outline {
    std::vector<std::uint32_t> first_wording{0}, document_of;
    std::size_t bytes = 0, middle = 0; // the first document of the second half, by bytes

    explicit outline(std::span<const document> documents) {
        first_wording.reserve(documents.size() + 1);
        document_of.reserve(documents.size());
        std::vector<std::size_t> until;
        until.reserve(documents.size());
        std::uint64_t wordings = 0;
        for (const document& one : documents) {
            // Every entry has at least one unit, so that it can be found by its answer.
            wordings += std::max<std::size_t>(1, one.phrasings.size());
            if (wordings > most_units) throw std::length_error("too many wordings for one index");
            document_of.resize(wordings, static_cast<std::uint32_t>(first_wording.size() - 1));
            first_wording.push_back(static_cast<std::uint32_t>(wordings));
            bytes += one.answer.size();
            for (const std::string& text : one.phrasings)
                bytes += text.size();
            for (const std::string& text : one.context)
                bytes += text.size();
            until.push_back(bytes);
        }
        middle = static_cast<std::size_t>(std::lower_bound(until.begin(), until.end(), bytes / 2) - until.begin());
    }
};

void write_words(std::span<document_reader* const> readers, const packer& low, const packer& high, image_writer& to) {
    spelling_writer words;
    for (const document_reader* half : readers)
        for (const auto& [hash, text] : half->words) {
            if (half != readers.front() && readers.front()->seen.contains(hash)) continue;
            const packer& from = hash >> 63U == 0 ? low : high;
            const auto at = std::lower_bound(from.hashes.begin(), from.hashes.end(), hash) - from.hashes.begin();
            const std::size_t before = &from == &high ? low.hashes.size() : 0;
            words.add(text, static_cast<term_id>(before + static_cast<std::size_t>(at)),
                      from.entries[static_cast<std::size_t>(at)]);
        }
    words.write(to);
}

} // namespace

void invert(std::span<const document> documents, const inverted* base, image_writer& to, const text::synonyms* own) {
    outline of(documents);
    const unit_space space{static_cast<std::uint32_t>(of.document_of.size()),
                           static_cast<std::uint32_t>(documents.size())};
    if (std::uint64_t{space.chunk_count()} << chunk_bits > most_units)
        throw std::length_error("too many entries and wordings for one index");

    lengths tokens{std::vector<std::uint16_t>(space.wordings, 0), std::vector<std::uint16_t>(documents.size(), 0),
                   std::vector<std::uint16_t>(documents.size(), 0)};
    std::vector<sketch> letters(space.wordings);
    const unsigned bits =
        std::clamp(bits_for(of.bytes / bytes_an_occurrence / part_size), 1U, most_part_bits); // a part has one half
    const bool many = of.bytes >= worth_a_thread;
    document_reader one(bits, many, own, tokens, letters), other(bits, many, own, tokens, letters);
    const auto read = [&](document_reader& with, std::size_t from, std::size_t behind) {
        for (std::size_t d = from; d < behind; ++d)
            with.read(documents[d], static_cast<std::uint32_t>(d), of.first_wording[d]);
    };
    both(
        many, [&] { read(one, 0, of.middle); }, [&] { read(other, of.middle, documents.size()); });

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

    packer low(counted, base, space, of.document_of, tokens), high(counted, base, space, of.document_of, tokens);
    const std::size_t parts = std::size_t{1} << bits;
    both(
        many, [&] { low.pack(one.found, other.found, bits, 0, parts / 2); },
        [&] { high.pack(one.found, other.found, bits, parts / 2, parts); });
    for (std::uint32_t w = 0; w < space.wordings; ++w) {
        low.weights[w] += high.weights[w];
        if (low.in_han[w] != 0 || high.in_han[w] != 0) tokens.wordings[w] |= inverted::han_flag;
    }
    if (low.bytes.size() + high.bytes.size() > std::numeric_limits<std::uint32_t>::max() - 64)
        throw std::length_error("too many terms for one index");
    const auto write_terms = [&] {
        std::vector<std::uint32_t> starts;
        if (low.hashes.size() + high.hashes.size() > 0) {
            starts.reserve(low.sizes.size() + high.sizes.size() + 1);
            starts.push_back(0);
            for (const auto* const sizes : {&low.sizes, &high.sizes})
                for (const std::uint32_t size : *sizes)
                    starts.push_back(starts.back() + size);
            high.bytes.resize(high.bytes.size() + posting_lists::bytes_behind);
        }
        const std::array<std::span<const std::uint64_t>, 2> hashes{low.hashes, high.hashes};
        term_table::write(hashes, to, section::term_buckets, section::term_remainders);
        to.put(section::list_starts, std::move(starts));
    };
    both(
        many,
        [&] {
            write_words(std::array{&one, &other}, low, high, to);
        },
        write_terms);
    to.put(section::statistics, std::vector{counted});
    to.put(section::lists, std::move(low.bytes), std::move(high.bytes));
    to.put(section::first_wording, std::move(of.first_wording));
    to.put(section::wording_tokens, std::move(tokens.wordings));
    to.put(section::wording_weights, std::move(low.weights));
    to.put(section::wording_letters, std::move(letters));
    to.put(section::answer_tokens, std::move(tokens.answers));
    to.put(section::context_tokens, std::move(tokens.contexts));
}

} // namespace knowledge::match
