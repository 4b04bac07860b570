#include "knowledge/exchange/import.hpp"

#include "knowledge/exchange/csv.hpp"
#include "knowledge/exchange/faq.hpp"
#include "knowledge/exchange/jsonl.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace knowledge::exchange {
namespace {

namespace fs = std::filesystem;

enum class file_kind { unknown, jsonl, csv, markdown };

file_kind kind_of(const fs::path& path) {
    const std::string extension = in_small_letters(path.extension().string());
    if (extension == ".json" || extension == ".jsonl") return file_kind::jsonl;
    if (extension == ".csv") return file_kind::csv;
    if (extension == ".md" || extension == ".markdown") return file_kind::markdown;
    return file_kind::unknown;
}

// FNV-1a: the same on every machine and in every version, which std::hash is not.
std::string short_hash(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
    return std::string(digits.data(), 12);
}

parsed_file rows_of(const weekly_edition& edition, const std::string& name) {
    parsed_file parsed;
    parsed.unplaced = edition.unplaced;
    if (edition.date.empty() && !edition.threads.empty()) {
        parsed.refused.push_back({name, 1, "no date in the front matter or the file's name"});
        return parsed;
    }
    for (std::size_t t = 0; t < edition.threads.size(); ++t) {
        const weekly_thread& thread = edition.threads[t];
        for (std::size_t i = 0; i < thread.turns.size(); ++i) {
            const weekly_turn& turn = thread.turns[i];
            source from;
            from.edition = edition.date;
            from.thread = static_cast<int>(t) + 1;
            from.turn = static_cast<int>(i) + 1;
            from.asker = thread.asker;
            from.file = name;
            if (!thread.links.empty()) {
                from.label = thread.links[0].label;
                from.url = thread.links[0].url;
            }
            row r;
            r.line = turn.line;
            r.id_is_made = true;
            r.external_id = edition.date + "#" + std::to_string(from.thread) + "#" + std::to_string(from.turn);
            r.question = turn.question;
            r.answer = turn.answer;
            if (!thread.topic.empty()) r.tags = {thread.topic};
            r.sources = {std::move(from)};
            if (i > 0) r.previous = parsed.rows.size() - 1;
            r.printed = true;
            parsed.rows.push_back(std::move(r));
        }
    }
    return parsed;
}

bool says_the_same(row a, const row& b) {
    a.line = b.line;
    return a == b;
}

// Rows without an id get one from the file's name and the question. Where two such rows ask the same, the later one
// gets "#2" behind its id; one that is the same in everything keeps the same id, and counts as repeated.
void name_rows(std::vector<row>& rows, std::string_view name) {
    std::unordered_map<std::string, std::vector<std::size_t>> taken; // which rows have an id, or one made from it
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].file = name;
        if (!rows[i].external_id.empty()) taken[rows[i].external_id].push_back(i);
        for (source& from : rows[i].sources) {
            if (from.file.empty() && from.edition.empty() && !rows[i].printed) from.file = name;
        }
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        row& r = rows[i];
        if (!r.external_id.empty()) continue;
        r.id_is_made = true;
        const std::string id = std::string(name) + "#" + short_hash(r.question);
        std::vector<std::size_t>& earlier = taken[id];
        const auto same = std::find_if(earlier.begin(), earlier.end(), [&](std::size_t known) {
            if (r.question != rows[known].question || r.answer != rows[known].answer) return false;
            r.external_id = rows[known].external_id;
            return says_the_same(r, rows[known]);
        });
        if (same != earlier.end()) continue;
        r.external_id = id;
        for (std::size_t count = earlier.size() + 1; count > 1 && r.external_id == id; ++count) {
            const std::string numbered = id + "#" + std::to_string(count);
            if (!taken.contains(numbered)) r.external_id = numbered;
        }
        earlier.push_back(i);
    }
}

struct named_file {
    fs::path path;
    std::string date; // of a weekly
    parsed_file parsed;
};

void list_folder(const fs::path& folder, std::vector<fs::path>& files, std::vector<finding>& refused) {
    std::error_code trouble;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(folder, trouble), end; !trouble && it != end; it.increment(trouble)) {
        found.push_back(it->path());
    }
    if (trouble) {
        refused.push_back({folder.string(), 0, "cannot be listed: " + trouble.message()});
        return;
    }
    std::sort(found.begin(), found.end());
    for (const fs::path& path : found) {
        if (path.filename().string().starts_with('.')) continue;
        if (fs::is_directory(path, trouble) && !fs::is_symlink(path, trouble)) {
            list_folder(path, files, refused); // not through links: they may lead around in a circle
        } else if (kind_of(path) != file_kind::unknown && fs::is_regular_file(path, trouble)) {
            files.push_back(path);
        }
    }
}

