#include "knowledge/store/entries.hpp"

#include "knowledge/entry_rules.hpp"
#include "knowledge/store/counters.hpp"
#include "knowledge/store/entry_rows.hpp"
#include "knowledge/store/ids.hpp"
#include "knowledge/store/row_json.hpp"
#include "knowledge/store/session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace knowledge::store {

namespace {

constexpr const char* revision_counter = "knowledge";
constexpr const char* name_counter = "entry";

// What the model promises of every entry, whoever made it.
entry normalised(entry value) {
    std::vector<std::string> wordings;
    for (auto& text : value.phrasings) {
        const bool known = text.empty() || text == value.question || std::ranges::count(wordings, text) > 0;
        if (!known) wordings.push_back(std::move(text));
    }
    value.phrasings = std::move(wordings);
    std::erase_if(value.variants, [](const answer_variant& one) { return one.answer.empty(); });
    std::ranges::stable_sort(value.variants, {}, &answer_variant::language);
    const auto same_language = [](const answer_variant& a, const answer_variant& b) {
        return a.language == b.language;
    };
    value.variants.erase(std::unique(value.variants.begin(), value.variants.end(), same_language),
                         value.variants.end());
    for (auto& one : value.variants)
        if (one.made_for.empty()) one.made_for = fingerprint(value.answer);
    return value;
}

void add_revision(session& db, const entry& value, const authorship& by) {
    db.run("INSERT INTO entry_revision (entry_id, number, author, via, made_at, value)"
           " VALUES (:id, :number, :author, :via, :made_at, :value)",
           value.id, latest_revision(db, value.id) + 1, by.author, by.via, by.at, encode(value));
    count_up(db, revision_counter);
}

// "e17": short enough to be said in a group. Imported entries may be called so too; theirs is not taken.
std::string short_name(session& db) {
    for (;;) {
        auto name = fmt::format("e{}", count_up(db, name_counter));
        entry_id taken;
        if (!db.one("SELECT id FROM entry WHERE external_id = :name", std::tie(taken), name)) return name;
    }
}

bool same_place(const source& a, source b) {
    b.file = a.file; // the same page read from another folder is no other place
    return a == b;
}

} // namespace

entry_id insert_entry(session& db, entry value, const authorship& by) {
    value = normalised(std::move(value));
    if (!value.id) value.id = entry_id{next_id()};
    if (value.external_id.empty()) value.external_id = short_name(db);
    insert_entry_rows(db, value);
    if (value.previous) value.context = chain_context(db, value.id);
    add_revision(db, value, by);
    return value.id;
}

bool update_entry(session& db, const entry& value, const authorship& by) {
    const auto stored = find_entry(db, value.id);
    if (!stored) throw error(trouble::internal, fmt::format("no entry {} to change", value.id.value));
    entry wanted = normalised(value);
    if (wanted.external_id.empty()) wanted.external_id = stored->external_id;
    if (wanted.previous && wanted.previous == stored->previous) wanted.context = stored->context;
    if (wanted == *stored) return false;
    update_entry_rows(db, *stored, wanted);
    if (wanted.previous) wanted.context = chain_context(db, wanted.id);
    add_revision(db, wanted, by);
    return true;
}

bool add_source(session& db, entry_id id, const source& where) {
    const auto known = sources_of(db, id);
    if (std::ranges::any_of(known, [&](const source& one) { return same_place(one, where); })) return false;
    insert_source(db, id, known.size(), where);
    count_up(db, revision_counter);
    return true;
}

std::vector<revision> revisions(session& db, entry_id id) {
    std::vector<revision> found;
    revision one;
    std::string value;
    db.each(
        "SELECT number, author, via, made_at, value FROM entry_revision WHERE entry_id = :id ORDER BY number",
        std::tie(one.number, one.by.author, one.by.via, one.by.at, value),
        [&] {
            one.value = decode_entry(value);
            found.push_back(one);
        },
        id);
    return found;
}

int latest_revision(session& db, entry_id id) {
    int last = 0;
    db.one("SELECT COALESCE(MAX(number), 0) FROM entry_revision WHERE entry_id = :id", std::tie(last), id);
    return last;
}

std::optional<revision> find_revision(session& db, entry_id id, int number) {
    revision one;
    std::string value;
    const bool found = db.one("SELECT number, author, via, made_at, value FROM entry_revision"
                              " WHERE entry_id = :id AND number = :number",
                              std::tie(one.number, one.by.author, one.by.via, one.by.at, value), id, number);
    if (!found) return std::nullopt;
    one.value = decode_entry(value);
    return one;
}

std::map<entry_id, timestamp> first_made(session& db) {
    std::map<entry_id, timestamp> all;
    entry_id id;
    timestamp at;
    db.each("SELECT entry_id, made_at FROM entry_revision WHERE number = 1", std::tie(id, at),
            [&] { all.emplace(id, at); });
    return all;
}

std::int64_t knowledge_revision(session& db) {
    return counted(db, revision_counter);
}

} // namespace knowledge::store
