#include "bot/delivery/parcel.hpp"

#include "adapters/chat/together.hpp"
#include "bot/observe/log.hpp"

#include <algorithm>
#include <charconv>

namespace bot::delivery {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

// Behind the first one that are looked at for what leaves with it: who was told something else may be among them.
constexpr std::size_t most_looked_at = 64;

knowledge::outbox_id outbox_id_from(std::string_view text) {
    knowledge::outbox_id id;
    (void)std::from_chars(text.data(), text.data() + text.size(), id.value); // 0 when it is none: no such row
    return id;
}

// Says in the message what is to be done, where that hangs on what became of another one.
succession settle_succession(store::session& db, chat::outgoing& message,
                             const std::set<knowledge::outbox_id>& asked_for) {
    if (message.takes_place_of.empty()) return {};
    const auto earlier = outbox_id_from(message.takes_place_of);
    return succeed(message, store::find_outbox(db, earlier), asked_for.contains(earlier));
}

// Adds to the rows, and to the message, what of the same lane is due and says the same to somebody else. Nothing
// overtakes but what tells people something as well.
void add_what_says_the_same(store::session& db, std::vector<store::outbox_row>& rows, chat::outgoing& message,
                            knowledge::timestamp now) {
    if (message.told_as.empty()) return;
    for (auto& next : store::next_in_lane(db, rows.front().lane, rows.front().id, most_looked_at)) {
        if (next.due_at > now || next.expires_at <= now || next.kind != rows.front().kind) return;
        const auto told = chat::outgoing_from_json(next.payload);
        if (!told || told->told_as.empty()) return;
        auto both = chat::together(message, *told);
        if (!both) continue;
        message = std::move(*both);
        rows.push_back(std::move(next));
    }
}

parcel made_of(std::vector<store::outbox_row> rows, std::optional<chat::outgoing> message) {
    // As it leaves, for whoever has to ask for it.
    const bool as_stored = message && message->takes_place_of.empty() && rows.size() == 1;
    if (message && !as_stored) rows.front().payload = chat::to_json(*message);
    return {.rows = std::make_shared<const std::vector<store::outbox_row>>(std::move(rows)),
            .message = std::move(message)};
}

} // namespace

void take_from(store::session& db, const std::string& lane, knowledge::timestamp now,
               const std::set<knowledge::outbox_id>& asked_for, taken& into) {
    while (auto row = store::head_of_lane(db, lane)) {
        if (row->expires_at <= now) {
            (void)store::mark_failed(db, row->id, "expired: " + row->last_trouble);
            if (auto message = chat::outgoing_from_json(row->payload)) {
                message->said_at = row->created_at;
                into.expired.push_back(*std::move(message));
            }
            continue;
        }
        if (row->due_at > now) {
            into.later.emplace_back(lane, row->due_at);
            return;
        }
        auto message = chat::outgoing_from_json(row->payload);
        const auto became = message ? settle_succession(db, *message, asked_for) : succession{};
        if (became.what == succession::turn::drop) {
            observe::log::warning("message {} of lane {} is not sent: {}", row->id.value, lane, became.why);
            (void)store::mark_failed(db, row->id, became.why);
            continue;
        }
        if (became.what == succession::turn::wait) return; // whoever asks for it wakes the lane
        std::vector<store::outbox_row> rows;
        rows.push_back(std::move(*row));
        if (message) add_what_says_the_same(db, rows, *message, now);
        const auto with = rows.size() > 1 ? rows.front().id : knowledge::outbox_id{};
        for (auto& one : rows) {
            if (!store::mark_sending(db, one.id, with)) return;
            ++one.attempts;
        }
        into.parcels.push_back(made_of(std::move(rows), std::move(message)));
        return;
    }
}

std::vector<parcel> uncertain_parcels(store::session& db, knowledge::timestamp now, const store::platforms& whose) {
    (void)store::recover_interrupted(db, whose);
    struct group {
        std::vector<store::outbox_row> rows;
        std::optional<chat::outgoing> message;
    };
    std::vector<group> groups;
    for (auto& row : store::uncertain_outbox(db, now, whose)) {
        auto message = chat::outgoing_from_json(row.payload);
        if (message) (void)settle_succession(db, *message, {}); // it had left, so what it hangs on is known
        const auto left_with = std::ranges::find_if(
            groups, [&row](const group& one) { return row.sent_with && one.rows.front().sent_with == row.sent_with; });
        auto both = left_with != groups.end() && left_with->message && message
                        ? chat::together(*left_with->message, *message)
                        : std::nullopt;
        if (both) {
            left_with->message = std::move(both);
            left_with->rows.push_back(std::move(row));
        } else {
            groups.push_back({{std::move(row)}, std::move(message)});
        }
    }
    std::vector<parcel> all;
    for (auto& one : groups)
        all.push_back(made_of(std::move(one.rows), std::move(one.message)));
    return all;
}

void write_down(store::session& db, const std::vector<store::outbox_row>& rows, const chat::delivery& what,
                knowledge::timestamp again) {
    for (const auto& row : rows) {
        switch (what.what) {
        case chat::verdict::sent:
            (void)store::mark_sent(db, row.id, what.message_id);
            break;
        case chat::verdict::failed:
            (void)store::mark_failed(db, row.id, what.reason);
            break;
        case chat::verdict::uncertain:
            (void)store::mark_uncertain(db, row.id, what.reason);
            break;
        case chat::verdict::retry:
            (void)store::mark_retry(db, row.id, again, what.reason);
            break;
        }
    }
}

} // namespace bot::delivery
