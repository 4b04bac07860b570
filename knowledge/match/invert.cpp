// Builds the arrays of `inverted`. Every occurrence of a term becomes one record (occurrences.hpp), dealt by its hash
// into parts; then each part is dealt once more into pieces that fit the nearest cache, grouped by term
// (term_groups.hpp) and packed (packer.hpp). No dictionary of all terms is ever needed, which with a million of them
// would cost a miss of the cache for every word. Two threads halve the work; what comes out does not depend on them.
#include "knowledge/large_pages.hpp"
#include "knowledge/match/document_reader.hpp"
#include "knowledge/match/inverted.hpp"
#include "knowledge/match/packer.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <stdexcept>
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
            const auto at =
                std::lower_bound(from.terms.begin(), from.terms.end(), hash,
                                 [](const packer::term& one, std::uint64_t wanted) { return one.hash < wanted; });
            const std::size_t before = &from == &high ? low.terms.size() : 0;
            words.add(text, static_cast<term_id>(before + static_cast<std::size_t>(at - from.terms.begin())),
                      at->entries);
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
        const std::size_t terms = low.terms.size() + high.terms.size();
        auto starts = with_room_for<std::uint32_t>(terms + 1);
        term_table_writer table(terms);
        if (terms > 0) {
            starts.push_back(0);
            for (const packer* const half : {&low, &high})
                for (const packer::term& each : half->terms) {
                    starts.push_back(starts.back() + each.size);
                    table.add(each.hash);
                }
            high.bytes.resize(high.bytes.size() + posting_lists::bytes_behind);
        }
        table.write(to, section::term_buckets, section::term_remainders);
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
