#include "knowledge/match/index.hpp"
#include "knowledge/text/synonyms.hpp"
#include "tests/knowledge/match/small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;
namespace match = knowledge::match;
using tests::asking;
using tests::entry_of;

namespace {

// A workshop that repairs instruments; entry 7 follows 6.
std::vector<document> instruments() {
    std::vector<document> all{
        entry_of(1, {"How do I tune a cello?"}, "Turn the pegs, then the fine tuners."),
        entry_of(2, {"小提琴的弦多久换一次"}, "每天练习的话半年一次。"),
        entry_of(3, {"Where do I buy rosin?"}, "In the shop on the ground floor."),
        entry_of(4, {"How much is a new bow?"}, "From forty euros."),
        entry_of(5, {"钢琴调律要预约吗"}, "要，提前一周。"),
        entry_of(6, {"Can the workshop repair a flute?"}, "Yes, on Mondays."),
        entry_of(7, {"And how long does it take?"}, "About a week."),
    };
    all[6].previous = {6};
    all[6].context = {"Can the workshop repair a flute?"};
    return all;
}

std::int64_t first(const match::index& all, const query& q) {
    const auto ranked = all.search(q);
    return ranked.empty() ? 0 : ranked.front().id.value;
}

std::shared_ptr<const match::index> after(const match::index& before, std::vector<document> changed,
                                          const std::vector<entry_id>& ids) {
    return before.with_changes(std::move(changed), ids);
}

} // namespace

TEST_CASE("a new entry is found beside the old ones", "[match][changes]") {
    const auto before = match::index::build(instruments());
    const auto all = after(*before, {entry_of(8, {"Do you lend trumpets?"}, "For a term, with a deposit.")}, {{8}});
    CHECK(first(*all, asking("lend a trumpet")) == 8);
    CHECK(first(*all, asking("lend a trumpt")) == 8); // misspelt, and only the new entry has it
    CHECK(first(*all, asking("cello tuning")) == 1);
    CHECK(all->size() == 8);
    CHECK(all->changes() == 1);
    REQUIRE(all->find({8}));
    CHECK(all->find({8})->external_id == "e8");
    CHECK(first(*before, asking("lend a trumpet")) != 8); // who still holds the old one sees the old one
}

TEST_CASE("a changed entry is found by its new words only", "[match][changes]") {
    const auto before = match::index::build(instruments());
    const auto all = after(*before, {entry_of(3, {"Where do I buy strings?"}, "On the first floor.")}, {{3}});
    CHECK(first(*all, asking("where to buy strings")) == 3);
    CHECK(first(*all, asking("rosin")) == 0);
    CHECK(all->size() == 7);
    const auto ranked = all->search(asking("where do I buy strings, how much is it, can you repair it"), 24);
    CHECK(std::count_if(ranked.begin(), ranked.end(), [](const candidate& c) { return c.id.value == 3; }) == 1);
}

TEST_CASE("an entry that is gone is not found, and comes back", "[match][changes]") {
    const auto before = match::index::build(instruments());
    const auto without = after(*before, {}, {{5}});
    CHECK(first(*without, asking("钢琴调律要预约吗")) != 5);
    CHECK_FALSE(without->find({5}));
    CHECK(without->size() == 6);
    const auto again = after(*without, {entry_of(5, {"钢琴调律要预约吗"}, "不用了。")}, {{5}});
    CHECK(first(*again, asking("钢琴调律要预约吗")) == 5);
    CHECK(again->size() == 7);
    const auto gone_again = after(*again, {}, {{5}});
    CHECK(first(*gone_again, asking("钢琴调律要预约吗")) != 5);
    CHECK(gone_again->size() == 6);
}

