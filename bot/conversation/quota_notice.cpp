#include "bot/conversation/quota_notice.hpp"

#include "adapters/chat/outgoing.hpp"
#include "bot/conversation/key.hpp"
#include "bot/conversation/texts.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/outbox.hpp"

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

void tell_quota_used_up(store::session& db, const config::group_settings& group, knowledge::timestamp now) {
    for (const auto& moderator : group.moderators) {
        const knowledge::outbox_id id{store::next_id()};
        chat::outgoing message;
        message.id = std::to_string(id.value);
        message.where = {.on = group.platform, .workspace = group.workspace, .direct = true};
        message.partner.id = moderator;
        message.title = phrase(text::quota_title, group.speaks);
        message.markdown = phrase(text::quota_used_up, group.speaks);
        store::outbox_row row;
        row.id = id;
        row.kind = store::outbox_kind::notice;
        row.lane = key({to_string(group.platform), group.workspace, "to", moderator});
        row.payload = to_json(message);
        row.created_at = now;
        row.due_at = now;
        row.expires_at = now + std::chrono::hours(24);
        store::insert_outbox(db, std::move(row));
    }
}

} // namespace bot::conversation
