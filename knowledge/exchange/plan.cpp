#include "knowledge/exchange/plan.hpp"

#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <variant>

namespace knowledge::exchange {
namespace {

// Takes the addresses out of a text.
std::vector<std::string> cut_addresses(std::string& text) {
    std::vector<std::string> found;
    for (std::size_t at = text.find("http"); at != std::string::npos; at = text.find("http", at)) {
        std::size_t end = at;
        while (end < text.size() && text[end] > ' ' && text[end] < 0x7f)
            ++end;
        if (text.compare(at, 7, "http://") != 0 && text.compare(at, 8, "https://") != 0) {
            at = end;
            continue;
        }
        found.push_back(text.substr(at, end - at));
        text.erase(at, end - at);
    }
    return found;
}

// A text without what changes from one printing to the next: width, case, white space, punctuation, a repeated "A：",
// how a link is written and where in the text it stands.
std::string printed_form(std::string_view text) {
    std::string broken(text);
    for (const std::string_view tag : {"<br>", "<br/>", "<br />"}) {
        for (std::size_t at = broken.find(tag); at != std::string::npos; at = broken.find(tag)) {
            broken.replace(at, tag.size(), "\n");
        }
    }
    std::string plain;
    int images = 0;
    for (const std::string& line : lines_of(broken)) {
        const weekly_line read = classify(line);
        plain += plain_from_markdown(read.kind == line_kind::answer ? read.rest : line, images) + '\n';
    }
    std::vector<std::string> addresses = cut_addresses(plain);
    std::sort(addresses.begin(), addresses.end());
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC data");
    const icu::UnicodeString folded = fold->normalize(icu::UnicodeString::fromUTF8(plain), status);
    icu::UnicodeString letters;
    for (int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
        const UChar32 c = folded.char32At(at);
        if (u_isalnum(c)) letters.append(c);
    }
    std::string form;
    (letters.isEmpty() ? folded : letters).toUTF8String(form);
    for (const std::string& address : addresses)
        form += ' ' + address;
    return form;
}

// Which entry a row stands for: one that is stored, or one that an earlier step inserts.
using target = std::variant<entry_id, std::size_t>;

class planner {
  public:
    planner(batch from, const std::vector<entry>& stored, const std::function<std::string(entry_id)>& last_author,
            const import_options& how)
        : rows_(std::move(from.rows)), last_author_(last_author), how_(how) {
        plan_.outcome = std::move(from.counted);
        targets_.resize(rows_.size());
        std::map<entry_id, const entry*> by_id;
        std::map<entry_id, std::vector<entry_id>> followers;
        for (const entry& e : stored) {
            by_external_id_.emplace(e.external_id, &e);
            by_id.emplace(e.id, &e);
            if (e.previous) followers[e.previous].push_back(e.id);
            for (const source& from_where : e.sources) {
                if (!from_where.edition.empty()) places_.emplace(place_of(from_where), e.id);
            }
        }
        for (const entry& e : stored) {
            if (!e.previous) remember_chains(e, by_id, followers, {}, {});
        }
    }

    import_plan plan() {
        for (std::size_t first = 0; first < rows_.size();) {
            std::size_t end = first + 1;
            while (rows_[first].printed && end < rows_.size() && rows_[end].previous == end - 1)
                ++end;
            if (!rows_[first].printed || !take_repeated(first, end)) {
                for (std::size_t i = first; i < end; ++i)
                    take(i);
            }
            if (rows_[first].printed) remember_rows(first, end);
            first = end;
        }
        return std::move(plan_);
    }

  private:
    static std::string place_of(const source& from) {
        return from.edition + "#" + std::to_string(from.thread) + "#" + std::to_string(from.turn);
    }

    // Every beginning of a stored chain, so that a thread is found again whatever was asked behind it later.
    void remember_chains(const entry& e, const std::map<entry_id, const entry*>& by_id,
                         const std::map<entry_id, std::vector<entry_id>>& followers, std::string key,
                         std::vector<target> chain) {
        // A chain longer than any conversation is damage; it need not be found again.
        if (chain.size() > 64) return;
        key += turn_key(e.question, e.answer);
        chain.emplace_back(e.id);
        threads_.emplace(key, chain);
        const auto next = followers.find(e.id);
        if (next == followers.end()) return;
        for (const entry_id follower : next->second) {
            remember_chains(*by_id.at(follower), by_id, followers, key, chain);
        }
    }

    static std::string turn_key(std::string_view question, std::string_view answer) {
        return printed_form(question) + '\x1f' + printed_form(answer) + '\x1e';
    }

    void remember_rows(std::size_t first, std::size_t end) {
        std::string key;
        for (std::size_t i = first; i < end; ++i) {
            key += turn_key(rows_[i].question, rows_[i].answer.value_or(""));
        }
        threads_.emplace(key, std::vector<target>(targets_.begin() + static_cast<std::ptrdiff_t>(first),
                                                  targets_.begin() + static_cast<std::ptrdiff_t>(end)));
    }

