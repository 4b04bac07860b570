#include "bot/conversation/time_words.hpp"

#include "bot/conversation/texts.hpp"

#include <algorithm>

namespace bot::conversation {

namespace {

std::string with_count(text which, std::int64_t count, const config::voice& speaks) {
    return phrase(which, speaks, fmt::arg("count", counted(count)));
}

} // namespace

std::string how_long(std::chrono::milliseconds time, const config::voice& speaks) {
    using namespace std::chrono;
    // Begun counts: nobody waits for no time at all.
    if (time < hours(1))
        return with_count(text::minutes, std::max<std::int64_t>(floor<minutes>(time).count(), 1), speaks);
    if (time < hours(48)) return with_count(text::hours, floor<hours>(time).count(), speaks);
    return with_count(text::days, floor<days>(time).count(), speaks);
}

std::string ago(knowledge::timestamp then, knowledge::timestamp now, const config::voice& speaks) {
    using namespace std::chrono;
    const auto since = now - then;
    if (since < minutes(1)) return phrase(text::ago_moment, speaks);
    if (since < minutes(2)) return phrase(text::ago_minute, speaks);
    if (since < hours(2)) return with_count(text::ago_minutes, floor<minutes>(since).count(), speaks);
    if (since < hours(48)) return with_count(text::ago_hours, floor<hours>(since).count(), speaks);
    return with_count(text::ago_days, floor<days>(since).count(), speaks);
}

} // namespace bot::conversation
