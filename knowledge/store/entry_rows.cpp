#include "knowledge/store/entry_rows.hpp"

#include "knowledge/store/entries.hpp"
#include "knowledge/store/row_json.hpp"
#include "knowledge/store/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace knowledge::store {

namespace {

// No conversation is that long: a chain that is, goes in a circle.
constexpr std::size_t chain_limit = 1000;

// The columns of read_entries(), in its order. Macros, because statements are literals.
#define ENTRY_COLUMNS                                                                             \
    "SELECT e.id, e.external_id, e.collection, e.state, e.question, e.answer, e.tags, e.context," \
    " COALESCE(f.previous_id, 0), e.valid_until, e.valid_for"
#define FROM_ENTRY " FROM entry e LEFT JOIN follow_up f ON f.entry_id = e.id"
#define SELECT_ENTRY ENTRY_COLUMNS FROM_ENTRY
// With whether there is more to read: most entries have no variant and many no source.
#define SELECT_WHOLE_ENTRY                                                                         \
    ENTRY_COLUMNS                                                                                  \
    ", CASE WHEN EXISTS (SELECT 1 FROM entry_source s WHERE s.entry_id = e.id) THEN 1 ELSE 0 END," \
    " CASE WHEN EXISTS (SELECT 1 FROM answer_variant v WHERE v.entry_id = e.id) THEN 1 ELSE 0 END" FROM_ENTRY

// Without phrasings and sources, and without the context of a chain.
template <class Wanted>
std::vector<entry> read_entries(session& db, Wanted wanted) {
    std::vector<entry> found;
    entry one;
    std::string tags;
    std::string context;
    db.each(SELECT_ENTRY " ORDER BY e.id",
            std::tie(one.id, one.external_id, one.collection, one.state, one.question, one.answer, tags, context,
                     one.previous, one.valid_until, one.valid_for),
            [&] {
                if (!wanted(one)) return;
                one.tags = decode_list(tags);
                one.context = decode_list(context);
                found.push_back(std::move(one));
            });
    return found;
}

void insert_phrasings(session& db, const entry& value) {
    for (std::size_t place = 0; place < value.phrasings.size(); ++place) {
        db.run("INSERT INTO phrasing (entry_id, place, text) VALUES (:id, :place, :text)", value.id, place,
               value.phrasings[place]);
    }
}

void insert_sources(session& db, const entry& value) {
    for (std::size_t place = 0; place < value.sources.size(); ++place) {
        insert_source(db, value.id, place, value.sources[place]);
    }
}

void insert_variants(session& db, const entry& value) {
    for (const auto& one : value.variants) {
        db.run("INSERT INTO answer_variant (entry_id, language, answer, made_for)"
               " VALUES (:id, :language, :answer, :made_for)",
               value.id, one.language, one.answer, one.made_for);
    }
}

void insert_edge(session& db, const entry& value) {
    if (!value.previous) return;
    db.run("INSERT INTO follow_up (entry_id, previous_id) VALUES (:id, :previous)", value.id, value.previous);
}

std::string own_context(const entry& value) {
    return value.previous ? "[]" : encode(value.context);
}

// `sql` selects one entry by `value`.
template <class Value>
std::optional<entry> read_whole_entry(session& db, const char* sql, const Value& value) {
    entry one;
    std::string tags, context, text;
    bool sources = false, variants = false;
    const bool found = db.one(sql,
                              std::tie(one.id, one.external_id, one.collection, one.state, one.question, one.answer,
                                       tags, context, one.previous, one.valid_until, one.valid_for, sources, variants),
                              value);
    if (!found) return std::nullopt;
    one.tags = decode_list(tags);
    one.context = one.previous ? chain_context(db, one.id) : decode_list(context);
    db.each(
        "SELECT text FROM phrasing WHERE entry_id = :id ORDER BY place", std::tie(text),
        [&] { one.phrasings.push_back(text); }, one.id);
    if (sources) one.sources = sources_of(db, one.id);
    answer_variant variant;
    if (variants) {
        db.each(
            "SELECT language, answer, made_for FROM answer_variant WHERE entry_id = :id ORDER BY language",
            std::tie(variant.language, variant.answer, variant.made_for), [&] { one.variants.push_back(variant); },
            one.id);
    }
    return one;
}

struct earlier_turn {
    entry_id id;
    std::string question;
};
using chain_edges = std::unordered_map<std::int64_t, earlier_turn>; // by the id of the follow-up

// All edges, also through entries a filter leaves out: what was asked before is context, canonical or not.
chain_edges load_edges(session& db) {
    chain_edges edges;
    entry_id id;
    earlier_turn before;
    db.each("SELECT f.entry_id, f.previous_id, p.question FROM follow_up f JOIN entry p ON p.id = f.previous_id",
            std::tie(id, before.id, before.question), [&] { edges.emplace(id.value, before); });
    return edges;
}

[[noreturn]] void refuse_circle(entry_id id) {
    throw error(trouble::internal, fmt::format("the chain of entry {} goes in a circle", id.value));
}

std::vector<std::string> context_from(const chain_edges& edges, entry_id id) {
    std::vector<std::string> context;
    for (auto at = edges.find(id.value); at != edges.end(); at = edges.find(at->second.id.value)) {
        if (context.size() == chain_limit) refuse_circle(id);
        context.push_back(at->second.question);
    }
    std::ranges::reverse(context);
    return context;
}

} // namespace

