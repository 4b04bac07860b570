#include "knowledge/weekly/collect.hpp"

#include "knowledge/exchange/tidy.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/manners.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace knowledge::weekly {
namespace {

// A member, across the groups of a platform's workspace.
using member_key = std::tuple<std::string, std::string, std::string>;

member_key member_of(const store::question& q) {
    return {q.platform, q.workspace, q.member};
}

// What is known of an entry that was asked for.
struct demand {
    std::set<member_key> askers;
    std::string first_name;
    timestamp first_asked{timestamp::max()};
    bool by_person = false;
};

void add(demand& to, const demand& more) {
    to.askers.insert(more.askers.begin(), more.askers.end());
    to.by_person = to.by_person || more.by_person;
    if (more.first_asked >= to.first_asked) return;
    to.first_asked = more.first_asked;
    to.first_name = more.first_name;
}

struct ranked {
    draft_thread thread;
    bool by_person = false;
    timestamp first_asked;
};

std::vector<open_question> open_ones(const std::vector<const store::question*>& questions, bool show_names) {
    std::vector<open_question> found;
    std::map<std::string, std::size_t> by_text;
    std::vector<std::set<member_key>> askers;
    for (const store::question* q : questions) {
        const std::string text(exchange::trim(q->text));
        const auto [known, fresh] = by_text.emplace(text, found.size());
        if (fresh) {
            found.push_back({q->number, show_names ? q->member_name : std::string{}, q->group_title, text, 1});
            askers.emplace_back();
        }
        askers[known->second].insert(member_of(*q));
        found[known->second].askers = static_cast<int>(askers[known->second].size());
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.askers > b.askers; });
    return found;
}

// The entries a page may print. A turn nobody answered is printed where the thread goes on behind it: reading the page
// back finds the same chain.
class printed_entries {
  public:
    explicit printed_entries(const std::vector<entry>& all) {
        for (const entry& e : all) {
            const bool unanswered = e.state == entry_state::draft && exchange::trim(e.answer).empty();
            if (e.state == entry_state::canonical || unanswered) by_id_.emplace(e.id, &e);
        }
    }

    [[nodiscard]] bool answers(entry_id id) const {
        const entry* const found = find(id);
        return found != nullptr && found->state == entry_state::canonical;
    }

    // From the first of its chain to the entry itself.
    [[nodiscard]] std::vector<const entry*> way_to(entry_id id) const {
        std::vector<const entry*> way;
        for (const entry* e = find(id); e && std::find(way.begin(), way.end(), e) == way.end(); e = find(e->previous))
            way.push_back(e);
        std::reverse(way.begin(), way.end());
        return way;
    }

  private:
    [[nodiscard]] const entry* find(entry_id id) const {
        const auto found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : found->second;
    }

    std::map<entry_id, const entry*> by_id_;
};

ranked thread_of(const std::vector<const entry*>& way, const std::map<entry_id, demand>& demands, bool show_names) {
    demand all;
    ranked found;
    for (const entry* e : way) {
        if (const auto asked = demands.find(e->id); asked != demands.end()) add(all, asked->second);
        found.thread.turns.push_back({e->question, e->answer});
        for (const source& from : e->sources) {
            if (!found.thread.link_url.empty() || from.url.empty()) continue;
            found.thread.link_label = from.label;
            found.thread.link_url = from.url;
        }
    }
    if (show_names) found.thread.asker = all.first_name;
    found.thread.askers = static_cast<int>(all.askers.size());
    found.by_person = all.by_person;
    found.first_asked = all.first_asked;
    return found;
}

bool comes_first(const ranked& a, const ranked& b) {
    if (a.by_person != b.by_person) return a.by_person;
    if (a.thread.askers != b.thread.askers) return a.thread.askers > b.thread.askers;
    return a.first_asked < b.first_asked;
}

} // namespace

collected arrange(const std::vector<store::question>& questions, const std::vector<entry>& entries, bool show_names) {
    const printed_entries printed(entries);
    std::map<entry_id, demand> demands;
    std::vector<const store::question*> open;
    for (const store::question& q : questions) {
        const bool by_person = q.state == store::question_state::answered_by_person;
        // What was asked in private is counted, and neither quoted nor named; what was merged is listed as the other
        // one.
        const bool waits = q.state == store::question_state::open || q.state == store::question_state::suggested;
        if (waits && !q.direct) open.push_back(&q);
        if ((!by_person && q.state != store::question_state::answered) || !printed.answers(q.answered_with)) continue;
        add(demands[q.answered_with],
            {{member_of(q)}, q.direct ? std::string() : q.member_name, q.asked_at, by_person});
    }
    // Entries on somebody else's way are no threads of their own.
    std::map<entry_id, std::vector<const entry*>> ways;
    std::set<entry_id> passed;
    for (const auto& [id, unused] : demands) {
        const auto& way = ways[id] = printed.way_to(id);
        for (const entry* e : way)
            if (e->id != id) passed.insert(e->id);
    }
    std::vector<ranked> threads;
    for (const auto& [id, way] : ways)
        if (!passed.contains(id)) threads.push_back(thread_of(way, demands, show_names));
    std::stable_sort(threads.begin(), threads.end(), comes_first);
    collected result;
    for (ranked& found : threads)
        result.threads.push_back(std::move(found.thread));
    result.unanswered = open_ones(open, show_names);
    return result;
}

collected collect(store::session& db, const collect_options& which) {
    auto questions = store::questions_between(db, which.community, which.from, which.to);
    for (auto& one : questions) {
        if (!one.member_name.empty() && !store::may_be_named(db, {one.platform, one.workspace, one.member}))
            one.member_name.clear();
    }
    return arrange(questions, store::load_entries(db), which.show_names);
}

} // namespace knowledge::weekly
