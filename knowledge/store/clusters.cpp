#include "knowledge/store/clusters.hpp"

#include "knowledge/store/ids.hpp"
#include "knowledge/store/row_json.hpp"
#include "knowledge/store/session.hpp"
#include "knowledge/store/waits.hpp"

namespace knowledge::store {

namespace {

// The columns of read_clusters(), in its order. A macro, because statements are literals.
#define SELECT_CLUSTER                                                                                        \
    "SELECT id, community, number, state, first_asked, COALESCE(answered_with, 0), merged_into, assigned_to," \
    " assigned_name, card FROM cluster"

template <class... Values>
std::vector<cluster> read_clusters(session& db, const char* sql, const Values&... values) {
    std::vector<cluster> found;
    cluster c;
    db.each(
        sql,
        std::tie(c.id, c.community, c.number, c.state, c.first_asked, c.answered_with, c.merged_into, c.assigned_to,
                 c.assigned_name, c.card),
        [&] { found.push_back(c); }, values...);
    return found;
}

#define SELECT_SHARE                                                                                            \
    "SELECT cluster_id, platform, workspace, group_id, direct, COUNT(*), COUNT(DISTINCT member), MIN(asked_at)" \
    " FROM question"
#define GROUP_SHARE " GROUP BY cluster_id, platform, workspace, group_id, direct ORDER BY cluster_id"

template <class... Values>
std::vector<cluster_share> read_shares(session& db, const char* sql, const Values&... values) {
    std::vector<cluster_share> found;
    cluster_share s;
    db.each(
        sql, std::tie(s.cluster, s.platform, s.workspace, s.group, s.direct, s.questions, s.askers, s.first_asked),
        [&] { found.push_back(s); }, values...);
    return found;
}

} // namespace

std::string_view to_string(cluster_state state) {
    switch (state) {
    case cluster_state::open:
        return "open";
    case cluster_state::answered:
        return "answered";
    case cluster_state::settled:
        return "settled";
    case cluster_state::ignored:
        return "ignored";
    case cluster_state::merged:
        return "merged";
    }
    return "?";
}

cluster begin_cluster(session& db, const question& first) {
    auto made = insert_cluster(db, cluster_id{next_id()}, first);
    join_cluster(db, first.id, made.id);
    return made;
}

cluster insert_cluster(session& db, cluster_id id, const question& first) {
    cluster made;
    made.id = id;
    made.community = first.community;
    made.number = first.number;
    made.first_asked = first.asked_at;
    db.run("INSERT INTO cluster (id, community, number, state, first_asked, answered_with, merged_into, assigned_to,"
           " assigned_name, card) VALUES (:id, :community, :number, 'open', :first_asked, NULL, 0, '', '', 0)",
           made.id, made.community, made.number, made.first_asked);
    return made;
}

void join_cluster(session& db, question_id question, cluster_id cluster) {
    db.run("UPDATE question SET cluster_id = :cluster WHERE id = :id", cluster, question);
}

std::optional<cluster> find_cluster(session& db, cluster_id id) {
    auto found = read_clusters(db, SELECT_CLUSTER " WHERE id = :id", id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<waiting_place> find_waiting_place(session& db, question_id id) {
    waiting_place found;
    auto& c = found.in;
    const bool waits =
        db.one("SELECT cluster.id, cluster.community, cluster.number, cluster.state, first_asked,"
               " COALESCE(cluster.answered_with, 0), merged_into, assigned_to, assigned_name, card, direct"
               " FROM question JOIN cluster ON cluster.id = cluster_id"
               " WHERE question.id = :id AND cluster.state = 'open'"
               " AND (question.state = 'open' OR question.state = 'suggested' OR question.state = 'merged')",
               std::tie(c.id, c.community, c.number, c.state, c.first_asked, c.answered_with, c.merged_into,
                        c.assigned_to, c.assigned_name, c.card, found.direct),
               id);
    if (!waits) return std::nullopt;
    return found;
}

void update_cluster(session& db, const cluster& value) {
    db.run("UPDATE cluster SET state = :state, answered_with = NULLIF(CAST(:answered_with AS BIGINT), 0),"
           " merged_into = :merged_into, assigned_to = :assigned_to, assigned_name = :assigned_name, card = :card"
           " WHERE id = :id",
           value.state, value.answered_with, value.merged_into, value.assigned_to, value.assigned_name, value.card,
           value.id);
}

std::vector<question> waiting_in(session& db, cluster_id id, std::size_t limit) {
    std::vector<question_id> ids;
    question_id one;
    db.each(
        "SELECT id FROM question WHERE cluster_id = :cluster AND cluster_id <> 0 AND " WAITS
        " ORDER BY asked_at, id LIMIT :most",
        std::tie(one), [&] { ids.push_back(one); }, id, limit);
    std::vector<question> found;
    for (const auto question : ids) {
        if (auto row = find_question(db, question)) found.push_back(std::move(*row));
    }
    return found;
}

std::optional<group_key> first_place_of(session& db, cluster_id id) {
    group_key where;
    const bool any = db.one("SELECT platform, workspace, group_id FROM question WHERE cluster_id = :cluster"
                            " AND cluster_id <> 0 AND " WAITS " ORDER BY asked_at, id LIMIT 1",
                            std::tie(where.platform, where.workspace, where.group), id);
    if (!any) return std::nullopt;
    return where;
}

std::optional<cluster> part_cluster(session& db, const cluster& from, const question& one) {
    auto others = waiting_in(db, from.id, 2);
    std::erase_if(others, [&](const question& other) { return other.id == one.id; });
    if (others.empty()) return std::nullopt;
    const bool stays = one.number == from.number;
    const auto& first = stays ? others.front() : one;
    auto made = begin_cluster(db, first);
    if (stays) {
        db.run("UPDATE question SET cluster_id = :target WHERE cluster_id = :cluster AND id <> :stays AND " WAITS,
               made.id, from.id, one.id);
    }
    db.run("UPDATE question SET state = 'open' WHERE id = :id AND state = 'merged'", first.id);
    return made;
}

std::vector<cluster_share> shares_of_waiting(session& db, std::string_view community) {
    return read_shares(db, SELECT_SHARE " WHERE " WAITS " AND community = :community AND cluster_id <> 0" GROUP_SHARE,
                       community);
}

std::vector<cluster_share> shares_of(session& db, const cluster& of) {
    return read_shares(
        db, SELECT_SHARE " WHERE cluster_id = :cluster AND cluster_id <> 0 AND (" WAITS " OR :ended = 1)" GROUP_SHARE,
        of.id, of.state == cluster_state::open ? 0 : 1);
}

void insert_card(session& db, const card& value) {
    db.run("INSERT INTO card (id, community, digest, made_at, latest) VALUES (:id, :community, :digest, :made_at,"
           " :latest)",
           value.id, value.community, value.digest, value.made_at, value.latest);
}

void update_card(session& db, outbox_id id, outbox_id latest) {
    db.run("UPDATE card SET latest = :latest WHERE id = :id", latest, id);
}

std::optional<card> find_card(session& db, outbox_id id) {
    card c;
    if (!db.one("SELECT id, community, digest, made_at, latest FROM card WHERE id = :id",
                std::tie(c.id, c.community, c.digest, c.made_at, c.latest), id))
        return std::nullopt;
    return c;
}

std::vector<cluster> clusters_on_card(session& db, outbox_id card, std::size_t limit) {
    return read_clusters(db, SELECT_CLUSTER " WHERE card = :card AND card <> 0 ORDER BY id LIMIT :most", card, limit);
}

std::size_t count_clusters_on_card(session& db, outbox_id card) {
    std::size_t count = 0;
    db.one("SELECT COUNT(*) FROM cluster WHERE card = :card AND card <> 0", std::tie(count), card);
    return count;
}

std::vector<question> waiting_lines_in(session& db, cluster_id id, std::size_t limit) {
    std::vector<question> found;
    question one;
    db.each(
        "SELECT id, number, text, platform, workspace, group_id, group_title, direct FROM question"
        " WHERE cluster_id = :cluster AND cluster_id <> 0 AND " WAITS " ORDER BY asked_at, id LIMIT :most",
        std::tie(one.id, one.number, one.text, one.platform, one.workspace, one.group, one.group_title, one.direct),
        [&] { found.push_back(one); }, id, limit);
    return found;
}

std::optional<question> first_waiting_line(session& db, cluster_id id) {
    question first;
    const bool any =
        db.one("SELECT id, number, text FROM question WHERE cluster_id = :cluster AND cluster_id <> 0 AND " WAITS
               " AND direct = 0 ORDER BY asked_at, id LIMIT 1",
               std::tie(first.id, first.number, first.text), id);
    if (!any) return std::nullopt;
    return first;
}

std::int64_t count_cards(session& db, std::string_view community, timestamp since) {
    std::int64_t cards = 0;
    db.one("SELECT COUNT(*) FROM card WHERE community = :community AND made_at > :since AND digest = 0",
           std::tie(cards), community, since);
    return cards;
}

std::optional<card> digest_since(session& db, std::string_view community, timestamp since) {
    card c;
    if (!db.one("SELECT id, community, digest, made_at, latest FROM card WHERE community = :community"
                " AND made_at > :since AND digest = 1 ORDER BY made_at DESC LIMIT 1",
                std::tie(c.id, c.community, c.digest, c.made_at, c.latest), community, since))
        return std::nullopt;
    return c;
}

std::vector<waiting_question> waiting_questions_after(session& db, std::string_view community, question_id after,
                                                      std::size_t limit) {
    std::vector<waiting_question> found;
    waiting_question one;
    std::string candidates;
    db.each(
        "SELECT id, cluster_id, text, candidates FROM question WHERE id > :after AND community = :community"
        " AND cluster_id <> 0 AND " WAITS " ORDER BY id LIMIT :most",
        std::tie(one.id, one.cluster, one.text, candidates),
        [&] {
            one.candidates = decode_candidates(candidates);
            found.push_back(one);
        },
        after, community, limit);
    return found;
}

} // namespace knowledge::store
