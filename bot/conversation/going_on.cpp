#include "bot/conversation/going_on.hpp"

#include "knowledge/text/cues.hpp"
#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <array>

namespace bot::conversation {

namespace {

using namespace std::string_view_literals;

constexpr std::array beginnings{"那"sv,   "还有"sv,        "然后"sv,       "另外"sv,
                                "and "sv, "what about "sv, "how about "sv, "what if "sv};
constexpr auto ending = "呢"sv;
// Whoever writes more has said what it is about. An English word counts two.
constexpr std::size_t most_characters = 24;

} // namespace

bool goes_on(std::string_view text) {
    auto words = knowledge::text::normalise(text);
    while (!words.empty() && (words.back() == '?' || words.back() == ' ' || words.back() == '!'))
        words.pop_back();
    if (knowledge::text::read_cues_of_normalised(words).characters > most_characters) return false;
    const auto begins = [&](std::string_view one) { return words.starts_with(one); };
    return std::ranges::any_of(beginnings, begins) || words.ends_with(ending);
}

} // namespace bot::conversation
