#include "knowledge/exchange/plan.hpp"

#include "knowledge/entry_rules.hpp"
#include "knowledge/exchange/stored_entries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>

namespace knowledge::exchange {
namespace {

// Which entry a row stands for: one that is stored, or one that an earlier step inserts.
using target = std::variant<entry_id, std::size_t>;

class planner {
  public:
    planner(const batch& from, const std::vector<entry>& stored, const entry_history& history,
            const import_options& how)
        : rows_(from.rows), history_(history), how_(how), stored_(stored, history) {
        plan_.outcome = from.counted;
        targets_.resize(rows_.size());
        for (row& r : rows_) {
            const entry* const known = stored_.called(r.external_id);
            if (!r.id_is_made || known == nullptr) continue;
            // The same file in another collection is other knowledge, unless somebody moved the entry since.
            if (!stored_.was_in(*known, collection_of(r))) r.external_id = collection_of(r) + ":" + r.external_id;
        }
    }

    // A row that cannot be taken, and why.
    struct refusal {
        std::size_t row;
        std::string reason;
    };
    std::optional<refusal> refused() const { return refused_ ? refused_ : circle(); }

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
        return plan_;
    }

  private:
    std::string thread_key(std::size_t first, std::size_t end) const {
        std::string key = thread_key_in(collection_of(rows_[first]));
        for (std::size_t i = first; i < end; ++i)
            key += turn_key(rows_[i].question, rows_[i].answer.value_or(""));
        return key;
    }

    const std::string& collection_of(const row& r) const { return r.collection ? *r.collection : how_.collection; }

    void remember_rows(std::size_t first, std::size_t end) {
        threads_.emplace(thread_key(first, end),
                         std::vector<target>(targets_.begin() + static_cast<std::ptrdiff_t>(first),
                                             targets_.begin() + static_cast<std::ptrdiff_t>(end)));
    }

    // Which entries say what these rows say: stored ones, or those of an earlier thread of the batch.
    std::vector<target> said_already(std::size_t first, std::size_t end) const {
        const std::string key = thread_key(first, end);
        if (const auto* chain = stored_.chain_saying(key)) return {chain->begin(), chain->end()};
        const auto known = threads_.find(key);
        return known == threads_.end() ? std::vector<target>{} : known->second;
    }