std::vector<entry> load_entries(session& db, const entry_filter& which) {
    const auto wanted = [&](const entry& one) {
        return (!which.state || one.state == *which.state) &&
               (which.collections.empty() || std::ranges::count(which.collections, one.collection) > 0);
    };
    auto found = read_entries(db, wanted);

    // One query a table for everything, merged by id: both sides are ordered.
    const auto merge = [&found](auto at, entry_id id) {
        return std::find_if(at, found.end(), [id](const entry& one) { return one.id >= id; });
    };
    entry_id id;
    std::string text;
    auto at = found.begin();
    db.each("SELECT entry_id, text FROM phrasing ORDER BY entry_id, place", std::tie(id, text), [&] {
        at = merge(at, id);
        if (at != found.end() && at->id == id) at->phrasings.push_back(std::move(text));
    });
    source where;
    at = found.begin();
    db.each("SELECT entry_id, edition, thread, turn, asker, label, url, file FROM entry_source"
            " ORDER BY entry_id, place",
            std::tie(id, where.edition, where.thread, where.turn, where.asker, where.label, where.url, where.file),
            [&] {
                at = merge(at, id);
                if (at != found.end() && at->id == id) at->sources.push_back(std::move(where));
            });

    answer_variant variant;
    at = found.begin();
    db.each("SELECT entry_id, language, answer, made_for FROM answer_variant ORDER BY entry_id, language",
            std::tie(id, variant.language, variant.answer, variant.made_for), [&] {
                at = merge(at, id);
                if (at != found.end() && at->id == id) at->variants.push_back(std::move(variant));
            });

    const auto edges = load_edges(db);
    for (auto& one : found) {
        if (one.previous) one.context = context_from(edges, one.id);
    }
    return found;
}

std::optional<entry> find_entry(session& db, entry_id id) {
    return read_whole_entry(db, SELECT_WHOLE_ENTRY " WHERE e.id = :id", id);
}

std::optional<entry> find_entry(session& db, std::string_view external_id) {
    return read_whole_entry(db, SELECT_WHOLE_ENTRY " WHERE e.external_id = :external_id", external_id);
}

void insert_entry_rows(session& db, const entry& value) {
    db.run("INSERT INTO entry (id, external_id, collection, state, question, answer, tags, context,"
           " valid_until, valid_for) VALUES (:id, :external_id, :collection, :state, :question, :answer, :tags,"
           " :context, :valid_until, :valid_for)",
           value.id, value.external_id, value.collection, value.state, value.question, value.answer, encode(value.tags),
           own_context(value), value.valid_until, value.valid_for);
    insert_phrasings(db, value);
    insert_sources(db, value);
    insert_variants(db, value);
    insert_edge(db, value);
}

void update_entry_rows(session& db, const entry& stored, const entry& wanted) {
    db.run("UPDATE entry SET external_id = :external_id, collection = :collection, state = :state,"
           " question = :question, answer = :answer, tags = :tags, context = :context,"
           " valid_until = :valid_until, valid_for = :valid_for WHERE id = :id",
           wanted.external_id, wanted.collection, wanted.state, wanted.question, wanted.answer, encode(wanted.tags),
           own_context(wanted), wanted.valid_until, wanted.valid_for, wanted.id);
    if (wanted.phrasings != stored.phrasings) {
        db.run("DELETE FROM phrasing WHERE entry_id = :id", wanted.id);
        insert_phrasings(db, wanted);
    }
    if (wanted.sources != stored.sources) {
        db.run("DELETE FROM entry_source WHERE entry_id = :id", wanted.id);
        insert_sources(db, wanted);
    }
    if (wanted.variants != stored.variants) {
        db.run("DELETE FROM answer_variant WHERE entry_id = :id", wanted.id);
        insert_variants(db, wanted);
    }
    if (wanted.previous != stored.previous) {
        db.run("DELETE FROM follow_up WHERE entry_id = :id", wanted.id);
        insert_edge(db, wanted);
    }
}

std::vector<source> sources_of(session& db, entry_id id) {
    std::vector<source> found;
    source where;
    db.each(
        "SELECT edition, thread, turn, asker, label, url, file FROM entry_source WHERE entry_id = :id"
        " ORDER BY place",
        std::tie(where.edition, where.thread, where.turn, where.asker, where.label, where.url, where.file),
        [&] { found.push_back(where); }, id);
    return found;
}

void insert_source(session& db, entry_id id, std::size_t place, const source& where) {
    db.run("INSERT INTO entry_source (entry_id, place, edition, thread, turn, asker, label, url, file)"
           " VALUES (:id, :place, :edition, :thread, :turn, :asker, :label, :url, :file)",
           id, place, where.edition, where.thread, where.turn, where.asker, where.label, where.url, where.file);
}

std::vector<std::string> chain_context(session& db, entry_id id) {
    std::vector<std::string> context;
    entry_id at = id;
    std::string question;
    while (db.one("SELECT f.previous_id, p.question FROM follow_up f JOIN entry p ON p.id = f.previous_id"
                  " WHERE f.entry_id = :id",
                  std::tie(at, question), at)) {
        if (at == id || context.size() == chain_limit) refuse_circle(id);
        context.push_back(question);
    }
    std::ranges::reverse(context);
    return context;
}

} // namespace knowledge::store
