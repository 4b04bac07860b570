#include "knowledge/exchange/stored_entries.hpp"

#include "knowledge/exchange/printed_form.hpp"

#include <algorithm>

namespace knowledge::exchange {
namespace {

std::string place_of(const source& from) {
    return from.edition + "#" + std::to_string(from.thread) + "#" + std::to_string(from.turn);
}

} // namespace

std::string thread_key_in(std::string_view collection) {
    return std::string(collection) + '\x1d';
}

std::string turn_key(std::string_view question, std::string_view answer) {
    return printed_form(question) + '\x1f' + printed_form(answer) + '\x1e';
}

stored_entries::stored_entries(const std::vector<entry>& stored, const entry_history& history) : history_(history) {
    followers of;
    for (const entry& e : stored) {
        by_external_id_.emplace(e.external_id, &e);
        by_id_.emplace(e.id, &e);
        if (e.previous) of[e.previous].push_back(e.id);
        for (const source& from : e.sources) {
            if (!from.edition.empty()) places_.emplace(place_of(from), &e);
        }
    }
    for (const entry& e : stored) {
        if (!e.previous) remember_chains(e, of, thread_key_in(e.collection), {});
    }
}

// Every beginning of a stored chain, so that a thread is found again whatever was asked behind it later.
void stored_entries::remember_chains(const entry& e, const followers& of, std::string key,
                                     std::vector<entry_id> chain) {
    constexpr std::size_t longest = 64; // longer than any conversation is damage; it need not be found again
    if (chain.size() > longest) return;
    key += turn_key(e.question, e.answer);
    chain.push_back(e.id);
    chains_.emplace(key, chain);
    const auto next = of.find(e.id);
    if (next == of.end()) return;
    for (const entry_id follower : next->second)
        remember_chains(*by_id_.at(follower), of, key, chain);
}

const entry* stored_entries::called(const std::string& external_id) const {
    const auto known = by_external_id_.find(external_id);
    return known == by_external_id_.end() ? nullptr : known->second;
}

bool stored_entries::was_in(const entry& stored, std::string_view collection) const {
    if (stored.collection == collection) return true;
    const std::vector<store::revision> all = history_(stored.id);
    return std::any_of(all.begin(), all.end(),
                       [&](const store::revision& r) { return r.value.collection == collection; });
}

bool stored_entries::has_said(const entry& stored, const std::string& key) const {
    if (turn_key(stored.question, stored.answer) == key) return true;
    const std::vector<store::revision> all = history_(stored.id);
    return std::any_of(all.begin(), all.end(),
                       [&](const store::revision& r) { return turn_key(r.value.question, r.value.answer) == key; });
}

const entry* stored_entries::printed_there(const row& r, std::string_view collection) const {
    const std::string key = turn_key(r.question, r.answer.value_or(""));
    const auto [from, to] = places_.equal_range(place_of(r.sources.at(0)));
    for (auto place = from; place != to; ++place) {
        const entry& there = *place->second;
        if (has_said(there, key) && was_in(there, collection)) return &there;
    }
    return nullptr;
}

const std::vector<entry_id>* stored_entries::chain_saying(const std::string& thread_key) const {
    const auto known = chains_.find(thread_key);
    return known == chains_.end() ? nullptr : &known->second;
}

} // namespace knowledge::exchange
