#include "bot/conversation/judgement.hpp"

#include <catch2/catch.hpp>

using namespace bot::conversation;
using knowledge::entry_id;
using knowledge::match::document;

namespace {

std::shared_ptr<const knowledge::match::index> chain_of_five() {
    std::vector<document> documents;
    for (int i = 1; i <= 5; ++i) {
        documents.push_back({.id = entry_id{i},
                             .external_id = "e" + std::to_string(i),
                             .collection = "default",
                             .phrasings = {"问题 " + std::to_string(i)},
                             .answer = "答案",
                             .context = {},
                             .previous = entry_id{i - 1}});
    }
    return knowledge::match::index::build(std::move(documents));
}

} // namespace

TEST_CASE("the chain behind an entry is offered in order, three at most", "[conversation]") {
    const auto chain = chain_of_five();
    CHECK(chain_behind(entry_id{1}, *chain) == std::vector{entry_id{2}, entry_id{3}, entry_id{4}});
    CHECK(chain_behind(entry_id{4}, *chain) == std::vector{entry_id{5}});
    CHECK(chain_behind(entry_id{5}, *chain).empty());
    CHECK(chain_behind(entry_id{99}, *chain).empty());
}

TEST_CASE("suggestions are the candidates above the threshold, three at most", "[conversation]") {
    const std::vector<knowledge::store::logged_candidate> candidates{
        {entry_id{1}, "a", 60}, {entry_id{2}, "b", 50}, {entry_id{3}, "c", 40}, {entry_id{4}, "d", 39}};
    CHECK(suggestions(candidates, {.answer_at = 70, .suggest_at = 45}) == std::vector{entry_id{1}, entry_id{2}});
    CHECK(suggestions(candidates, {.answer_at = 70, .suggest_at = 10}).size() == 3);
    CHECK(suggestions(candidates, {.answer_at = 70, .suggest_at = 65}).empty());
}

TEST_CASE("what was offered with the last reply depends on what that was", "[conversation]") {
    const auto chain = chain_of_five();
    knowledge::store::question last;
    const knowledge::match::thresholds at{.answer_at = 70, .suggest_at = 45};
    CHECK(offered(last, *chain, at).empty());

    last.answered_with = entry_id{4};
    CHECK(offered(last, *chain, at) == std::vector{entry_id{5}});

    last.answered_with = {};
    last.decided = knowledge::decision::suggest;
    last.candidates = {{entry_id{3}, "c", 50}};
    CHECK(offered(last, *chain, at) == std::vector{entry_id{3}});
}