    // A thread that is known under the id of another edition only adds that it was printed again.
    bool take_repeated(std::size_t first, std::size_t end) {
        if (by_external_id_.contains(rows_[first].external_id)) return false;
        if (places_.contains(place_of(rows_[first].sources.at(0)))) {
            for (std::size_t i = first; i < end; ++i) {
                const auto known = places_.find(place_of(rows_[i].sources.at(0)));
                if (known == places_.end()) return false;
                targets_[i] = known->second;
            }
            ++plan_.outcome.repeated;
            return true;
        }
        std::string key;
        for (std::size_t i = first; i < end; ++i)
            key += turn_key(rows_[i].question, rows_[i].answer.value_or(""));
        const auto known = threads_.find(key);
        if (known == threads_.end()) return false;
        for (std::size_t i = first; i < end; ++i) {
            targets_[i] = known->second[i - first];
            add_sources(targets_[i], rows_[i]);
        }
        ++plan_.outcome.repeated;
        return true;
    }

    void add_sources(const target& to, const row& from) {
        if (const auto* inserted = std::get_if<std::size_t>(&to)) {
            std::vector<source>& sources = plan_.steps[*inserted].value.sources;
            sources.insert(sources.end(), from.sources.begin(), from.sources.end());
            return;
        }
        step more{.what = step::kind::add_sources};
        more.value.id = std::get<entry_id>(to);
        more.value.sources = from.sources;
        plan_.steps.push_back(std::move(more));
    }

    void take(std::size_t i) {
        row& r = rows_[i];
        const auto known = by_external_id_.find(r.external_id);
        if (known != by_external_id_.end()) {
            take_known(i, *known->second);
            return;
        }
        step fresh{.what = step::kind::insert};
        entry& e = fresh.value;
        e.external_id = r.external_id;
        e.collection = r.collection.value_or(how_.collection);
        e.question = r.question;
        e.answer = r.answer.value_or("");
        e.state = r.state.value_or(e.answer.empty() ? entry_state::draft : how_.state);
        if (e.answer.empty() && e.state == entry_state::canonical) e.state = entry_state::draft;
        e.phrasings = r.phrasings.value_or(std::vector<std::string>{});
        e.tags = r.tags.value_or(std::vector<std::string>{});
        e.sources = r.sources;
        follow(i, fresh);
        fresh.via = "import " + r.file;
        targets_[i] = plan_.steps.size();
        plan_.steps.push_back(std::move(fresh));
        ++plan_.outcome.entries_new;
    }

    void follow(std::size_t i, step& what) {
        const row& r = rows_[i];
        if (!r.previous) {
            what.value.context = r.context;
        } else if (const target& before = targets_[*r.previous]; std::holds_alternative<entry_id>(before)) {
            what.value.previous = std::get<entry_id>(before);
        } else {
            what.previous_step = std::get<std::size_t>(before);
        }
    }

    void take_known(std::size_t i, const entry& stored) {
        const row& r = rows_[i];
        targets_[i] = stored.id;
        step change{.what = step::kind::update, .value = stored};
        entry& e = change.value;
        const bool was_unanswered = stored.answer.empty() && stored.state == entry_state::draft;
        e.question = r.question;
        if (r.answer) e.answer = *r.answer;
        if (r.phrasings) e.phrasings = *r.phrasings;
        std::erase(e.phrasings, e.question);
        if (r.tags) e.tags = *r.tags;
        if (r.collection) e.collection = *r.collection;
        if (r.state) e.state = *r.state;
        if (!r.state && was_unanswered) e.state = how_.state;
        if (e.answer.empty() && e.state == entry_state::canonical) e.state = entry_state::draft;
        if (r.previous) {
            e.previous = {};
            follow(i, change);
            e.context = stored.context; // follows from the chain
        } else if (!r.context.empty()) {
            e.context = r.context;
        }
        const bool same = e == stored && !change.previous_step;
        const std::size_t sources = e.sources.size();
        for (const source& from : r.sources) {
            if (std::find(e.sources.begin(), e.sources.end(), from) == e.sources.end()) e.sources.push_back(from);
        }
        if (same) {
            if (e.sources.size() != sources) add_sources(stored.id, r);
            return;
        }
        if (stored.state == entry_state::retired) {
            plan_.outcome.kept.push_back({stored.external_id, "retired"});
            return;
        }
        if (std::string author = last_author_(stored.id); author != "import") {
            plan_.outcome.kept.push_back({stored.external_id, "changed by " + author});
            return;
        }
        change.via = "import " + r.file;
        plan_.steps.push_back(std::move(change));
        ++plan_.outcome.entries_changed;
    }

    std::vector<row> rows_;
    std::vector<target> targets_;
    const std::function<std::string(entry_id)>& last_author_;
    const import_options& how_;
    std::unordered_map<std::string, const entry*> by_external_id_;
    std::unordered_map<std::string, entry_id> places_;             // where an entry was printed
    std::unordered_map<std::string, std::vector<target>> threads_; // what a thread says, turn by turn
    import_plan plan_;
};

} // namespace

import_plan plan_import(batch from, const std::vector<entry>& stored,
                        const std::function<std::string(entry_id)>& last_author, const import_options& how) {
    return planner(std::move(from), stored, last_author, how).plan();
}

} // namespace knowledge::exchange
