#include "knowledge/match/packer.hpp"

#include "knowledge/large_pages.hpp"
#include "knowledge/match/impact.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>
#include <utility>

namespace knowledge::match {

namespace {

// Occurrences of a piece of a part: a table of its terms and all else stays near.
constexpr std::size_t piece_size = 1U << 10U;
constexpr unsigned most_piece_bits = 8;

} // namespace

packer::packer(const statistics& counted, const inverted* base, const unit_space& space,
               std::span<const std::uint32_t> document_of, const lengths& tokens)
    : weights(space.wordings, 0.0F), in_han(space.wordings, 0), counted_(counted), base_(base), space_(space),
      document_of_(document_of), tokens_(tokens), one_each_(space.wordings == space.documents) {
    for (std::size_t f = 0; f < field_count; ++f)
        first_unit_[f] = space.first_of(static_cast<field>(f));
}

void packer::pack(const occurrences& first, const occurrences& second, unsigned bits, std::size_t from,
                  std::size_t to) {
    for (std::size_t part = from; part < to; ++part) {
        const unsigned piece_bits = deal(first, second, part, bits);
        for (std::size_t piece = 0; piece + 1 < pieces_.size(); ++piece) {
            groups_.group(std::span(dealt_).subspan(pieces_[piece], pieces_[piece + 1] - pieces_[piece]),
                          bits + piece_bits);
            groups_.each([this](std::uint64_t hash, std::span<const place> places) {
                if (places.size() == 1)
                    pack_single(hash, places.data());
                else
                    pack(hash, places);
            });
        }
        if (part == from) expect_as_much_again(to - from);
    }
}

// Puts the occurrences of a part into pieces, in the order they were found. Returns the bits a piece is told by.
unsigned packer::deal(const occurrences& first, const occurrences& second, std::size_t part, unsigned bits) {
    std::size_t count = 0;
    const auto each_block = [&](auto use) {
        first.each_block(part, use);
        second.each_block(part, use);
    };
    each_block([&](std::span<const occurrence> block) { count += block.size(); });
    const unsigned piece_bits = std::min(bits_for(count / piece_size), most_piece_bits);
    pieces_.assign((std::size_t{1} << piece_bits) + 1, 0);
    const bits_of_hash piece_of(bits, piece_bits);
    each_block([&](std::span<const occurrence> block) {
        for (const occurrence& one : block)
            ++pieces_[piece_of(one.hash) + 1];
    });
    for (std::size_t i = 1; i < pieces_.size(); ++i)
        pieces_[i] += pieces_[i - 1];
    next_.assign(pieces_.begin(), pieces_.end() - 1);
    if (dealt_.size() < count) dealt_.resize(count);
    each_block([&](std::span<const occurrence> block) {
        for (const occurrence& one : block)
            dealt_[next_[piece_of(one.hash)]++] = one;
    });
    return piece_bits;
}

// Hashes are spread evenly, so the parts are alike.
void packer::expect_as_much_again(std::size_t parts) {
    const auto expect = [parts](auto& values) {
        using value = std::remove_reference_t<decltype(values[0])>;
        auto moved = with_room_for<value>(values.size() * parts / 16 * 17 + 1000);
        moved.insert(moved.end(), values.begin(), values.end());
        values = std::move(moved);
    };
    expect(terms);
    expect(bytes);
}

// Most terms occur once.
void packer::pack_single(std::uint64_t hash, const place* at) {
    fetch_what_is_known_of(at[term_groups::sooner]);
    const posting own = posting_of(at->where(), at->number(), 1, 0, 0);
    if (at->where() == field::wording)
        add_weight(at->number(), at->kind(), kind_weight(at->kind()) * rarity_of(hash, 1));
    for (const std::byte one : std::bit_cast<std::array<std::byte, sizeof own>>(own))
        bytes.push_back(one);
    terms.push_back({hash, sizeof own, 1});
}

// `places` document by document, in each those in the answer first, then those in the context.
void packer::pack(std::uint64_t hash, std::span<const place> places) {
    for (auto& of_field : postings_)
        of_field.clear();
    text::token_kind kind = text::token_kind::function; // the heaviest; none is lighter
    std::uint32_t in_entries = 0, document = 0, in_answer = 0, in_context = 0;
    for (const place *at = places.data(), *const behind = at + places.size(); at != behind;) {
        const place& first = *at;
        const field which = first.where();
        const std::uint32_t number = first.number();
        std::uint32_t times = 0;
        for (; at != behind && at->is_beside(first); ++at, ++times) {
            const text::token_kind here = at->kind();
            if (kind_weight(here) > kind_weight(kind)) kind = here;
            fetch_what_is_known_of(at[term_groups::sooner]);
        }
        times = std::min(times, most_counted);
        const std::uint32_t d = document_of(which, number);
        if (in_entries == 0 || d != document) {
            ++in_entries;
            document = d;
            in_answer = in_context = 0;
        }
        postings_[static_cast<std::size_t>(which)].push_back(posting_of(which, number, times, in_answer, in_context));
        if (which == field::answer) in_answer = times;
        if (which == field::context) in_context = times;
    }
    const float weight = kind_weight(kind) * rarity_of(hash, in_entries);
    auto& own = postings_.front();
    for (const posting& p : own)
        add_weight(p.unit(), kind, weight);
    // Region by region, and in each by document: that is ascending by unit.
    for (std::size_t f = 1; f < field_count; ++f)
        own.insert(own.end(), postings_[f].begin(), postings_[f].end());
    const std::size_t from = bytes.size();
    posting_lists::append(own, in_entries, space_, bytes);
    terms.push_back({hash, static_cast<std::uint32_t>(bytes.size() - from), in_entries});
}

posting packer::posting_of(field which, std::uint32_t number, std::uint32_t times, std::uint32_t times_in_answer,
                           std::uint32_t times_in_context) {
    const std::uint32_t tokens = tokens_of(which, number);
    const std::uint32_t unit = first_unit_[static_cast<std::size_t>(which)] + number;
    // Nearly all.
    if (times == 1 && times_in_answer == 0 && times_in_context == 0 && tokens < lengths_remembered) {
        std::uint8_t& impact = of_one_[static_cast<std::size_t>(which)][tokens];
        if (impact == 0) impact = as_byte(share_beside(0, x(which, tokens, 1)));
        return {unit, impact};
    }
    const std::uint32_t d = document_of(which, number);
    float others = 0;
    if (times_in_answer > 0) others += x(field::answer, tokens_.answers[d], times_in_answer);
    if (times_in_context > 0) others += x(field::context, tokens_.contexts[d], times_in_context);
    return {unit, as_byte(share_beside(others, x(which, tokens, times)))};
}

std::uint32_t packer::document_of(field which, std::uint32_t number) const {
    return which == field::wording && !one_each_ ? document_of_[number] : number;
}

// What is counted and added a unit lies in no order that the processor could guess.
void packer::fetch_what_is_known_of(const place& there) const {
    if (there.where() == field::wording) {
        __builtin_prefetch(&tokens_.wordings[there.number()]);
        __builtin_prefetch(&weights[there.number()], 1);
    } else if (there.where() == field::answer) {
        __builtin_prefetch(&tokens_.answers[there.number()]);
    }
}

std::uint32_t packer::tokens_of(field which, std::uint32_t number) const {
    return which == field::wording  ? tokens_.wordings[number]
           : which == field::answer ? tokens_.answers[number]
                                    : tokens_.contexts[number];
}

float packer::x(field in, std::uint32_t tokens, std::uint32_t times) const {
    const float mean_length = counted_.mean_length[static_cast<std::size_t>(in)];
    return worth_of_one(in, static_cast<float>(tokens), mean_length) * static_cast<float>(times);
}

float packer::rarity_of(std::uint64_t hash, std::uint32_t in_entries) {
    if (base_ == nullptr) return rarity_in(in_entries);
    const term_id known = base_->terms.find(hash);
    return known == unknown_term ? base_->unseen_rarity : rarity_in(base_->lists.of(known).entries());
}

// Most terms are in few entries, and a logarithm takes its time.
float packer::rarity_in(std::uint32_t n) {
    if (n >= rarities_.size()) return counted_.rarity(n);
    if (rarities_[n] == 0) rarities_[n] = counted_.rarity(n);
    return rarities_[n];
}

void packer::add_weight(std::uint32_t wording, text::token_kind kind, float weight) {
    weights[wording] += weight;
    if (kind == text::token_kind::han) in_han[wording] = 1;
}

} // namespace knowledge::match
