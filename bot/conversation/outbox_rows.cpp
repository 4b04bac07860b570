#include "bot/conversation/outbox_rows.hpp"

#include "bot/conversation/key.hpp"
#include "bot/conversation/quiet_hours.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/manners.hpp"

#include <algorithm>

namespace bot::conversation {

namespace store = knowledge::store;

namespace {

// An answer that comes later than this is no answer any more: the conversation has moved on.
constexpr std::chrono::minutes answer_expiry{30};
// A notice is still welcome the next day.
constexpr std::chrono::minutes notice_expiry = std::chrono::hours(24);

} // namespace

store::outbox_row as_row(adapters::chat::outgoing message, store::outbox_kind kind, knowledge::question_id question,
                         knowledge::timestamp now) {
    store::outbox_row row;
    row.id = knowledge::outbox_id{store::next_id()};
    message.id = std::to_string(row.id.value);
    row.kind = kind;
    row.lane = key({to_string(message.where.on), message.where.workspace, message.where.group});
    row.payload = to_json(message);
    row.question = question;
    row.created_at = now;
    row.due_at = now;
    row.expires_at = now + (kind == store::outbox_kind::answer ? answer_expiry : notice_expiry);
    return row;
}

knowledge::timestamp notice_due(store::session& db, const config::settings& settings,
                                const adapters::chat::outgoing& notice, knowledge::timestamp now) {
    if (notice.what != adapters::chat::act::post) return now;
    const auto& where = notice.where;
    const auto group = settings.group(where.on, where.workspace, where.group);
    if (!group) return now;
    const auto muted =
        store::manners_of(db, {std::string(to_string(where.on)), where.workspace, where.group}).muted_until;
    return after_quiet_hours(*group, std::max(now, muted));
}

void let_wait(store::outbox_row& row, knowledge::timestamp due) {
    if (due <= row.due_at) return;
    row.expires_at += due - row.due_at;
    row.due_at = due;
    row.lane = waiting_lane(row.lane);
}

} // namespace bot::conversation
