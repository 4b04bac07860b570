#include "knowledge/weekly/review.hpp"

#include "knowledge/day.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/store/entries.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace knowledge::weekly {

namespace {

constexpr std::chrono::days soon{14};
constexpr std::chrono::days patience{30};

std::string days_later(std::string_view day, std::chrono::days later) {
    const auto at = day_from(day);
    return at ? knowledge::to_string(std::chrono::sys_days(*at) + later) : std::string(day);
}

} // namespace

std::string_view to_string(concern what) {
    switch (what) {
    case concern::expired:
        return "expired";
    case concern::expires_soon:
        return "expires soon";
    case concern::stale_translation:
        return "stale translation";
    case concern::not_helpful:
        return "not helpful";
    case concern::never_asked:
        return "never asked";
    }
    return "?";
}

std::vector<reviewed> review(const std::vector<entry>& entries, const std::map<entry_id, store::entry_use>& uses,
                             const std::map<entry_id, timestamp>& made, const review_options& how) {
    std::vector<reviewed> found;
    for (const auto& one : entries) {
        if (one.state != entry_state::canonical) continue;
        reviewed looked{.id = one.id,
                        .external_id = one.external_id,
                        .question = one.question,
                        .valid_until = one.valid_until,
                        .why = {},
                        .languages = {},
                        .use = {}};
        if (const auto use = uses.find(one.id); use != uses.end()) looked.use = use->second;
        if (has_expired(one, how.today))
            looked.why.push_back(concern::expired);
        else if (has_expired(one, how.soon))
            looked.why.push_back(concern::expires_soon);
        for (const auto& variant : one.variants)
            if (is_stale(one, variant)) looked.languages.push_back(variant.language);
        if (!looked.languages.empty()) looked.why.push_back(concern::stale_translation);
        if (looked.use.unhelpful >= most_not_helped && looked.use.unhelpful > looked.use.helpful)
            looked.why.push_back(concern::not_helpful);
        const auto born = made.find(one.id);
        if (looked.use.answered == 0 && born != made.end() && born->second < how.new_since)
            looked.why.push_back(concern::never_asked);
        if (!looked.why.empty()) found.push_back(std::move(looked));
    }
    std::ranges::stable_sort(found, {}, [](const reviewed& one) { return std::pair(one.why.front(), one.id); });
    return found;
}

std::vector<reviewed> review_stored(store::session& db, const std::vector<std::string>& collections,
                                    std::string_view today, timestamp now) {
    return review(store::load_entries(db, {.state = entry_state::canonical, .collections = collections}),
                  store::count_uses(db, timestamp{}, timestamp::max()), store::first_made(db),
                  {.today = std::string(today), .soon = days_later(today, soon), .new_since = now - patience});
}

std::vector<due_entry> for_editor(const std::vector<reviewed>& all, language speaks) {
    const bool zh = speaks == language::zh;
    std::vector<due_entry> due;
    for (const auto& one : all) {
        std::vector<std::string> why;
        for (const auto what : one.why) {
            switch (what) {
            case concern::expired:
                why.push_back(fmt::format(fmt::runtime(zh ? "已于 {} 过期" : "expired on {}"), one.valid_until));
                break;
            case concern::expires_soon:
                why.push_back(fmt::format(fmt::runtime(zh ? "有效期只到 {}" : "valid until {} only"), one.valid_until));
                break;
            case concern::stale_translation:
                why.push_back(
                    fmt::format(fmt::runtime(zh ? "{} 版答案是旧的" : "the answer in {} is older than its own"),
                                fmt::join(one.languages, ", ")));
                break;
            case concern::not_helpful:
                why.push_back(
                    fmt::format(fmt::runtime(zh ? "{} 人说没用" : "did not help {} members"), one.use.unhelpful));
                break;
            case concern::never_asked:
                break;
            }
        }
        if (!why.empty())
            due.push_back({one.external_id, one.question, fmt::format("{}", fmt::join(why, zh ? "，" : ", "))});
    }
    return due;
}

} // namespace knowledge::weekly
