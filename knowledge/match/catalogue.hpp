// What an index keeps of its entries beside their terms: ids, collections, chains. Documents are numbered in the order
// of their ids.
#pragma once

#include "knowledge/match/image.hpp"
#include "knowledge/match/index.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace knowledge::match {

// A view of an image.
class catalogue {
  public:
    catalogue() = default;
    // Throws damaged.
    catalogue(const image& from, std::uint32_t documents);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }
    [[nodiscard]] std::optional<std::uint32_t> find(entry_id id) const;
    [[nodiscard]] entry_id id(std::uint32_t document) const { return {ids_[document]}; }
    [[nodiscard]] std::string_view external_id(std::uint32_t document) const {
        return {external_texts_.data() + external_starts_[document],
                external_texts_.data() + external_starts_[document + 1]};
    }
    [[nodiscard]] std::uint32_t collection_of(std::uint32_t document) const { return collection_of_[document]; }
    [[nodiscard]] std::span<const std::uint32_t> collections_of() const { return collection_of_; }
    [[nodiscard]] std::size_t collections() const { return collection_starts_.size() - 1; }
    [[nodiscard]] std::string_view collection(std::uint32_t number) const {
        return {collection_texts_.data() + collection_starts_[number],
                collection_texts_.data() + collection_starts_[number + 1]};
    }
    // The first entry of its chain, as far as the documents it was written from tell.
    [[nodiscard]] entry_id chain(std::uint32_t document) const;
    // The entries that follow `id` directly, in the order of their ids.
    [[nodiscard]] std::vector<entry_id> follow_ups(entry_id id) const;
    // For entries with a chain: the earlier questions of it and the question. Empty for others.
    [[nodiscard]] std::string_view said(std::uint32_t document) const;

    // `documents` ascending by id. `chain_of` tells the chain of an entry that is not among them. What was said is kept
    // for entries of chains, or for all.
    template <class ChainOf>
    static void write(std::span<const document> documents, ChainOf chain_of, bool keep_all_said, image_writer& to) {
        std::vector<entry_id> chains;
        chains.reserve(documents.size());
        for (const document& one : documents)
            chains.push_back(first_of_chain(documents, one, chain_of));
        write_with_chains(documents, chains, keep_all_said, to);
    }

  private:
    struct follow_up {
        std::int64_t previous, id;
    };

    static const document* find_in(std::span<const document> documents, entry_id id);
    static void write_with_chains(std::span<const document> documents, std::span<const entry_id> chains,
                                  bool keep_all_said, image_writer& to);

    template <class ChainOf>
    static entry_id first_of_chain(std::span<const document> documents, const document& from, ChainOf chain_of) {
        const document* at = &from;
        // A chain that bites its tail ends after as many steps as there are entries.
        for (std::size_t steps = 0; at->previous && steps < documents.size(); ++steps) {
            const document* const before = find_in(documents, at->previous);
            if (before == nullptr) return chain_of(at->previous).value_or(at->id);
            at = before;
        }
        return at->id;
    }

    std::span<const std::int64_t> ids_, chains_; // chains_ of chain_documents_, which are none's first
    std::span<const std::uint32_t> chain_documents_, external_starts_, collection_of_, collection_starts_,
        said_documents_, said_starts_;
    std::span<const char> external_texts_, collection_texts_, said_texts_;
    std::span<const follow_up> follow_ups_; // ascending by both
};

} // namespace knowledge::match
