// A number that is put into a text, and the word that goes with it: "{count} {count:question waits/questions wait}".
// Chinese needs no second form, so only some texts have one.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace bot::conversation {

struct counted {
    template <std::integral number>
    explicit counted(number n) : how_many(static_cast<std::int64_t>(n)) {}

    std::int64_t how_many;
};

} // namespace bot::conversation

template <>
struct fmt::formatter<bot::conversation::counted> {
    // fmt::format_error unless there is nothing, or two forms.
    constexpr auto parse(fmt::format_parse_context& context) {
        const std::string_view rest(context.begin(), static_cast<std::size_t>(context.end() - context.begin()));
        const auto forms = rest.substr(0, rest.find('}'));
        const auto* const end = context.begin() + forms.size();
        if (forms.empty()) return end;
        const auto between = forms.find('/');
        if (between == std::string_view::npos) throw fmt::format_error("a number takes two forms: {count:one/many}");
        one_ = forms.substr(0, between);
        many_ = forms.substr(between + 1);
        return end;
    }

    template <class Context>
    auto format(const bot::conversation::counted& number, Context& context) const {
        if (many_.empty()) return fmt::format_to(context.out(), "{}", number.how_many);
        const auto form = number.how_many == 1 ? one_ : many_;
        return std::ranges::copy(form, context.out()).out;
    }

  private:
    std::string_view one_, many_;
};