    // A thread that is known under the id of another edition only adds that it was printed again.
    bool take_repeated(std::size_t first, std::size_t end) {
        if (stored_.called(rows_[first].external_id) != nullptr) return false;
        std::size_t known_places = 0;
        for (std::size_t i = first; i < end && known_places == i - first; ++i) {
            const entry* there = stored_.printed_there(rows_[i], collection_of(rows_[i]));
            if (there == nullptr) continue;
            targets_[i] = there->id;
            ++known_places;
        }
        if (known_places == end - first) {
            ++plan_.outcome.repeated;
            return true;
        }
        const auto known = said_already(first, end);
        if (known.empty()) return false;
        for (std::size_t i = first; i < end; ++i) {
            targets_[i] = known[i - first];
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
        const std::vector<source>& known = stored_.by_id().at(more.value.id)->sources;
        for (const source& where : from.sources) {
            if (std::find(known.begin(), known.end(), where) == known.end()) more.value.sources.push_back(where);
        }
        if (more.value.sources.empty()) return;
        plan_.steps.push_back(std::move(more));
    }

    void take(std::size_t i) {
        row& r = rows_[i];
        if (const entry* const known = stored_.called(r.external_id)) {
            take_known(i, *known);
            return;
        }
        step fresh{.what = step::kind::insert};
        entry& e = fresh.value;
        e.external_id = r.external_id;
        e.collection = collection_of(r);
        e.question = r.question;
        e.answer = r.answer.value_or("");
        e.state = e.answer.empty() ? entry_state::draft : r.state.value_or(how_.state);
        if (e.answer.empty() && r.state == entry_state::canonical && !refused_) {
            refused_ = {i, "canonical, but without an answer"};
        }
        e.phrasings = r.phrasings.value_or(std::vector<std::string>{});
        e.tags = r.tags.value_or(std::vector<std::string>{});
        e.sources = r.sources;
        e.valid_until = r.valid_until.value_or("");
        e.valid_for = r.valid_for.value_or("");
        if (r.variants) e.variants = variants_of(*r.variants, e, nullptr);
        follow(i, fresh);
        fresh.via = "import " + r.file;
        targets_[i] = plan_.steps.size();
        step_rows_.emplace(plan_.steps.size(), i);
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

    // A translation that stayed as it was when the answer changed is not of the new one.
    static std::vector<answer_variant> variants_of(std::vector<answer_variant> all, const entry& now,
                                                   const entry* stored) {
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.language < b.language; });
        for (answer_variant& one : all) {
            const answer_variant* known = stored == nullptr ? nullptr : variant_in(*stored, one.language);
            const bool left = known != nullptr && known->answer == one.answer && now.answer != stored->answer;
            if (one.made_for.empty()) one.made_for = left ? known->made_for : fingerprint(now.answer);
        }
        return all;
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
        if (r.valid_until) e.valid_until = *r.valid_until;
        if (r.valid_for) e.valid_for = *r.valid_for;
        if (r.variants) e.variants = variants_of(*r.variants, e, &stored);
        if (r.collection) e.collection = *r.collection;
        if (r.state) e.state = *r.state;
        if (!r.state && was_unanswered) e.state = how_.state;
        if (e.answer.empty() && e.state == entry_state::canonical) e.state = entry_state::draft;
        if (r.previous) {
            e.previous = {};
            follow(i, change);
            e.context = stored.context; // follows from the chain
        } else if (!r.context.empty() && !stored.previous) {
            e.context = r.context; // where there is a predecessor, it says more than the file
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
        const std::vector<store::revision> all = history_(stored.id);
        if (const std::string author = all.empty() ? "nobody" : all.back().by.author; author != "import") {
            plan_.outcome.kept.push_back({stored.external_id, "changed by " + author});
            return;
        }
        change.via = "import " + r.file;
        step_rows_.emplace(plan_.steps.size(), i);
        plan_.steps.push_back(std::move(change));
        ++plan_.outcome.entries_changed;
    }

    // The first row whose step would make an entry its own predecessor. Entries that are inserted can be followed only
    // by later ones; so a circle leads through changed entries, each of which is looked at as the steps will come.
    std::optional<refusal> circle() const {
        std::map<target, target> before;
        for (const auto& [id, e] : stored_.by_id()) {
            if (e->previous) before.emplace(id, e->previous);
        }
        for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
            const step& what = plan_.steps[s];
            if (what.what == step::kind::add_sources) continue;
            const target self = what.what == step::kind::insert ? target(s) : target(what.value.id);
            before.erase(self);
            if (what.previous_step) before.emplace(self, *what.previous_step);
            if (what.value.previous) before.emplace(self, what.value.previous);
            const bool changed =
                what.what == step::kind::update &&
                (what.previous_step || what.value.previous != stored_.by_id().at(what.value.id)->previous);
            if (!changed) continue;
            std::size_t far = 0; // a circle that is stored already is not the file's fault, but must not hold us
            for (auto at = before.find(self); at != before.end() && far <= before.size();
                 at = before.find(at->second)) {
                if (at->second == self) return refusal{step_rows_.at(s), "follows itself, through the chain it is in"};
                ++far;
            }
        }
        return std::nullopt;
    }

    std::vector<row> rows_;
    std::vector<target> targets_;
    const entry_history& history_;
    const import_options& how_;
    std::optional<refusal> refused_;
    std::map<std::size_t, std::size_t> step_rows_; // which row an insert or an update comes from
    const stored_entries stored_;
    std::unordered_map<std::string, std::vector<target>> threads_; // of the batch, by what they say
    import_plan plan_;
};

// The batch without a file's rows and without files whose rows follow those.
void refuse_file(batch& from, std::size_t bad, std::string reason) {
    from.counted.refused.push_back({from.rows[bad].file, from.rows[bad].line, std::move(reason)});
    std::set<std::string> gone{from.rows[bad].file};
    for (bool more = true; more;) {
        more = false;
        for (const row& r : from.rows) {
            if (!r.previous || gone.contains(r.file) || !gone.contains(from.rows[*r.previous].file)) continue;
            from.counted.refused.push_back({r.file, r.line, "follows a row of a file that is refused"});
            gone.insert(r.file);
            more = true;
        }
    }
    std::vector<std::size_t> places(from.rows.size());
    std::vector<row> kept;
    for (std::size_t i = 0; i < from.rows.size(); ++i) {
        row& r = from.rows[i];
        if (gone.contains(r.file)) {
            if (!r.printed) continue;
            from.counted.threads -= r.previous ? 0 : 1;
            from.counted.turns -= 1;
            from.counted.answered -= r.answer.value_or("").empty() ? 0 : 1;
            continue;
        }
        if (r.previous) r.previous = places[*r.previous];
        places[i] = kept.size();
        kept.push_back(std::move(r));
    }
    from.rows = std::move(kept);
}

} // namespace

import_plan plan_import(const batch& from, const std::vector<entry>& stored, const entry_history& history,
                        const import_options& how) {
    batch rest = from;
    for (;;) {
        planner attempt(rest, stored, history, how);
        import_plan plan = attempt.plan();
        auto refused = attempt.refused();
        if (!refused) return plan;
        refuse_file(rest, refused->row, std::move(refused->reason));
    }
}

} // namespace knowledge::exchange
