#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"

namespace adapters::chat::markdown {
namespace {

// Counts down what is left of the characters; drops what lies beyond.
std::vector<span> cut(const std::vector<span>& spans, std::size_t& left) {
    std::vector<span> kept;
    for (const span& one : spans) {
        if (left == 0) break;
        span copy = one;
        copy.text = first_characters(one.text, left);
        left -= chat::count_characters(copy.text);
        if (one.kind == span_kind::line_break) --left;
        copy.children = cut(one.children, left);
        kept.push_back(std::move(copy));
    }
    return kept;
}

std::vector<block> cut(const std::vector<block>& blocks, std::size_t& left) {
    std::vector<block> kept;
    for (const block& one : blocks) {
        if (left == 0) break;
        block copy = one;
        copy.code = first_characters(one.code, left);
        left -= chat::count_characters(copy.code);
        copy.spans = cut(one.spans, left);
        copy.children = cut(one.children, left);
        if (one.kind == block_kind::rule) --left;
        kept.push_back(std::move(copy));
    }
    return kept;
}

// What cut() drops. An item that is cut through goes on under its own number.
std::vector<span> behind(const std::vector<span>& spans, std::size_t& left) {
    std::vector<span> kept;
    for (const span& one : spans) {
        span copy = one;
        const auto taken = first_characters(one.text, left);
        copy.text.erase(0, taken.size());
        left -= chat::count_characters(taken);
        copy.children = behind(one.children, left);
        const bool leaf = one.kind == span_kind::text || one.kind == span_kind::code;
        const bool gone = one.kind == span_kind::line_break ? left > 0
                          : leaf                            ? copy.text.empty()
                                                            : copy.children.empty();
        if (one.kind == span_kind::line_break && left > 0) --left;
        if (!gone) kept.push_back(std::move(copy));
    }
    return kept;
}

std::vector<block> behind(const std::vector<block>& blocks, std::size_t& left) {
    std::vector<block> kept;
    for (const block& one : blocks) {
        block copy = one;
        const auto taken = first_characters(one.code, left);
        copy.code.erase(0, taken.size());
        if (!taken.empty() && copy.code.starts_with('\n')) copy.code.erase(0, 1);
        left -= chat::count_characters(taken);
        copy.spans = behind(one.spans, left);
        copy.children = behind(one.children, left);
        if (one.kind == block_kind::rule) {
            if (left == 0) kept.push_back(copy);
            if (left > 0) --left;
            continue;
        }
        copy.number +=
            static_cast<int>(one.children.size() - copy.children.size()) * (one.kind == block_kind::numbers ? 1 : 0);
        if (!copy.code.empty() || !copy.spans.empty() || !copy.children.empty()) kept.push_back(std::move(copy));
    }
    return kept;
}

std::size_t count(const std::vector<span>& spans) {
    std::size_t sum = 0;
    for (const span& one : spans) {
        sum += chat::count_characters(one.text) + count(one.children) + (one.kind == span_kind::line_break ? 1 : 0);
    }
    return sum;
}

} // namespace

document shortened(const document& whole, std::size_t characters) {
    return cut(whole, characters);
}

halves split(const document& whole, std::size_t characters) {
    std::size_t left = characters;
    return {.first = shortened(whole, characters), .rest = behind(whole, left)};
}

std::size_t count_characters(const document& whole) {
    std::size_t sum = 0;
    for (const block& one : whole) {
        sum += chat::count_characters(one.code) + count(one.spans) + count_characters(one.children) +
               (one.kind == block_kind::rule ? 1 : 0);
    }
    return sum;
}

document fitted(document whole, std::string_view note, const std::function<bool(const document&)>& fits) {
    if (fits(whole)) return whole;
    const auto with_note = [&](std::size_t characters) {
        document result = shortened(whole, characters);
        result.push_back({.spans = {{.text = std::string(note)}}});
        return result;
    };
    std::size_t good = 0, bad = count_characters(whole) + 1;
    while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        (fits(with_note(middle)) ? good : bad) = middle;
    }
    return with_note(good);
}

} // namespace adapters::chat::markdown