TEST_CASE("chains lead over changes in both directions", "[match][changes]") {
    const auto before = match::index::build(instruments());
    auto third = entry_of(8, {"那要多少钱"}, "二十欧元。");
    third.previous = {7};
    third.context = {"Can the workshop repair a flute?", "And how long does it take?"};
    const auto all = after(*before, {third}, {{8}});
    CHECK(all->follow_ups({6}) == std::vector<entry_id>{{7}});
    CHECK(all->follow_ups({7}) == std::vector<entry_id>{{8}});
    query follow = asking("那多少钱呢");
    follow.recent = {7};
    CHECK(first(*all, follow) == 8);

    auto changed_head = entry_of(6, {"Can the workshop repair an oboe?"}, "Yes, on Fridays.");
    const auto changed = after(*all, {changed_head}, {{6}});
    CHECK(changed->follow_ups({6}) == std::vector<entry_id>{{7}});
    follow = asking("how long");
    follow.recent = {6};
    CHECK(first(*changed, follow) == 7);
    const auto without = after(*changed, {}, {{7}});
    CHECK(without->follow_ups({6}).empty());
}

TEST_CASE("changes keep to collections", "[match][changes]") {
    auto inside = entry_of(8, {"Who may enter the vault?"}, "The two masters.");
    inside.collection = "masters";
    const auto all = after(*match::index::build(instruments()), {inside}, {{8}});
    query q = asking("enter the vault");
    CHECK(first(*all, q) == 8);
    q.collections = {"default"};
    CHECK(first(*all, q) != 8);
    q.collections = {"masters"};
    CHECK(first(*all, q) == 8);
}

TEST_CASE("an index that began empty can grow", "[match][changes]") {
    const auto all = after(*match::index::build({}), instruments(), {{1}, {2}, {3}, {4}, {5}, {6}, {7}});
    CHECK(first(*all, asking("cello tuning")) == 1);
    CHECK(first(*all, asking("小提琴多久换弦")) == 2);
    CHECK(all->size() == 7);
}

TEST_CASE("with own words a question finds what is said in others, in changes as well", "[match][changes]") {
    const std::vector<std::vector<std::string>> rows{{"塞罗", "violoncello", "cello"}, {"木管", "flute"}};
    const auto own = std::make_shared<const knowledge::text::synonyms>(rows);
    CHECK(first(*match::index::build(instruments()), asking("塞罗")) == 0);
    const auto before = match::index::build(instruments(), own);
    CHECK(first(*before, asking("塞罗怎么调音")) == 1);
    CHECK(first(*before, asking("tuning the violoncello")) == 1);
    CHECK(first(*before, asking("木管能修吗")) == 6);
    // Said in another word of the row it is as sure as in the one that is written, and not half sure.
    const auto surely = [&](const char* question) { return before->search(asking(question)).front().confidence; };
    CHECK(surely("How do I tune a violoncello?") >= shipped_thresholds.answer_at);
    CHECK(match::index::build(instruments())->search(asking("How do I tune a violoncello?")).front().confidence <
          surely("How do I tune a violoncello?"));
    const auto all = after(*before, {entry_of(8, {"Is there a cello class?"}, "On Fridays.")}, {{8}});
    CHECK(first(*all, asking("塞罗的 class")) == 8);
    CHECK(first(*all, asking("塞罗 fine tuners")) == 1);
}

TEST_CASE("a word of two that the knowledge writes otherwise leaves nothing unseen", "[match][changes]") {
    const auto own = std::make_shared<const knowledge::text::synonyms>(
        std::vector<std::vector<std::string>>{{"cello", "bass violin", "塞罗琴"}});
    const auto unseen_words = [](const match::index& all, const char* question) {
        return all.explain(asking(question)).front().features[static_cast<std::size_t>(match::feature::unseen_words)];
    };
    const auto plain = match::index::build(instruments()), with = match::index::build(instruments(), own);
    const auto* in_two_words = "How do I tune a bass violin?";
    CHECK(first(*with, asking(in_two_words)) == 1);
    CHECK(unseen_words(*plain, in_two_words) > 0);
    CHECK(unseen_words(*with, in_two_words) == 0);
    // A word of it alone is as unseen as ever.
    CHECK(unseen_words(*with, "How do I tune a cello beside a bass?") ==
          unseen_words(*plain, "How do I tune a cello beside a bass?"));
}
