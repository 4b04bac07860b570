#include "knowledge/match/eval_set.hpp"

#include "knowledge/exchange/import.hpp"
#include "knowledge/exchange/plan.hpp"
#include "knowledge/match/from_entries.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <unordered_map>
#include <utility>

namespace knowledge::match {

namespace {

using nlohmann::json;
using entry_numbers = std::unordered_map<std::string, entry_id>;

// Calls `use` with the object of every line that is not blank; what it throws gets the line's address.
template <class Use>
void each_object(const std::filesystem::path& file, Use use) {
    std::ifstream in(file);
    if (!in) throw input_error(fmt::format("{}: cannot be opened", file.string()));
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            const json object = json::parse(line);
            if (!object.is_object()) throw input_error("not a JSON object");
            use(object);
        } catch (const json::exception&) { // also a number out of every range
            throw input_error(fmt::format("{}:{}: not JSON", file.string(), number));
        } catch (const input_error& e) {
            throw input_error(fmt::format("{}:{}: {}", file.string(), number, e.what()));
        }
    }
    if (in.bad()) throw input_error(fmt::format("{}: cannot be read", file.string()));
}

std::string text_of(const json& object, const char* key, bool required) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) {
        if (required) throw input_error(fmt::format("\"{}\" is missing", key));
        return {};
    }
    if (!found->is_string()) throw input_error(fmt::format("\"{}\" is not a string", key));
    return found->get<std::string>();
}

std::vector<std::string> texts_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    if (!found->is_array()) throw input_error(fmt::format("\"{}\" is not a list", key));
    std::vector<std::string> texts;
    for (const json& one : *found) {
        if (!one.is_string()) throw input_error(fmt::format("\"{}\" holds something that is not a string", key));
        texts.push_back(one.get<std::string>());
    }
    return texts;
}

void read_gold(const json& object, const entry_numbers& known, labelled_query& into) {
    const auto gold = object.find("gold");
    if (gold == object.end()) throw input_error("\"gold\" is missing (null means: no answer exists)");
    std::vector<std::string> ids;
    if (gold->is_null()) return;
    if (gold->is_string() && gold->get_ref<const std::string&>() == "any") {
        into.any = true;
        return;
    }
    if (gold->is_string())
        ids.push_back(gold->get<std::string>());
    else if (gold->is_array())
        ids = texts_of(object, "gold");
    else
        throw input_error("\"gold\" is neither an id, a list of ids, \"any\" nor null");
    for (const std::string& id : ids)
        if (const auto found = known.find(id); found != known.end()) into.gold.push_back(found->second);
}

// The entries that importing the file into an empty database would store, in the same order.
std::vector<entry> entries_of(const std::filesystem::path& file) {
    const exchange::batch batch = exchange::read_batch({file});
    if (!batch.counted.refused.empty()) {
        const exchange::finding& why = batch.counted.refused.front();
        const std::string line = why.line > 0 ? fmt::format(":{}", why.line) : std::string{};
        throw input_error(fmt::format("{}{}: {}", why.file, line, why.reason));
    }
    exchange::import_plan plan = exchange::plan_import(batch, {}, {}, {}); // nothing stored, so no history either

    std::vector<entry> entries;
    for (exchange::step& what : plan.steps) {
        entry& e = what.value;
        e.id = {static_cast<std::int64_t>(entries.size() + 1)};
        if (what.previous_step) {
            // As the store has it: everything that was asked before in the chain, oldest first.
            const entry& before = entries[*what.previous_step];
            e.previous = before.id;
            e.context = before.previous ? before.context : std::vector<std::string>{};
            e.context.push_back(before.question);
        }
        entries.push_back(std::move(e));
    }
    return entries;
}

// Each entry belongs to what its line of the file says in that field.
void put_into_collections(std::vector<document>& documents, const std::filesystem::path& file,
                          const std::string& field) {
    std::unordered_map<std::string, std::string> of;
    each_object(file, [&](const json& row) {
        if (const auto id = row.find("id"); id != row.end() && id->is_string())
            of.insert_or_assign(id->get<std::string>(), text_of(row, field.c_str(), true));
    });
    for (document& one : documents) {
        const auto found = of.find(one.external_id);
        if (found == of.end())
            throw input_error(fmt::format("{}: '{}' has no \"id\" to find it by", file.string(), one.external_id));
        one.collection = found->second;
    }
}

} // namespace

eval_set read_eval_set(const std::filesystem::path& folder, const eval_source& source) {
    eval_set set;
    set.name = folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
    entry_numbers known;
    set.documents = from_entries(entries_of(folder / source.kb_file));
    if (set.documents.empty())
        throw input_error(fmt::format("{}: nothing to answer with", (folder / source.kb_file).string()));
    for (const document& d : set.documents)
        known.emplace(d.external_id, d.id);
    if (!source.within.empty()) put_into_collections(set.documents, folder / source.kb_file, source.within);
    each_object(folder / "queries.jsonl", [&](const json& row) {
        labelled_query q;
        q.ask.text = text_of(row, "q", true);
        q.ask.context = texts_of(row, "context");
        q.kind = text_of(row, "kind", false);
        if (!source.within.empty())
            if (std::string group = text_of(row, source.within.c_str(), false); !group.empty())
                q.ask.collections.push_back(std::move(group));
        read_gold(row, known, q);
        set.queries.push_back(std::move(q));
    });
    if (set.queries.empty()) throw input_error(fmt::format("{}: no questions", (folder / "queries.jsonl").string()));
    return set;
}

} // namespace knowledge::match
