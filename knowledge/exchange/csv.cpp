#include "knowledge/exchange/csv.hpp"

#include "knowledge/entry_rules.hpp"
#include "knowledge/exchange/front_matter.hpp"
#include "knowledge/exchange/jsonl.hpp"
#include "knowledge/exchange/tidy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace knowledge::exchange {
namespace {

constexpr std::array<std::string_view, 15> columns{"id",          "question",  "phrasings",  "answer",    "tags",
                                                   "source",      "state",     "collection", "previous",  "context",
                                                   "valid_until", "valid_for", "answer_zh",  "answer_en", "stale"};
constexpr std::size_t plain_columns = 6, chain_columns = 10; // the first ones; the others are written when needed

// Items in one cell: joined by `separator`; in an item that, a backslash and a line end are escaped.
std::string join_items(const std::vector<std::string>& items, char separator) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += separator;
        for (const char c : items[i]) {
            if (c == '\n') {
                out += "\\n";
                continue;
            }
            if (c == separator || c == '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

std::vector<std::string> split_items(std::string_view cell, char separator) {
    std::vector<std::string> items(1);
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] == '\\' && i + 1 < cell.size()) {
            ++i;
            items.back() += cell[i] == 'n' ? '\n' : cell[i];
        } else if (cell[i] == separator) {
            items.emplace_back();
        } else if (cell[i] != '\r' || separator != '\n' || cell.substr(i + 1, 1) != "\n") {
            items.back() += cell[i];
        }
    }
    std::erase(items, std::string{});
    return items;
}

bool is_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

// "2020-05-22#1#3"
bool read_place(std::string_view text, source& into) {
    const std::string day = day_at_start(text);
    if (day.empty()) return false;
    std::array<int, 2> numbers{};
    std::string_view rest = text.substr(day.size());
    for (int& number : numbers) {
        if (rest.empty()) break;
        if (!rest.starts_with('#')) return false;
        const auto [stop, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), number);
        if (error != std::errc{} || number < 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    }
    if (!rest.empty()) return false;
    into.edition = day;
    into.thread = numbers[0];
    into.turn = numbers[1];
    return true;
}

std::string write_source(const source& from) {
    std::vector<std::string> parts;
    if (source place; !from.edition.empty() && read_place(from.edition, place) && place.edition == from.edition) {
        parts.push_back(from.edition + "#" + std::to_string(from.thread) + "#" + std::to_string(from.turn));
    } else if (!from.edition.empty()) {
        parts.push_back("edition:" + from.edition);
    }
    if (!from.asker.empty()) parts.push_back("@" + from.asker);
    if (!from.label.empty()) {
        source place;
        const bool plain = !is_address(from.label) && !read_place(from.label, place) && from.label[0] != '@' &&
                           from.label.find(':') == std::string::npos;
        parts.push_back(plain ? from.label : "label:" + from.label);
    }
    if (!from.url.empty()) parts.push_back(is_address(from.url) ? from.url : "url:" + from.url);
    if (!from.file.empty()) parts.push_back("file:" + from.file);
    return join_items(parts, '|');
}

source read_source(std::string_view text) {
    source found;
    for (const std::string& item : split_items(text, '|')) {
        std::string_view part = trim(item);
        const auto named = [&](std::string_view prefix) {
            if (!part.starts_with(prefix)) return false;
            part.remove_prefix(prefix.size());
            return true;
        };
        if (read_place(part, found)) continue;
        std::string& field = named("@")          ? found.asker
                             : named("edition:") ? found.edition
                             : named("label:")   ? found.label
                             : named("url:")     ? found.url
                             : named("file:")    ? found.file
                             : is_address(part)  ? found.url
                                                 : found.label;
        field = part;
    }
    return found;
}

// Which cell of a record holds which column.
struct header {
    std::array<std::optional<std::size_t>, columns.size()> places{};
    std::vector<finding> unplaced, refused;

    header(const csv_record& first, std::string_view file) {
        for (std::size_t i = 0; i < first.cells.size(); ++i) {
            std::string name = in_small_letters(trim(first.cells[i]));
            if (name == "alternates") name = "phrasings";
            if (name == "sources") name = "source";
            const auto* known = std::find(columns.begin(), columns.end(), name);
            if (known == columns.end()) {
                unplaced.push_back({std::string(file), first.line, "the column '" + name + "' is not one we know"});
                continue;
            }
            auto& place = places[static_cast<std::size_t>(known - columns.begin())];
            if (place) refused.push_back({std::string(file), first.line, "the column '" + name + "' twice"});
            place = i;
        }
        if (!find("question"))
            refused.push_back({std::string(file), first.line, "no column 'question' in the first row"});
    }

    std::optional<std::size_t> find(std::string_view name) const {
        return places[static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin())];
    }
};

// The answers in other languages; what stands in the column `stale` ("en=1f2e…") is of an older answer.
std::optional<std::vector<answer_variant>> variants_of(const std::array<std::string, 2>& answers,
                                                       const std::string& stale) {
    constexpr std::array<std::string_view, 2> languages{"zh", "en"};
    std::vector<answer_variant> all;
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (trim(answers[i]).empty()) continue;
        answer_variant one{.language = std::string(languages[i]), .answer = answers[i], .made_for = {}};
        for (const std::string& item : split_items(stale, ';')) {
            const auto named = one.language + "=";
            if (item.starts_with(named)) one.made_for = item.substr(named.size());
        }
        all.push_back(std::move(one));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.language < b.language; });
    return all;
}