// Takes a file's rows into the batch, unless an id is taken by another file with other content.
class collector {
  public:
    void add(named_file& file) {
        batch& out = collected;
        std::vector<std::optional<std::size_t>> taken(file.parsed.rows.size());
        for (std::size_t i = 0; i < file.parsed.rows.size(); ++i) {
            const row& r = file.parsed.rows[i];
            const auto known = ids_.find(r.external_id);
            if (known == ids_.end()) continue;
            const row& earlier = out.rows[known->second.first];
            const bool same =
                earlier.question == r.question && earlier.answer == r.answer && earlier.phrasings == r.phrasings;
            if (!same) {
                out.counted.refused.push_back({file.path.string(), r.line,
                                               "the id '" + r.external_id + "' has other content in " +
                                                   known->second.second + ":" + std::to_string(earlier.line)});
                return;
            }
            taken[i] = known->second.first;
        }
        std::vector<std::size_t> places(file.parsed.rows.size());
        for (std::size_t i = 0; i < file.parsed.rows.size(); ++i) {
            row& r = file.parsed.rows[i];
            const bool starts_thread = !r.printed || !r.previous;
            if (r.printed) {
                out.counted.threads += starts_thread ? 1 : 0;
                out.counted.turns += 1;
                out.counted.answered += r.answer.value_or("").empty() ? 0 : 1;
            }
            // Known from an earlier file, or given twice in this one.
            if (const auto known = ids_.find(r.external_id); known != ids_.end()) taken[i] = known->second.first;
            if (taken[i]) {
                places[i] = *taken[i];
                out.counted.repeated += starts_thread ? 1 : 0;
                continue;
            }
            if (r.previous) r.previous = places[*r.previous];
            places[i] = out.rows.size();
            ids_.emplace(r.external_id, std::pair(places[i], file.path.string()));
            out.rows.push_back(std::move(r));
        }
    }

    batch collected;

  private:
    std::unordered_map<std::string, std::pair<std::size_t, std::string>> ids_;
};

std::string edition_of(const parsed_file& parsed) {
    return parsed.rows.empty() || !parsed.rows[0].printed ? std::string{} : parsed.rows[0].sources[0].edition;
}

} // namespace

parsed_file read_rows(std::string_view text, std::string_view name) {
    parsed_file parsed;
    switch (kind_of(name)) {
    case file_kind::jsonl:
        parsed = read_jsonl(text, name);
        break;
    case file_kind::csv:
        parsed = read_csv(text, name);
        break;
    case file_kind::markdown:
        parsed = !is_own_faq(text) && looks_like_weekly(text) ? rows_of(read_weekly(text, name), std::string(name))
                                                              : read_faq(text, name);
        break;
    case file_kind::unknown:
        parsed.refused.push_back({std::string(name), 0, "not .md, .csv, .json or .jsonl"});
        break;
    }
    name_rows(parsed.rows, name);
    return parsed;
}

batch read_batch(const std::vector<fs::path>& paths) {
    collector all;
    summary& counted = all.collected.counted;
    std::vector<fs::path> listed;
    for (const fs::path& path : paths) {
        std::error_code trouble;
        if (fs::is_directory(path, trouble)) {
            list_folder(path, listed, counted.refused);
        } else {
            listed.push_back(path);
        }
    }
    std::vector<named_file> files;
    for (const fs::path& path : listed) {
        ++counted.files;
        // Before it is opened: a terminal, or a pipe nobody writes to, would be waited for without end.
        std::error_code trouble;
        const fs::file_status what = fs::status(path, trouble);
        if (fs::exists(what) && !fs::is_regular_file(what)) {
            counted.refused.push_back({path.string(), 0, "not a plain file; save what it says in one"});
            continue;
        }
        auto text = read_text_file(path);
        if (const auto* refused = std::get_if<finding>(&text)) {
            counted.refused.push_back(*refused);
            continue;
        }
        // Ids and sources carry the bare name, so that importing from another folder changes nothing.
        parsed_file parsed = read_rows(std::get<std::string>(text), path.filename().string());
        for (std::vector<finding>* findings : {&parsed.unplaced, &parsed.refused}) {
            for (finding& f : *findings)
                f.file = path.string();
        }
        counted.unplaced.insert(counted.unplaced.end(), parsed.unplaced.begin(), parsed.unplaced.end());
        counted.refused.insert(counted.refused.end(), parsed.refused.begin(), parsed.refused.end());
        if (!parsed.refused.empty()) continue;
        std::string date = edition_of(parsed);
        files.push_back({path, std::move(date), std::move(parsed)});
    }
    std::stable_sort(files.begin(), files.end(),
                     [](const named_file& a, const named_file& b) { return a.date < b.date; });
    for (named_file& file : files)
        all.add(file);
    return std::move(all.collected);
}

} // namespace knowledge::exchange
