#include "knowledge/exchange/jsonl.hpp"

#include "knowledge/entry_rules.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>

namespace knowledge::exchange {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// Deep enough for every row of ours; a bound, so that a hostile file cannot exhaust the stack.
constexpr int deepest = 32;

struct refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

bool too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

std::string text_of(const json& value, const std::string& field) {
    if (!value.is_string()) throw refusal("'" + field + "' must be text, not " + value.type_name());
    const auto& text = value.get_ref<const std::string&>();
    if (text.find('\0') != std::string::npos) throw refusal("'" + field + "' holds a NUL character");
    return text;
}

// The field's text, empty when it is absent or null.
std::string text_field(const json& object, const std::string& field) {
    const auto found = object.find(field);
    return found == object.end() || found->is_null() ? std::string{} : text_of(*found, field);
}

std::optional<std::vector<std::string>> list_field(const json& object, const std::string& field) {
    const auto found = object.find(field);
    if (found == object.end() || found->is_null()) return std::nullopt;
    if (!found->is_array()) throw refusal("'" + field + "' must be a list of texts, not " + found->type_name());
    std::vector<std::string> items;
    for (const json& item : *found)
        items.push_back(text_of(item, field));
    return items;
}

int number_field(const json& object, const std::string& field) {
    const auto found = object.find(field);
    if (found == object.end() || found->is_null()) return 0;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 1'000'000) {
        throw refusal("'" + field + "' must be a number from 0 to 1000000");
    }
    return found->get<int>();
}

source source_of(const json& value) {
    source found;
    if (value.is_string()) {
        const std::string text = text_of(value, "source");
        (text.starts_with("http://") || text.starts_with("https://") ? found.url : found.label) = text;
        return found;
    }
    if (!value.is_object()) throw refusal(std::string("a source must be text or an object, not ") + value.type_name());
    found.edition = text_field(value, "edition");
    found.thread = number_field(value, "thread");
    found.turn = number_field(value, "turn");
    found.asker = text_field(value, "asker");
    found.label = text_field(value, "label");
    found.url = text_field(value, "url");
    found.file = text_field(value, "file");
    return found;
}

std::vector<source> sources_of(const json& object) {
    std::vector<source> found;
    for (const char* field : {"sources", "source"}) {
        const auto value = object.find(field);
        if (value == object.end() || value->is_null()) continue;
        if (value->is_array()) {
            for (const json& item : *value)
                found.push_back(source_of(item));
        } else {
            found.push_back(source_of(*value));
        }
    }
    if (const std::string project = text_field(object, "project"); found.empty() && !project.empty()) {
        source named;
        named.label = project;
        found.push_back(std::move(named));
    }
    std::erase(found, source{});
    return found;
}

std::optional<std::string> optional_text(const json& object, const std::string& field) {
    const auto found = object.find(field);
    if (found == object.end() || found->is_null()) return std::nullopt;
    return text_of(*found, field);
}

std::optional<std::vector<answer_variant>> variants_of(const json& object) {
    const auto found = object.find("variants");
    if (found == object.end() || found->is_null()) return std::nullopt;
    if (!found->is_array()) throw refusal(std::string("'variants' must be a list, not ") + found->type_name());
    std::vector<answer_variant> all;
    for (const json& item : *found) {
        if (!item.is_object()) throw refusal(std::string("a variant must be an object, not ") + item.type_name());
        answer_variant one{.language = text_field(item, "language"),
                           .answer = text_field(item, "answer"),
                           .made_for = text_field(item, "made_for")};
        if (!trim(one.answer).empty()) all.push_back(std::move(one));
    }
    return all;
}

json_row row_of(const json& object) {
    json_row found;
    row& r = found.value;
    r.external_id = text_field(object, "id");
    r.question = text_field(object, "question");
    if (const auto answer = object.find("answer"); answer != object.end() && !answer->is_null()) {
        r.answer = text_of(*answer, "answer");
    }
    r.phrasings = list_field(object, "phrasings");
    if (const auto alternates = list_field(object, "alternates")) {
        if (!r.phrasings) r.phrasings.emplace();
        r.phrasings->insert(r.phrasings->end(), alternates->begin(), alternates->end());
    }
    if (r.phrasings) r.phrasings = distinct_phrasings(*r.phrasings, r.question);
    r.tags = list_field(object, "tags");
    r.sources = sources_of(object);
    r.context = list_field(object, "context").value_or(std::vector<std::string>{});
    found.previous_id = text_field(object, "previous");
    if (const std::string state = text_field(object, "state"); !state.empty()) {
        r.state = state_named(state);
        if (!r.state) throw refusal("'state' must be draft, canonical or retired, not '" + state + "'");
    }
    if (std::string collection = text_field(object, "collection"); !collection.empty()) {
        r.collection = std::move(collection);
    }
    r.valid_until = optional_text(object, "valid_until");
    r.valid_for = optional_text(object, "valid_for");
    r.variants = variants_of(object);
    if (const std::string wrong = trouble_with_validity(r); !wrong.empty()) throw refusal(wrong);
    return found;
}

