#include "knowledge/match/catalogue.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>

namespace knowledge::match {

namespace {

// Texts one after another: as many as `starts` has, less one.
bool are_texts(std::span<const std::uint32_t> starts, std::span<const char> texts, std::size_t count) {
    return starts.size() == count + 1 && starts.front() == 0 && starts.back() == texts.size() &&
           std::is_sorted(starts.begin(), starts.end());
}

struct texts {
    std::vector<std::uint32_t> starts{0};
    std::vector<char> bytes;

    void add(std::string_view text) {
        bytes.insert(bytes.end(), text.begin(), text.end());
        starts.push_back(static_cast<std::uint32_t>(bytes.size()));
    }
};

} // namespace

catalogue::catalogue(const image& from, std::uint32_t documents)
    : ids_(from.get<std::int64_t>(section::ids)), chains_(from.get<std::int64_t>(section::chains)),
      chain_documents_(from.get<std::uint32_t>(section::chain_documents)),
      external_starts_(from.get<std::uint32_t>(section::external_starts)),
      collection_of_(from.get<std::uint32_t>(section::collection_of)),
      collection_starts_(from.get<std::uint32_t>(section::collection_starts)),
      said_documents_(from.get<std::uint32_t>(section::said_documents)),
      said_starts_(from.get<std::uint32_t>(section::said_starts)),
      external_texts_(from.get<char>(section::external_texts)),
      collection_texts_(from.get<char>(section::collection_texts)), said_texts_(from.get<char>(section::said_texts)),
      follow_ups_(from.get<follow_up>(section::follow_ups)) {
    demand(ids_.size() == documents && collection_of_.size() == documents &&
               chains_.size() == chain_documents_.size() &&
               std::is_sorted(chain_documents_.begin(), chain_documents_.end()),
           "the entries of the index do not hold together");
    demand(std::adjacent_find(ids_.begin(), ids_.end(), std::greater_equal<>()) == ids_.end(),
           "the entries of the index are not in order");
    demand(are_texts(external_starts_, external_texts_, documents), "names of entries in the index are damaged");
    demand(!collection_starts_.empty() &&
               are_texts(collection_starts_, collection_texts_, collection_starts_.size() - 1),
           "collections in the index are damaged");
    demand(std::all_of(collection_of_.begin(), collection_of_.end(),
                       [this](std::uint32_t number) { return number < collections(); }),
           "an entry of the index is in no collection");
    demand(std::is_sorted(follow_ups_.begin(), follow_ups_.end(),
                          [](const follow_up& a, const follow_up& b) { return a.previous < b.previous; }),
           "follow-ups in the index are not in order");
    demand(are_texts(said_starts_, said_texts_, said_documents_.size()) &&
               std::is_sorted(said_documents_.begin(), said_documents_.end()),
           "questions of chains in the index are damaged");
}

std::optional<std::uint32_t> catalogue::find(entry_id id) const {
    const auto at = std::lower_bound(ids_.begin(), ids_.end(), id.value);
    if (at == ids_.end() || *at != id.value) return std::nullopt;
    return static_cast<std::uint32_t>(at - ids_.begin());
}

entry_id catalogue::chain(std::uint32_t document) const {
    const auto at = std::lower_bound(chain_documents_.begin(), chain_documents_.end(), document);
    if (at == chain_documents_.end() || *at != document) return id(document);
    return {chains_[static_cast<std::size_t>(at - chain_documents_.begin())]};
}

std::vector<entry_id> catalogue::follow_ups(entry_id id) const {
    auto at = std::lower_bound(follow_ups_.begin(), follow_ups_.end(), id.value,
                               [](const follow_up& one, std::int64_t value) { return one.previous < value; });
    std::vector<entry_id> result;
    for (; at != follow_ups_.end() && at->previous == id.value; ++at)
        result.push_back({at->id});
    return result;
}

std::string_view catalogue::said(std::uint32_t document) const {
    const auto at = std::lower_bound(said_documents_.begin(), said_documents_.end(), document);
    if (at == said_documents_.end() || *at != document) return {};
    const auto number = static_cast<std::size_t>(at - said_documents_.begin());
    return {said_texts_.data() + said_starts_[number], said_texts_.data() + said_starts_[number + 1]};
}

const document* catalogue::find_in(std::span<const document> documents, entry_id id) {
    const auto at = std::lower_bound(documents.begin(), documents.end(), id,
                                     [](const document& one, entry_id wanted) { return one.id < wanted; });
    return at == documents.end() || at->id != id ? nullptr : &*at;
}

void catalogue::write_with_chains(std::span<const document> documents, std::span<const entry_id> chain_of,
                                  bool keep_all_said, image_writer& to) {
    std::vector<std::int64_t> ids, chains;
    std::vector<std::uint32_t> chain_documents, collection_of, said_documents;
    std::vector<follow_up> follow_ups;
    std::unordered_set<std::int64_t> followed;
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    texts external, collections, said;
    for (const document& one : documents) {
        ids.push_back(one.id.value);
        external.add(one.external_id);
        const auto [at, is_new] = numbers.emplace(one.collection, static_cast<std::uint32_t>(numbers.size()));
        if (is_new) collections.add(one.collection);
        collection_of.push_back(at->second);
        if (!one.previous) continue;
        follow_ups.push_back({one.previous.value, one.id.value});
        followed.insert(one.previous.value);
    }
    std::stable_sort(follow_ups.begin(), follow_ups.end(),
                     [](const follow_up& a, const follow_up& b) { return a.previous < b.previous; });
    for (std::uint32_t d = 0; d < documents.size(); ++d) {
        const document& one = documents[d];
        if (chain_of[d] != one.id) {
            chain_documents.push_back(d);
            chains.push_back(chain_of[d].value);
        }
        if (!keep_all_said && !one.previous && one.context.empty() && followed.count(one.id.value) == 0) continue;
        std::string all;
        for (const std::string& earlier : one.context)
            all.append(earlier).push_back('\n');
        if (!one.phrasings.empty()) all += one.phrasings.front();
        said_documents.push_back(d);
        said.add(all);
    }
    to.put(section::ids, std::move(ids));
    to.put(section::chain_documents, std::move(chain_documents));
    to.put(section::chains, std::move(chains));
    to.put(section::external_starts, std::move(external.starts));
    to.put(section::external_texts, std::move(external.bytes));
    to.put(section::collection_of, std::move(collection_of));
    to.put(section::collection_starts, std::move(collections.starts));
    to.put(section::collection_texts, std::move(collections.bytes));
    to.put(section::follow_ups, std::move(follow_ups));
    to.put(section::said_documents, std::move(said_documents));
    to.put(section::said_starts, std::move(said.starts));
    to.put(section::said_texts, std::move(said.bytes));
}

} // namespace knowledge::match
