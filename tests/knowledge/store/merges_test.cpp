#include "knowledge/store/merges.hpp"
#include "knowledge/store/proposals.hpp"
#include "tests/knowledge/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::store;
using namespace scratch;

namespace {

struct two_entries {
    folder home;
    store::store db{quick(home.file())};
    entry_id tea, kettle, follower;
    question_id of_tea, of_kettle;

    two_entries() {
        db.write([this](session& s) {
            const authorship first{.author = "import", .via = "test", .at = minute(0)};
            tea = insert_entry(s, make("茶馆几点开门？", "九点。", {"营业时间"}, {"时间"}, "甲"), first);
            kettle =
                insert_entry(s, make("什么时候开门？", "早上九点。", {"几点营业", "营业时间"}, {"茶"}, "乙"), first);
            auto behind = make("周末呢？", "也是九点。", {}, {}, "丙");
            behind.previous = kettle;
            follower = insert_entry(s, behind, first);
            of_tea = ask(s, tea);
            of_kettle = ask(s, kettle);
        });
    }

    static entry make(std::string question, std::string answer, std::vector<std::string> phrasings,
                      std::vector<std::string> tags, std::string asker) {
        entry one;
        one.question = std::move(question);
        one.answer = std::move(answer);
        one.phrasings = std::move(phrasings);
        one.tags = std::move(tags);
        one.sources.push_back({.edition = "2031-01-02",
                               .thread = 1,
                               .turn = 1,
                               .asker = std::move(asker),
                               .label = {},
                               .url = {},
                               .file = {}});
        return one;
    }

    static question_id ask(session& s, entry_id answered_with) {
        question one;
        one.community = "test";
        one.text = "几点开门";
        one.asked_at = minute(1);
        one.state = question_state::answered;
        one.answered_with = answered_with;
        return insert_question(s, one).id;
    }

    entry get(entry_id id) {
        return db.read([&](session& s) { return find_entry(s, id).value(); });
    }
    entry_id answered_with(question_id id) {
        return db.read([&](session& s) { return find_question(s, id).value().answered_with; });
    }
    merge_result join() {
        return db.write([this](session& s) { return merge_entries(s, kettle, tea, by_mona()); });
    }
    merge_result part() {
        return db.write([this](session& s) { return unmerge(s, find_merge_of(s, kettle).value(), by_otto()); });
    }
};

} // namespace

TEST_CASE("a merged entry's wordings, tags, credit, questions and follow-ups are the survivor's", "[store]") {
    two_entries here;
    const auto done = here.join();
    CHECK(done.trouble == merge_trouble::none);
    CHECK(done.questions == 1);

    const auto tea = here.get(here.tea);
    CHECK(tea.answer == "九点。");
    CHECK(tea.phrasings == std::vector<std::string>{"营业时间", "什么时候开门？", "几点营业"});
    CHECK(tea.tags == std::vector<std::string>{"时间", "茶"});
    REQUIRE(tea.sources.size() == 2);
    CHECK(tea.sources[1].asker == "乙");
    CHECK(here.get(here.kettle).state == entry_state::retired);
    CHECK(here.get(here.kettle).answer == "早上九点。"); // nothing is overwritten
    CHECK(here.answered_with(here.of_kettle) == here.tea);
    CHECK(here.get(here.follower).previous == here.tea);
    here.db.read([&](session& s) { CHECK(count_uses(s, minute(0), minute(9)).at(here.tea).answered == 2); });
}

TEST_CASE("taken apart, both are exactly what they were", "[store]") {
    two_entries here;
    const auto tea = here.get(here.tea), kettle = here.get(here.kettle), follower = here.get(here.follower);
    (void)here.join();
    CHECK(here.part().questions == 1);
    CHECK(here.get(here.tea) == tea);
    CHECK(here.get(here.kettle) == kettle);
    CHECK(here.get(here.follower) == follower);
    CHECK(here.answered_with(here.of_kettle) == here.kettle);
    CHECK(here.answered_with(here.of_tea) == here.tea);

    SECTION("and may be merged again") {
        CHECK(here.join().trouble == merge_trouble::none);
    }
}

TEST_CASE("what the survivor got since the merge stays with it", "[store]") {
    two_entries here;
    (void)here.join();
    const auto later = here.db.write([&](session& s) {
        auto tea = find_entry(s, here.tea).value();
        tea.answer = "八点。";
        tea.phrasings.push_back("多早开门");
        (void)update_entry(s, tea, by_otto());
        return two_entries::ask(s, here.tea);
    });
    (void)here.part();
    const auto tea = here.get(here.tea);
    CHECK(tea.answer == "八点。");
    CHECK(tea.phrasings == std::vector<std::string>{"营业时间", "多早开门"});
    CHECK(here.answered_with(later) == here.tea);
    CHECK(here.get(here.kettle).state == entry_state::canonical);
}

TEST_CASE("what cannot be merged, or taken apart, is left alone", "[store]") {
    two_entries here;
    here.db.write([&](session& s) {
        CHECK(merge_entries(s, here.tea, here.tea, by_mona()).trouble == merge_trouble::same);
        CHECK(merge_entries(s, here.tea, entry_id{12345}, by_mona()).trouble == merge_trouble::gone);
        const auto merge = merge_entries(s, here.kettle, here.tea, by_mona());
        CHECK(merge_entries(s, here.kettle, here.tea, by_mona()).trouble == merge_trouble::not_in_use); // twice
        const auto known = find_merge_numbered(s, merge.id).value();
        CHECK(unmerge(s, known, by_otto()).trouble == merge_trouble::none);
        CHECK(unmerge(s, known, by_otto()).trouble == merge_trouble::not_merged); // twice
    });
}

TEST_CASE("merging into one's own follow-up leads no chain in a circle", "[store]") {
    two_entries here;
    here.db.write([&](session& s) {
        CHECK(merge_entries(s, here.kettle, here.follower, by_mona()).trouble == merge_trouble::none);
        CHECK(find_entry(s, here.follower).value().previous == here.kettle);
    });
}

TEST_CASE("merged in a row and taken apart in another order, each has what was its own", "[store]") {
    two_entries here;
    const auto house = here.db.write([](session& s) {
        return insert_entry(s, two_entries::make("茶馆在哪里？", "街角。", {}, {}, "丁"), by_mona());
    });
    const auto tea = here.get(here.tea), kettle = here.get(here.kettle), follower = here.get(here.follower);
    const auto place = here.get(house);
    (void)here.join(); // kettle into tea, and tea into house
    const auto second = here.db.write([&](session& s) { return merge_entries(s, here.tea, house, by_mona()); });
    CHECK(here.answered_with(here.of_kettle) == house);

    CHECK(here.part().questions == 1);
    CHECK(here.get(here.kettle) == kettle);
    CHECK(here.answered_with(here.of_kettle) == here.kettle);
    CHECK(here.get(here.follower) == follower);
    // What it brought is gone from where it was carried on to; what tea brought stays there.
    CHECK(here.get(house).phrasings == std::vector<std::string>{"茶馆几点开门？", "营业时间"});

    here.db.write(
        [&](session& s) { CHECK(unmerge(s, find_merge_numbered(s, second.id).value(), by_otto()).questions == 1); });
    CHECK(here.get(here.tea) == tea);
    CHECK(here.get(house) == place);
    CHECK(here.answered_with(here.of_tea) == here.tea);
    CHECK(here.answered_with(here.of_kettle) == here.kettle);
}