template <class Json>
std::string dump(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ordered_json source_object(const source& from) {
    ordered_json object = ordered_json::object();
    const auto put = [&](const char* field, const std::string& text) {
        if (!text.empty()) object[field] = text;
    };
    put("edition", from.edition);
    if (from.thread != 0) object["thread"] = from.thread;
    if (from.turn != 0) object["turn"] = from.turn;
    put("asker", from.asker);
    put("label", from.label);
    put("url", from.url);
    put("file", from.file);
    return object;
}

ordered_json object_of(const entry& value, std::string_view previous_id, json_fields which) {
    const bool with_text = which == json_fields::all;
    ordered_json object;
    object["id"] = value.external_id;
    if (which != json_fields::beside_text) object["question"] = value.question;
    if (with_text || !value.phrasings.empty()) object["phrasings"] = value.phrasings;
    if (with_text) object["answer"] = value.answer;
    if (with_text || !value.tags.empty()) object["tags"] = value.tags;
    if (with_text || !value.sources.empty()) {
        object["sources"] = ordered_json::array();
        for (const source& from : value.sources)
            object["sources"].push_back(source_object(from));
    }
    if (!previous_id.empty()) {
        object["previous"] = previous_id;
    } else if (!value.context.empty()) {
        object["context"] = value.context;
    }
    object["state"] = to_string(value.state);
    object["collection"] = value.collection;
    if (!value.valid_until.empty()) object["valid_until"] = value.valid_until;
    if (!value.valid_for.empty()) object["valid_for"] = value.valid_for;
    for (const answer_variant& one : value.variants) {
        ordered_json variant{{"language", one.language}, {"answer", one.answer}};
        if (is_stale(value, one)) variant["made_for"] = one.made_for;
        object["variants"].push_back(std::move(variant));
    }
    return object;
}

} // namespace

std::variant<json_row, std::string> read_json_object(std::string_view object) {
    if (too_deep(object)) return "more than " + std::to_string(deepest) + " levels deep";
    try {
        const json value = json::parse(object);
        if (!value.is_object()) return std::string("one JSON object a line is expected, not ") + value.type_name();
        return row_of(value);
    } catch (const json::parse_error& error) {
        return "not JSON, from column " + std::to_string(error.byte) + " on";
    } catch (const json::out_of_range&) {
        return std::string("a number too large for anything");
    } catch (const refusal& why) {
        return std::string(why.what());
    }
}

void finish_rows(parsed_file& parsed, std::vector<json_row> rows, std::string_view file) {
    const auto refuse = [&](const row& r, std::string why) {
        parsed.refused.push_back({std::string(file), r.line, std::move(why)});
    };
    std::unordered_map<std::string, std::size_t> by_id;
    std::unordered_map<std::string, std::size_t> by_question;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        row& r = rows[i].value;
        if (trim(r.question).empty()) refuse(r, "no question");
        if (r.answer && trim(*r.answer).empty()) r.answer.emplace(); // white space answers nobody
        if (r.answer && r.answer->empty() && r.state == entry_state::canonical) {
            refuse(r, "canonical, but without an answer");
        }
        if (const std::string& name = rows[i].previous_id; !name.empty()) {
            const auto known = by_id.find(name);
            if (known != by_id.end()) r.previous = known->second;
            if (known == by_id.end()) refuse(r, "'previous' names no earlier row: '" + name + "'");
        } else if (!r.context.empty()) {
            const auto known = by_question.find(r.context.back());
            if (known != by_question.end()) r.previous = known->second;
        }
        if (r.previous) r.context.clear(); // the chain says it
        by_question[r.question] = i;
        if (r.external_id.empty()) continue;
        const auto [taken, fresh] = by_id.emplace(r.external_id, i);
        if (fresh) continue;
        refuse(r, "the id '" + r.external_id + "' is taken by line " + std::to_string(rows[taken->second].value.line));
    }
    std::stable_sort(parsed.refused.begin(), parsed.refused.end(),
                     [](const finding& a, const finding& b) { return a.line < b.line; });
    if (!parsed.refused.empty()) return;
    for (json_row& r : rows)
        parsed.rows.push_back(std::move(r.value));
}

parsed_file read_jsonl(std::string_view text, std::string_view file) {
    parsed_file parsed;
    std::vector<json_row> rows;
    int number = 0;
    for (const std::string_view line : split_lines(without_byte_order_mark(text))) {
        ++number;
        if (trim(line).empty()) continue;
        auto read = read_json_object(line);
        if (const auto* wrong = std::get_if<std::string>(&read)) {
            parsed.refused.push_back({std::string(file), number, *wrong});
            continue;
        }
        rows.push_back(std::get<json_row>(std::move(read)));
        rows.back().value.line = number;
    }
    finish_rows(parsed, std::move(rows), file);
    return parsed;
}

std::string write_json_fields(const entry& value, std::string_view previous_id, json_fields which) {
    return dump(object_of(value, previous_id, which));
}

std::string write_jsonl(const std::vector<entry>& entries) {
    const std::vector<std::string> previous = previous_ids(entries);
    std::string out;
    for (std::size_t i = 0; i < entries.size(); ++i)
        out += dump(object_of(entries[i], previous[i], json_fields::all)) + '\n';
    return out;
}

std::vector<std::string> previous_ids(const std::vector<entry>& entries) {
    std::map<entry_id, std::string> names;
    for (const entry& e : entries)
        names.emplace(e.id, e.external_id);
    std::vector<std::string> previous(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto known = names.find(entries[i].previous);
        if (entries[i].previous && known != names.end()) previous[i] = known->second;
    }
    return previous;
}

} // namespace knowledge::exchange
