#include "knowledge/match/image.hpp"

#include "knowledge/large_pages.hpp"

#include <cstring>
#include <string>

namespace knowledge::match {

namespace {

constexpr std::size_t alignment = 64; // of each array: a line of the cache

struct section_place {
    std::uint64_t offset, size; // bytes
};
constexpr std::size_t table_size = section_count * sizeof(section_place);

std::size_t aligned(std::size_t offset) {
    return (offset + alignment - 1) / alignment * alignment;
}

section_place place_of(std::span<const std::byte> bytes, std::size_t which) {
    section_place found{};
    std::memcpy(&found, bytes.data() + which * sizeof(section_place), sizeof found);
    return found;
}

} // namespace

image::image(std::span<const std::byte> bytes, std::shared_ptr<const void> owner)
    : bytes_(bytes), owner_(std::move(owner)) {
    if (bytes_.size() < table_size) throw damaged("the index is shorter than its table of contents");
    for (std::size_t i = 0; i < section_count; ++i) {
        const section_place at = place_of(bytes_, i);
        if (at.offset % alignof(std::uint64_t) != 0 || at.offset > bytes_.size() || at.size > bytes_.size() - at.offset)
            throw damaged("array " + std::to_string(i) + " of the index lies outside of it");
    }
}

std::span<const std::byte> image::bytes_of(section which, std::size_t size_of_one) const {
    const auto number = static_cast<std::size_t>(which);
    const section_place at = place_of(bytes_, number);
    if (at.size % size_of_one != 0) throw damaged("array " + std::to_string(number) + " of the index has an odd size");
    return bytes_.subspan(at.offset, at.size);
}

void image_writer::put(const image& other) {
    for (std::size_t i = 0; i < section_count; ++i)
        if (const auto bytes = other.get<std::byte>(static_cast<section>(i)); !bytes.empty())
            parts_[i] = {{bytes, other.owner_}};
}

image image_writer::finish() {
    std::array<section_place, section_count> table{};
    std::size_t size = aligned(table_size);
    for (std::size_t i = 0; i < section_count; ++i) {
        table[i] = {size, 0};
        for (const piece& one : parts_[i])
            table[i].size += one.bytes.size();
        size = aligned(size + table[i].size);
    }
    // Eight bytes a word, so that the memory is aligned.
    const auto memory = std::make_shared_for_overwrite<std::uint64_t[]>(size / sizeof(std::uint64_t));
    prefer_large_pages(memory.get(), size);
    const std::span<std::byte> bytes(reinterpret_cast<std::byte*>(memory.get()), size);
    std::size_t at = 0;
    const auto append = [&](std::span<const std::byte> values) {
        if (!values.empty()) std::memcpy(bytes.data() + at, values.data(), values.size());
        at += values.size();
    };
    append(std::as_bytes(std::span(table)));
    for (std::size_t i = 0; i <= section_count; ++i) {
        // The gaps are zero, so that equal indexes are equal bytes.
        const std::size_t to = i < section_count ? table[i].offset : size;
        std::memset(bytes.data() + at, 0, to - at);
        at = to;
        if (i == section_count) break;
        for (const piece& one : parts_[i])
            append(one.bytes);
        parts_[i] = {};
    }
    image made(bytes, memory);
    made.just_made_ = true;
    return made;
}

} // namespace knowledge::match
