#include "bot/conversation/base_index.hpp"

#include "bot/observe/log.hpp"
#include "knowledge/match/from_entries.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/text/synonyms.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <system_error>
#include <utility>

namespace bot::conversation {

namespace match = knowledge::match;

namespace {

// Building an index takes more than twice the memory that it keeps, and glibc would hold on to the rest: with 10,000
// entries 26 of 70 MiB.
void give_memory_back() {
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

match::snapshot_origin origin_of(const knowledge::store::knowledge_state& state) {
    return {state.revision, state.last_change, state.entry.value, state.made_at.time_since_epoch().count()};
}

knowledge::store::knowledge_state state_of(const match::snapshot_origin& origin) {
    return {origin[0], origin[1], {origin[2]}, knowledge::timestamp(std::chrono::milliseconds(origin[3]))};
}

std::filesystem::path snapshot_of(const knowledge::store::store& store) {
    const auto database = store.read([](knowledge::store::session& db) { return knowledge::store::database_path(db); });
    return database.string() + ".index";
}

match::index::own_words read(const synonym_rows& own) {
    return own.empty() ? nullptr : std::make_shared<const knowledge::text::synonyms>(own);
}

struct all_known {
    knowledge::store::knowledge_state state;
    std::vector<match::document> documents;
};

all_known read_all(const knowledge::store::store& store) {
    // Both in one read transaction: the entries are those of that state.
    auto [state, entries] = store.read([](knowledge::store::session& db) {
        return std::pair{
            knowledge::store::state_of_knowledge(db),
            knowledge::store::load_entries(db, {.state = knowledge::entry_state::canonical, .collections = {}})};
    });
    return {state, match::from_entries(entries)};
}

} // namespace

index_maker made_as_always() {
    return [](std::vector<match::document> documents, const match::index::own_words& own, const std::stop_token&) {
        return match::index::build(std::move(documents), own);
    };
}

base_index::base_index(const knowledge::store::store& store, const synonym_rows& own, index_maker make)
    : store_(store), own_words_(read(own)), make_(std::move(make)), file_(snapshot_of(store)) {}

dated_index base_index::kept() const {
    auto found = match::load_snapshot(file_, own_words_);
    if (!found.content) {
        observe::log::debug("no index is taken from {}: {}", file_.string(), found.why_not);
        return {};
    }
    return {std::move(found.content), state_of(found.origin)};
}

std::optional<dated_index> base_index::build(const std::stop_token& stop) const {
    std::optional<dated_index> result;
    {
        auto all = read_all(store_);
        if (stop.stop_requested()) return std::nullopt;
        auto built = make_(std::move(all.documents), own_words_, stop);
        if (stop.stop_requested()) return std::nullopt;
        result = dated_index{keep(std::move(built), all.state), all.state};
    }
    give_memory_back();
    return result;
}

// Mapped from the file, so that it takes no memory while nobody asks. Where that cannot be, it stays in memory.
std::shared_ptr<const match::index> base_index::keep(std::shared_ptr<const match::index> built,
                                                     const knowledge::store::knowledge_state& of) const {
    try {
        match::save_snapshot(file_, *built, origin_of(of));
    } catch (const std::system_error& trouble) {
        observe::log::warning("the match index is not kept for the next start: {}", trouble.what());
        return built;
    }
    auto kept = match::load_snapshot(file_, own_words_);
    return kept.content && kept.origin == origin_of(of) ? kept.content : built;
}

std::shared_ptr<const match::index> index_of(const knowledge::store::store& store, const synonym_rows& own) {
    const base_index base(store, own);
    auto kept = base.kept();
    const auto now = store.read([](knowledge::store::session& db) { return knowledge::store::state_of_knowledge(db); });
    if (kept.index && kept.of == now) return kept.index;
    return match::index::build(read_all(store).documents, read(own));
}

} // namespace bot::conversation
