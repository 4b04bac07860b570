#include "knowledge/entry_rules.hpp"

#include "knowledge/text/hash.hpp"
#include "knowledge/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace knowledge {

std::string fingerprint(std::string_view answer) {
    return fmt::format("{:016x}", text::hash_of(answer));
}

bool is_stale(const entry& of, const answer_variant& one) {
    return one.made_for != fingerprint(of.answer);
}

bool has_stale_variant(const entry& of) {
    return std::ranges::any_of(of.variants, [&of](const answer_variant& one) { return is_stale(of, one); });
}

const answer_variant* variant_in(const entry& of, std::string_view language) {
    const auto found = std::ranges::find(of.variants, language, &answer_variant::language);
    return found == of.variants.end() ? nullptr : &*found;
}

const std::string& answer_in(const entry& of, std::string_view language) {
    const auto* variant = variant_in(of, language);
    return variant != nullptr && !is_stale(of, *variant) ? variant->answer : of.answer;
}

std::string_view language_of(std::string_view text) {
    int words = 0;
    bool in_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next_code_point(text, at);
        if (text::is_unspaced_script(c)) return "zh";
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && !in_word) ++words;
        in_word = letter || (in_word && (c == '.' || c == '_' || c == '-' || (c >= '0' && c <= '9')));
    }
    return words >= 2 ? "en" : "";
}

bool has_expired(const entry& one, std::string_view today) {
    return !one.valid_until.empty() && one.valid_until < today;
}

bool says_the_same(const entry& a, const entry& b) {
    entry left = a, right = b;
    for (auto* one : {&left, &right}) {
        one->sources.clear();
        if (one->previous) one->context.clear();
    }
    return left == right;
}

} // namespace knowledge
