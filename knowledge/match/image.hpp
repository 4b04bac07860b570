// All of an index in one piece of memory: numbered arrays of plain numbers, one after another, nothing pointing
// anywhere. So it can be written to a file as it is and mapped again (snapshot.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace knowledge::match {

// Why a piece of memory is not an index; what() says which part of it.
class damaged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

inline void demand(bool holds, const char* what) {
    if (!holds) throw damaged(what);
}

// What the arrays hold. A new one goes before `count`, and format_version (snapshot.cpp) goes up.
enum class section : std::uint32_t {
    statistics, // inverted.hpp: from here
    term_buckets,
    term_remainders,
    list_starts,
    lists,
    first_wording,
    wording_tokens,
    wording_weights,
    wording_letters,
    answer_tokens,
    context_tokens,
    word_starts, // spelling.hpp
    word_texts,
    word_terms,
    word_entries,
    word_letters,
    word_pieces,
    ids, // catalogue.hpp
    external_starts,
    external_texts,
    collection_of,
    collection_starts,
    collection_texts,
    chain_documents,
    chains,
    follow_ups,
    said_documents,
    said_starts,
    said_texts,
    learnt, // classifier.hpp
    learnt_terms,
    piece_buckets,
    piece_remainders,
    piece_features,
    biases,
    weight_starts,
    weights,
    count
};

inline constexpr std::size_t section_count = static_cast<std::size_t>(section::count);

class image {
  public:
    // `bytes` begins at a multiple of 8 and is kept alive by `owner`. Throws damaged when the arrays do not lie within.
    image(std::span<const std::byte> bytes, std::shared_ptr<const void> owner);

    // Throws damaged when its size is no multiple of a T.
    template <class T>
    [[nodiscard]] std::span<const T> get(section which) const {
        static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
        const std::span<const std::byte> raw = bytes_of(which, sizeof(T));
        return {reinterpret_cast<const T*>(raw.data()), raw.size() / sizeof(T)};
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
    // By an image_writer of this process, not read from anywhere: nothing can have damaged it.
    [[nodiscard]] bool was_just_made() const { return just_made_; }

  private:
    friend class image_writer;
    [[nodiscard]] std::span<const std::byte> bytes_of(section which, std::size_t size_of_one) const;

    std::span<const std::byte> bytes_;
    std::shared_ptr<const void> owner_;
    bool just_made_ = false;
};

// Collects arrays and puts them together. Different arrays may be put from different threads.
class image_writer {
  public:
    // The array is made of several, one after the other, when more than one is given.
    template <class T, class... More>
    void put(section which, std::vector<T> values, std::vector<More>... more) {
        parts_[static_cast<std::size_t>(which)] = {piece_of(std::move(values)), piece_of<T>(std::move(more))...};
    }

    // All arrays of another.
    void put(const image& other);

    // What was not put is empty. The writer is empty afterwards.
    [[nodiscard]] image finish();

  private:
    struct piece {
        std::span<const std::byte> bytes;
        std::shared_ptr<const void> owner;
    };
    template <class T>
    static piece piece_of(std::vector<T> values) {
        static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
        auto kept = std::make_shared<const std::vector<T>>(std::move(values));
        return {std::as_bytes(std::span(*kept)), kept};
    }

    std::array<std::vector<piece>, section_count> parts_;
};

} // namespace knowledge::match
