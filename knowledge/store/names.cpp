#include "knowledge/store/names.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

std::vector<outbox_id> fill_in_name(session& db, const member_key& who, std::string_view name, timestamp since) {
    const auto actor = who.platform + ":" + who.workspace + ":" + who.member;
    std::vector<outbox_id> cards;
    outbox_id card;
    db.each(
        "SELECT DISTINCT card FROM cluster WHERE card <> 0 AND id IN (SELECT cluster_id FROM question"
        " WHERE asked_at >= :since AND member = :member AND member_name = '' AND platform = :platform"
        " AND workspace = :workspace UNION SELECT cluster_id FROM question JOIN proposal ON question_id = question.id"
        " WHERE proposed_by = :actor AND proposed_name = '' AND proposed_at >= :proposed_since) ORDER BY card",
        std::tie(card), [&] { cards.push_back(card); }, since, who.member, who.platform, who.workspace, actor, since);
    db.run("UPDATE question SET member_name = :name WHERE asked_at >= :since AND member = :member AND member_name = ''"
           " AND platform = :platform AND workspace = :workspace",
           name, since, who.member, who.platform, who.workspace);
    db.run("UPDATE proposal SET proposed_name = :name WHERE proposed_by = :actor AND proposed_name = ''"
           " AND proposed_at >= :since",
           name, actor, since);
    return cards;
}

} // namespace knowledge::store
