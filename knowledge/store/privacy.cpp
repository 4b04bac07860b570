#include "knowledge/store/privacy.hpp"

#include "knowledge/store/session.hpp"

namespace knowledge::store {

namespace {

// The questions of a member, by the index that has time and member of every question: read from one end to the other,
// 20,000 in 1 ms, so that nobody who only asks something writes an index of members. A macro, because statements are
// literals.
#define ASKED_BY_MEMBER \
    " id IN (SELECT id FROM question WHERE member = :member) AND platform = :platform AND workspace = :workspace"

// As feedback, proposals and the audit name a member.
std::string actor_of(const member_key& who) {
    return who.platform + ":" + who.workspace + ":" + who.member;
}

} // namespace

kept_of_member count_kept(session& db, const member_key& who) {
    kept_of_member kept;
    db.one("SELECT COUNT(*), COALESCE(MIN(asked_at), 0) FROM question"
           " WHERE" ASKED_BY_MEMBER,
           std::tie(kept.questions, kept.first_asked), who.member, who.platform, who.workspace);
    const auto actor = actor_of(who);
    db.one("SELECT COUNT(*) FROM feedback WHERE member = :member", std::tie(kept.opinions), actor);
    db.one("SELECT COUNT(*) FROM proposal WHERE proposed_by = :member", std::tie(kept.proposals), actor);
    return kept;
}

std::vector<question> questions_of_member(session& db, const member_key& who, std::size_t limit) {
    std::vector<question_id> ids;
    question_id id;
    db.each(
        "SELECT id FROM question WHERE" ASKED_BY_MEMBER " ORDER BY asked_at DESC, id DESC LIMIT :most", std::tie(id),
        [&] { ids.push_back(id); }, who.member, who.platform, who.workspace, limit);
    std::vector<question> found;
    for (const auto one : ids) {
        if (auto asked = find_question(db, one)) found.push_back(std::move(*asked));
    }
    return found;
}

forgotten forget_member(session& db, const member_key& who, std::string_view pseudonym) {
    const auto actor = actor_of(who);
    const auto nobody = actor_of({who.platform, who.workspace, std::string(pseudonym)});
    forgotten done;
    // Where they were alone with the bot the place is theirs too.
    done.questions = db.run("UPDATE question SET member = :pseudonym, member_name = '', reply_to = '',"
                            " group_id = CASE WHEN direct = 1 THEN '' ELSE group_id END,"
                            " thread = CASE WHEN direct = 1 THEN '' ELSE thread END,"
                            " message_id = CASE WHEN direct = 1 THEN '' ELSE message_id END"
                            " WHERE" ASKED_BY_MEMBER,
                            pseudonym, who.member, who.platform, who.workspace);
    done.opinions = db.run("UPDATE feedback SET member = :nobody WHERE member = :member", nobody, actor);
    done.proposals = db.run("UPDATE proposal SET proposed_by = :nobody, proposed_name = '' WHERE proposed_by = :member",
                            nobody, actor);
    db.run("UPDATE cluster SET assigned_to = :nobody, assigned_name = '' WHERE assigned_to = :member", nobody, actor);
    done.audit_rows = db.run("UPDATE audit SET actor = :nobody WHERE actor = :member AND (action LIKE 'refused %'"
                             " OR action IN ('take back own', 'forget me', 'name', 'no name'))",
                             nobody, actor);
    db.run("DELETE FROM member WHERE platform = :platform AND workspace = :workspace AND member = :member",
           who.platform, who.workspace, who.member);
    return done;
}

std::vector<outbox_id> cards_naming(session& db, std::string_view community, const member_key& who, std::size_t limit) {
    std::vector<outbox_id> cards;
    outbox_id card;
    const auto actor = actor_of(who);
    db.each(
        "SELECT DISTINCT card FROM cluster WHERE card <> 0 AND community = :community AND (assigned_to = :actor OR"
        " id IN (SELECT cluster_id FROM question WHERE" ASKED_BY_MEMBER ") OR"
        " id IN (SELECT cluster_id FROM question JOIN proposal ON question_id = question.id"
        " WHERE proposed_by = :proposer)) ORDER BY card DESC LIMIT :most",
        std::tie(card), [&] { cards.push_back(card); }, community, actor, who.member, who.platform, who.workspace,
        actor, limit);
    return cards;
}

std::vector<outbox_row> outbox_with(session& db, std::string_view platform, std::string_view text) {
    std::vector<outbox_id> ids;
    outbox_id id;
    db.each(
        "SELECT id FROM outbox WHERE lane LIKE :lane AND payload LIKE :text ORDER BY id", std::tie(id),
        [&] { ids.push_back(id); }, std::string(platform) + ":%", "%" + std::string(text) + "%");
    std::vector<outbox_row> found;
    for (const auto one : ids) {
        if (auto row = find_outbox(db, one)) found.push_back(std::move(*row));
    }
    return found;
}

void update_payload(session& db, outbox_id id, std::string_view payload) {
    db.run("UPDATE outbox SET payload = :payload WHERE id = :id", payload, id);
}

} // namespace knowledge::store
