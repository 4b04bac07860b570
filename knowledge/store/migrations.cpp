#include "knowledge/store/migrations.hpp"

#include "knowledge/store/session.hpp"

#include <fmt/format.h>

#include <array>

namespace knowledge::store {

namespace {

// Lists that are only ever read with their row (tags, context, candidates) are JSON arrays in it. Times are
// milliseconds since 1970. `id64 PRIMARY KEY` becomes the engine's own 64-bit key, a table `kept by key` one without
// another key beside its primary one, where the engine has such.
constexpr std::array version_1{
    // Numbers that count up: "knowledge" and "question COMMUNITY".
    "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",

    "CREATE TABLE entry (id id64 PRIMARY KEY, external_id TEXT NOT NULL UNIQUE, collection TEXT NOT NULL,"
    " state TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, tags TEXT NOT NULL,"
    " context TEXT NOT NULL)", // of an entry with a follow_up row: [], its context is its chain
    "CREATE TABLE phrasing (entry_id BIGINT NOT NULL REFERENCES entry (id), place INTEGER NOT NULL,"
    " text TEXT NOT NULL, PRIMARY KEY (entry_id, place))",
    "CREATE TABLE entry_source (entry_id BIGINT NOT NULL REFERENCES entry (id), place INTEGER NOT NULL,"
    " edition TEXT NOT NULL, thread INTEGER NOT NULL, turn INTEGER NOT NULL, asker TEXT NOT NULL,"
    " label TEXT NOT NULL, url TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (entry_id, place))",
    "CREATE TABLE follow_up (entry_id id64 PRIMARY KEY REFERENCES entry (id),"
    " previous_id BIGINT NOT NULL REFERENCES entry (id), CHECK (entry_id <> previous_id))",
    "CREATE TABLE entry_revision (entry_id BIGINT NOT NULL REFERENCES entry (id), number INTEGER NOT NULL,"
    " author TEXT NOT NULL, via TEXT NOT NULL, made_at BIGINT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (entry_id, number))",

    "CREATE TABLE question (id id64 PRIMARY KEY, number BIGINT NOT NULL, community TEXT NOT NULL,"
    " platform TEXT NOT NULL, workspace TEXT NOT NULL, group_id TEXT NOT NULL, group_title TEXT NOT NULL,"
    " thread TEXT NOT NULL, message_id TEXT NOT NULL, direct INTEGER NOT NULL, member TEXT NOT NULL,"
    " member_name TEXT NOT NULL, text TEXT NOT NULL, asked_at BIGINT NOT NULL, decided TEXT NOT NULL,"
    " confidence DOUBLE PRECISION NOT NULL, candidates TEXT NOT NULL, state TEXT NOT NULL,"
    " answered_with BIGINT REFERENCES entry (id), reply_to TEXT NOT NULL)",
    "CREATE UNIQUE INDEX question_number ON question (community, number) WHERE number > 0",
    "CREATE INDEX question_asked ON question (asked_at, id)",
    "CREATE INDEX question_waiting ON question (asked_at, id) WHERE state IN ('open', 'suggested')",
    "CREATE TABLE delivered (delivery TEXT PRIMARY KEY, seen_at BIGINT NOT NULL)",

    "CREATE TABLE outbox (id id64 PRIMARY KEY, kind TEXT NOT NULL, lane TEXT NOT NULL, payload TEXT NOT NULL,"
    " question_id BIGINT REFERENCES question (id), state TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " created_at BIGINT NOT NULL, due_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, platform_id TEXT NOT NULL)",
    "CREATE INDEX outbox_state ON outbox (state, lane, id)",
    "CREATE INDEX outbox_question ON outbox (question_id)",
};

// Who used which power, why sending failed, and quick ways to what every message asks for.
constexpr std::array version_2{
    "CREATE TABLE audit (id id64 PRIMARY KEY, happened_at BIGINT NOT NULL, actor TEXT NOT NULL,"
    " action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX audit_happened ON audit (happened_at, id)",
    "ALTER TABLE outbox ADD COLUMN last_trouble TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX question_member ON question (member, asked_at)",
    "CREATE INDEX delivered_seen ON delivered (seen_at)",
};

// What members thought of replies, the way from a message to its question, and workspaces the bot was installed in.
constexpr std::array version_3{
    "CREATE TABLE feedback (question_id BIGINT NOT NULL REFERENCES question (id), member TEXT NOT NULL,"
    " opinion TEXT NOT NULL, given_at BIGINT NOT NULL, PRIMARY KEY (question_id, member))",
    "CREATE INDEX question_message ON question (message_id)",
    "CREATE TABLE installation (platform TEXT NOT NULL, workspace TEXT NOT NULL, title TEXT NOT NULL,"
    " token TEXT NOT NULL, bot_member TEXT NOT NULL, bot_id TEXT NOT NULL, scopes TEXT NOT NULL,"
    " installed_by TEXT NOT NULL, installed_at BIGINT NOT NULL, PRIMARY KEY (platform, workspace))",
};

// What every message writes, on fewer pages: a commit costs by the pages it touches. The keys of deliveries are found
// in the table itself and swept by looking through it, and a question leads to what its member asked before it there.
constexpr std::array version_4{
    "CREATE TABLE delivered_by_key (delivery TEXT PRIMARY KEY, seen_at BIGINT NOT NULL) kept by key",
    "INSERT INTO delivered_by_key SELECT delivery, seen_at FROM delivered",
    "DROP TABLE delivered",
    "ALTER TABLE delivered_by_key RENAME TO delivered",
    "DROP INDEX question_member",
    "CREATE INDEX question_context ON question (member, group_id, thread, asked_at)",
};

// Why a question was decided as it was, and what members' picks and opinions propose to learn: proposed once for an
// entry in these words, whoever says so again.
constexpr std::array version_5{
    "ALTER TABLE question ADD COLUMN trace TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE proposal (id id64 PRIMARY KEY, community TEXT NOT NULL, number BIGINT NOT NULL, kind TEXT NOT NULL,"
    " question_id BIGINT NOT NULL REFERENCES question (id), entry_id BIGINT NOT NULL REFERENCES entry (id),"
    " text TEXT NOT NULL, state TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL,"
    " decided_by TEXT NOT NULL, decided_at BIGINT NOT NULL, UNIQUE (community, number))",
    "CREATE UNIQUE INDEX proposal_once ON proposal (community, kind, entry_id, text)",
    "CREATE INDEX proposal_question ON proposal (question_id)",
};

// Questions that wait are answered together: a cluster of them has a card among the moderators and may be somebody's.
// Questions that waited before begin clusters of their own. What trusted people say below a question is proposed as
// its answer, so that a proposal need not be about an entry.
constexpr std::array version_6{
    "CREATE TABLE cluster (id id64 PRIMARY KEY, community TEXT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL,"
    " first_asked BIGINT NOT NULL, answered_with BIGINT REFERENCES entry (id), merged_into BIGINT NOT NULL,"
    " assigned_to TEXT NOT NULL, assigned_name TEXT NOT NULL, card BIGINT NOT NULL)",
    // How clusters are shown to moderators: named after the outbox row that posts it; the row that shows it anew last.
    "CREATE TABLE card (id id64 PRIMARY KEY, community TEXT NOT NULL, digest INTEGER NOT NULL, made_at BIGINT NOT NULL,"
    " latest BIGINT NOT NULL)",
    "CREATE INDEX card_made ON card (community, made_at)",
    "ALTER TABLE question ADD COLUMN cluster_id BIGINT NOT NULL DEFAULT 0",
    "INSERT INTO cluster (id, community, number, state, first_asked, answered_with, merged_into, assigned_to,"
    " assigned_name, card) SELECT id, community, number, 'open', asked_at, NULL, 0, '', '', 0 FROM question"
    " WHERE state IN ('open', 'suggested')",
    "UPDATE question SET cluster_id = id WHERE state IN ('open', 'suggested')",
    "DROP INDEX question_waiting",
    "CREATE INDEX question_waiting ON question (asked_at, id) WHERE state IN ('open', 'suggested', 'merged')",
    "CREATE INDEX question_waiting_in_group ON question (group_id, thread)"
    " WHERE state IN ('open', 'suggested', 'merged')",
    "CREATE INDEX question_cluster ON question (cluster_id) WHERE cluster_id <> 0",
    "CREATE INDEX cluster_card ON cluster (card) WHERE card <> 0",

    "CREATE TABLE proposal_of_anything (id id64 PRIMARY KEY, community TEXT NOT NULL, number BIGINT NOT NULL,"
    " kind TEXT NOT NULL, question_id BIGINT NOT NULL REFERENCES question (id), entry_id BIGINT REFERENCES entry (id),"
    " text TEXT NOT NULL, state TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_name TEXT NOT NULL,"
    " proposed_at BIGINT NOT NULL, solved INTEGER NOT NULL, decided_by TEXT NOT NULL, decided_at BIGINT NOT NULL,"
    " UNIQUE (community, number))",
    "INSERT INTO proposal_of_anything SELECT id, community, number, kind, question_id, entry_id, text, state,"
    " proposed_by, '', proposed_at, 0, decided_by, decided_at FROM proposal",
    "DROP TABLE proposal",
    "ALTER TABLE proposal_of_anything RENAME TO proposal",
    "CREATE UNIQUE INDEX proposal_once ON proposal (community, kind, entry_id, text) WHERE kind <> 'answer'",
    "CREATE INDEX proposal_question ON proposal (question_id)",
    // The messages an answer was proposed in, in order.
    "CREATE TABLE proposal_part (id id64 PRIMARY KEY, proposal_id BIGINT NOT NULL, place TEXT NOT NULL,"
    " message_id TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE INDEX proposal_part_of ON proposal_part (proposal_id, id)",
    "CREATE INDEX proposal_part_message ON proposal_part (message_id)",
};

// How long an entry is right, what it says in other languages, which entries became one and what moved with that, who
// changed what from where (so that it can be taken back), and which conversations were told of a corrected answer.
constexpr std::array version_7{
    "ALTER TABLE entry ADD COLUMN valid_until TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE entry ADD COLUMN valid_for TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE answer_variant (entry_id BIGINT NOT NULL REFERENCES entry (id), language TEXT NOT NULL,"
    " answer TEXT NOT NULL, made_for TEXT NOT NULL, PRIMARY KEY (entry_id, language))",
    "CREATE TABLE entry_merge (id id64 PRIMARY KEY, merged_id BIGINT NOT NULL REFERENCES entry (id),"
    " survivor_id BIGINT NOT NULL REFERENCES entry (id), merged_revision INTEGER NOT NULL,"
    " survivor_revision INTEGER NOT NULL, author TEXT NOT NULL, made_at BIGINT NOT NULL, undone_at BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX entry_merge_once ON entry_merge (merged_id) WHERE undone_at = 0",
    "CREATE TABLE entry_merge_moved (merge_id BIGINT NOT NULL REFERENCES entry_merge (id), what TEXT NOT NULL,"
    " moved_id BIGINT NOT NULL, PRIMARY KEY (merge_id, what, moved_id))",
    "CREATE TABLE entry_change (id id64 PRIMARY KEY, community TEXT NOT NULL, actor TEXT NOT NULL,"
    " kind TEXT NOT NULL, entry_id BIGINT NOT NULL REFERENCES entry (id), before_revision INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, merge_id BIGINT NOT NULL, made_at BIGINT NOT NULL, undone_at BIGINT NOT NULL)",
    "CREATE INDEX entry_change_of ON entry_change (community, actor, id) WHERE undone_at = 0",
    "CREATE TABLE correction (entry_id BIGINT NOT NULL REFERENCES entry (id), lane TEXT NOT NULL,"
    " answer TEXT NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (entry_id, lane))",
};

// How groups and members have asked to be treated (manners.hpp).
constexpr std::array version_8{
    "CREATE TABLE group_manners (platform TEXT NOT NULL, workspace TEXT NOT NULL, group_id TEXT NOT NULL,"
    " muted_until BIGINT NOT NULL, wrong_in_a_row INTEGER NOT NULL, raised_by DOUBLE PRECISION NOT NULL,"
    " PRIMARY KEY (platform, workspace, group_id))",
    "CREATE TABLE member (platform TEXT NOT NULL, workspace TEXT NOT NULL, member TEXT NOT NULL,"
    " unnamed INTEGER NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (platform, workspace, member))",
};

// What moderators did to questions that waited, to take it back (question_log.hpp).
constexpr std::array version_9{
    "CREATE TABLE question_change (id id64 PRIMARY KEY, community TEXT NOT NULL, actor TEXT NOT NULL,"
    " kind TEXT NOT NULL, number BIGINT NOT NULL, entry_id BIGINT NOT NULL, entry_change_id BIGINT NOT NULL,"
    " made_at BIGINT NOT NULL, undone_at BIGINT NOT NULL)",
    "CREATE INDEX question_change_of ON question_change (community, actor, id) WHERE undone_at = 0",
    "CREATE TABLE question_change_row (change_id BIGINT NOT NULL REFERENCES question_change (id),"
    " question_id BIGINT NOT NULL, state TEXT NOT NULL, cluster_id BIGINT NOT NULL,"
    " PRIMARY KEY (change_id, question_id))",
};

// What was done to one question, by whomever; and which entry a message was said from, whatever its question is
// answered with later.
constexpr std::array version_10{
    "CREATE INDEX question_change_row_of ON question_change_row (question_id, change_id)",
    "ALTER TABLE outbox ADD COLUMN entry_id BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX outbox_of_entry ON outbox (entry_id, question_id) WHERE entry_id <> 0",
};

// Less to do for every message. A condition with OR is looked at, one with IN makes a table each time; the first
// question of a cluster is found without sorting all; what has been sent is in no index by its state, and found by the
// name that the platform gave it; a row's id is in every index anyway.
constexpr std::array version_11{
    "DROP INDEX question_waiting",
    "CREATE INDEX question_waiting ON question (asked_at)"
    " WHERE (state = 'open' OR state = 'suggested' OR state = 'merged')",
    "DROP INDEX question_waiting_in_group",
    "CREATE INDEX question_waiting_in_group ON question (group_id, thread)"
    " WHERE (state = 'open' OR state = 'suggested' OR state = 'merged')",
    "DROP INDEX question_cluster",
    "CREATE INDEX question_cluster ON question (cluster_id, asked_at) WHERE cluster_id <> 0",
    "DROP INDEX question_asked",
    "CREATE INDEX question_asked ON question (asked_at)",
    "DROP INDEX outbox_state",
    "CREATE INDEX outbox_state ON outbox (state, lane, id)"
    " WHERE (state = 'pending' OR state = 'sending' OR state = 'uncertain' OR state = 'failed')",
    "CREATE INDEX outbox_platform_id ON outbox (platform_id) WHERE platform_id <> ''",
};

// Every message wrote four indexes in random order, and a commit costs by the pages it touches. What is asked for with
// every message is found by its thread now, which on Slack is a time; what belongs to a member, which few ask for, in
// an index that only grows at its end; what was said from an entry, among what was said lately, which is read anyway.
constexpr std::array version_12{
    "DROP INDEX question_context",
    "CREATE INDEX question_in_thread ON question (thread, member, asked_at)",
    "DROP INDEX question_waiting_in_group",
    "DROP INDEX question_asked",
    "CREATE INDEX question_asked ON question (asked_at, member)",
    "DROP INDEX question_waiting",
    "CREATE INDEX question_waiting ON question (asked_at, member)"
    " WHERE (state = 'open' OR state = 'suggested' OR state = 'merged')",
    "DROP INDEX outbox_of_entry",
};

// Rows that say the same to several people of one conversation leave as one message; whose a question was before
// somebody took it on.
constexpr std::array version_13{
    "ALTER TABLE outbox ADD COLUMN sent_with BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX outbox_sent_with ON outbox (sent_with) WHERE sent_with <> 0",
    "ALTER TABLE question_change ADD COLUMN assigned_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE question_change ADD COLUMN assigned_name TEXT NOT NULL DEFAULT ''",
};

// What a reaction said is taken back with it.
constexpr std::array version_14{
    "ALTER TABLE feedback ADD COLUMN by_reaction INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE proposal ADD COLUMN solved_by_reaction INTEGER NOT NULL DEFAULT 0",
};

constexpr std::array steps{migration{1, version_1},   migration{2, version_2},   migration{3, version_3},
                           migration{4, version_4},   migration{5, version_5},   migration{6, version_6},
                           migration{7, version_7},   migration{8, version_8},   migration{9, version_9},
                           migration{10, version_10}, migration{11, version_11}, migration{12, version_12},
                           migration{13, version_13}, migration{14, version_14}};

// 0 for a file without our schema.
int schema_version(session& db) {
    if (!db.has_table("schema_version")) return 0;
    int version = 0;
    db.one("SELECT COALESCE(MAX(version), 0) FROM schema_version", std::tie(version));
    return version;
}

void refuse_newer(session& db, int found, int newest) {
    if (found <= newest) return;
    throw error(trouble::newer_schema, fmt::format("the database {} has schema version {}, written by a newer qunda; "
                                                   "this qunda knows no version above {}",
                                                   db.configured().path.string(), found, newest));
}

} // namespace

std::span<const migration> migrations() {
    return steps;
}

void apply(session& db, const migration& step) {
    for (const char* statement : step.statements)
        db.define(statement);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    db.run("INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at)", step.version, now);
}

void migrate(session& db, std::span<const migration> known) {
    const int newest = known.back().version;
    // First without a lock: a file that is up to date, or not ours, is left alone.
    const int found = schema_version(db);
    refuse_newer(db, found, newest);
    if (found == 0 && db.has_any_table() && !db.has_table("schema_version")) {
        throw error(trouble::unusable,
                    fmt::format("the database {} holds tables that are not qunda's", db.configured().path.string()));
    }
    db.prepare_file();
    if (found == newest) return;

    db.begin();
    try {
        const int current = schema_version(db); // another process may have been quicker
        refuse_newer(db, current, newest);
        if (!db.has_table("schema_version")) {
            db.define("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)");
        }
        for (const auto& step : known) {
            if (step.version > current) apply(db, step);
        }
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

} // namespace knowledge::store