std::variant<json_row, std::string> row_of(const csv_record& record, const header& named) {
    const auto cell = [&](std::string_view column) -> std::string {
        const auto place = named.find(column);
        return place ? record.cells[*place] : std::string{};
    };
    json_row found;
    row& r = found.value;
    r.line = record.line;
    r.external_id = cell("id");
    r.question = cell("question");
    if (named.find("answer")) r.answer = cell("answer");
    if (named.find("phrasings")) r.phrasings = distinct_phrasings(split_items(cell("phrasings"), '\n'), r.question);
    if (named.find("tags")) {
        r.tags.emplace();
        for (const std::string& tag : split_items(cell("tags"), ';'))
            r.tags->emplace_back(trim(tag));
        std::erase(*r.tags, std::string{});
    }
    for (const std::string& line : split_items(cell("source"), '\n'))
        r.sources.push_back(read_source(line));
    std::erase(r.sources, source{});
    if (const std::string state = cell("state"); !state.empty()) {
        r.state = state_named(state);
        if (!r.state) return "the state must be draft, canonical or retired, not '" + state + "'";
    }
    if (std::string collection = cell("collection"); !collection.empty()) r.collection = std::move(collection);
    found.previous_id = cell("previous");
    r.context = split_items(cell("context"), '\n');
    std::erase(r.context, std::string{});
    if (named.find("valid_until")) r.valid_until = cell("valid_until");
    if (named.find("valid_for")) r.valid_for = cell("valid_for");
    if (named.find("answer_zh") || named.find("answer_en"))
        r.variants = variants_of({cell("answer_zh"), cell("answer_en")}, cell("stale"));
    if (std::string wrong = trouble_with_validity(r); !wrong.empty()) return wrong;
    return found;
}

// Spreadsheets of half the world save with another separator than the comma. What stands between the columns then, ""
// when all is well.
std::string_view other_separator(std::string_view text) {
    const std::string first = in_small_letters(text.substr(0, text.find('\n')));
    if (first.find("question") == std::string::npos || first.find(',') != std::string::npos) return {};
    if (first.find(';') != std::string::npos) return "semicolons";
    return first.find('\t') != std::string::npos ? "tabs" : std::string_view();
}

} // namespace

parsed_file read_csv(std::string_view text, std::string_view file) {
    parsed_file parsed;
    if (const auto separator = other_separator(text); !separator.empty()) {
        parsed.refused.push_back(
            {std::string(file), 1, "the columns are separated by " + std::string(separator) + "; expected commas"});
        return parsed;
    }
    const auto cells = read_csv_cells(text, file);
    if (const auto* wrong = std::get_if<finding>(&cells)) {
        parsed.refused.push_back(*wrong);
        return parsed;
    }
    const auto& records = std::get<std::vector<csv_record>>(cells);
    if (records.empty()) {
        parsed.refused.push_back({std::string(file), 1, "no header row"});
        return parsed;
    }
    header named(records[0], file);
    parsed.unplaced = named.unplaced;
    parsed.refused = named.refused;
    if (!parsed.refused.empty()) return parsed;
    std::vector<json_row> rows;
    for (std::size_t i = 1; i < records.size(); ++i) {
        const csv_record& record = records[i];
        std::variant<json_row, std::string> read;
        if (record.cells.size() != records[0].cells.size()) {
            read = std::to_string(record.cells.size()) + " cells, where the first row has " +
                   std::to_string(records[0].cells.size());
        } else {
            read = row_of(record, named);
        }
        if (auto* found = std::get_if<json_row>(&read)) {
            rows.push_back(std::move(*found));
        } else {
            parsed.refused.push_back({std::string(file), record.line, std::get<std::string>(read)});
        }
    }
    finish_rows(parsed, std::move(rows), file);
    return parsed;
}

std::string write_csv(const std::vector<entry>& entries) {
    const std::vector<std::string> previous = previous_ids(entries);
    const bool all_columns = std::any_of(entries.begin(), entries.end(), [&](const entry& e) {
        return e.state != entry_state::canonical || e.collection != "default" || !e.context.empty() || e.previous;
    });
    const bool validity = std::any_of(entries.begin(), entries.end(), [](const entry& e) {
        return !e.valid_until.empty() || !e.valid_for.empty() || !e.variants.empty();
    });
    std::vector<csv_record> records(1);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool wanted = i < plain_columns || (i < chain_columns ? all_columns : validity);
        if (wanted) records[0].cells.emplace_back(columns[i]);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const entry& e = entries[i];
        std::vector<std::string> sources;
        for (const source& from : e.sources)
            sources.push_back(write_source(from));
        csv_record record;
        record.cells = {e.external_id,
                        e.question,
                        join_items(e.phrasings, '\n'),
                        e.answer,
                        join_items(e.tags, ';'),
                        join_items(sources, '\n')};
        if (all_columns) {
            record.cells.emplace_back(to_string(e.state));
            record.cells.push_back(e.collection);
            record.cells.push_back(previous[i]);
            // Where the chain says it, it need not be said again.
            record.cells.push_back(previous[i].empty() ? join_items(e.context, '\n') : std::string{});
        }
        if (validity) {
            record.cells.push_back(e.valid_until);
            record.cells.push_back(e.valid_for);
            std::vector<std::string> stale;
            for (const char* language : {"zh", "en"}) {
                const answer_variant* one = variant_in(e, language);
                record.cells.push_back(one == nullptr ? std::string{} : one->answer);
                if (one != nullptr && is_stale(e, *one)) stale.push_back(one->language + "=" + one->made_for);
            }
            record.cells.push_back(join_items(stale, ';'));
        }
        records.push_back(std::move(record));
    }
    return write_csv_cells(records);
}

} // namespace knowledge::exchange
