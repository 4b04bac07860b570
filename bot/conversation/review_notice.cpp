#include "bot/conversation/review_notice.hpp"

#include "adapters/chat/outgoing.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/local_day.hpp"
#include "bot/conversation/outbox_rows.hpp"
#include "bot/conversation/quiet_hours.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/conversation/reply_address.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/weekly/review.hpp"

#include <date/iso_week.h>
#include <date/tz.h>

#include <algorithm>
#include <vector>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

constexpr std::chrono::hours begins_at{9};
constexpr std::size_t most_listed = 15, review_line = 80;
// So that it is not said again in the same week, however soon keys of deliveries are forgotten.
constexpr std::chrono::hours remembered_for{8 * 24};

chat::outgoing notice(const std::vector<knowledge::weekly::due_entry>& due, const config::voice& speaks) {
    chat::outgoing message;
    const counted size(due.size());
    const auto count = fmt::arg("count", size); // by reference
    message.title = phrase(text::review_title, speaks, count);
    message.markdown = phrase(text::review_list, speaks, count) + "\n";
    for (std::size_t i = 0; i < std::min(due.size(), most_listed); ++i)
        message.markdown += "\n- `" + plain_line(due[i].id, review_line) + "` " +
                            quoted_line(due[i].question, review_line) + " · " + due[i].why;
    if (due.size() > most_listed) message.markdown += "\n- …";
    message.footer = phrase(text::review_footer, speaks);
    return message;
}

} // namespace

std::string week_to_review(const config::community_settings& community, knowledge::timestamp now) {
    if (!community.weekly_review || !community.moderators_place()) return {};
    const auto local = date::make_zoned(community.timezone, now).get_local_time();
    const auto day = date::floor<date::days>(local - begins_at);
    const iso_week::year_weeknum_weekday week{day};
    return fmt::format("{:04}-W{:02}", static_cast<int>(week.year()), static_cast<unsigned>(week.weeknum()));
}

std::string tell_review(store::store& store, const config::settings& settings,
                        const config::community_settings& community, const std::string& week,
                        knowledge::timestamp now) {
    const auto place = community.moderators_place();
    if (!place) return {};
    const auto group = settings.group(place->on, place->workspace, place->group);
    const auto& speaks = group ? group->speaks : community.speaks;
    const bool zh = speaks.in == config::language::zh;
    const auto due = store.read([&](store::session& db) {
        const auto all =
            knowledge::weekly::review_stored(db, group ? group->collections : community.defaults.collections,
                                             local_day(settings, community.name, now), now);
        return knowledge::weekly::for_editor(all,
                                             zh ? knowledge::weekly::language::zh : knowledge::weekly::language::en);
    });
    return store.write([&](store::session& db) -> std::string {
        if (!store::remember_delivery(db, key({"review", community.name, week}), now + remembered_for) || due.empty())
            return {};
        auto message = notice(due, speaks);
        message.where = *place;
        message.reply =
            reply_address_from_json(store::latest_reply_to(db, to_string(place->on), place->workspace, place->group));
        auto row = as_row(std::move(message), store::outbox_kind::notice, {}, now);
        if (group) {
            const auto later = after_quiet_hours(*group, now);
            row.expires_at += later - row.due_at;
            row.due_at = later;
        }
        auto lane = row.lane;
        store::insert_outbox(db, std::move(row));
        return lane;
    });
}

} // namespace bot::conversation
