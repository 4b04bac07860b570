#include "knowledge/store/corrections.hpp"
#include "knowledge/store/entry_log.hpp"
#include "tests/knowledge/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::store;
using namespace scratch;

namespace {

struct edited_entry {
    folder home;
    store::store db{quick(home.file())};
    entry_id id;

    edited_entry() {
        db.write([this](session& s) {
            entry one;
            one.question = "茶馆几点开门？";
            one.answer = "九点。";
            id = insert_entry(s, one, {.author = "import", .via = "test", .at = minute(0)});
        });
    }
    static void edit(session& s, entry_id id, const std::string& answer, const authorship& by) {
        auto one = find_entry(s, id).value();
        one.answer = answer;
        const auto before = latest_revision(s, id);
        REQUIRE(update_entry(s, one, by));
        note_change(s, {.id = 0,
                        .community = "test",
                        .actor = by.author,
                        .kind = change_kind::edit,
                        .entry = id,
                        .before = before,
                        .revision = before + 1,
                        .merge = 0,
                        .made_at = by.at});
    }
};

} // namespace

TEST_CASE("changes are taken back newest first, each as a revision of its own", "[store]") {
    edited_entry here;
    here.db.write([&](session& s) {
        here.edit(s, here.id, "八点。", by_mona());
        here.edit(s, here.id, "七点。", by_mona());
        for (const auto* expected : {"八点。", "九点。"}) {
            const auto last = last_change(s, "test", by_mona().author).value();
            const auto back = take_back(s, last, by_mona());
            CHECK(back.what == taken_back::outcome::done);
            mark_taken_back(s, last.id, minute(7));
            CHECK(find_entry(s, here.id).value().answer == expected);
        }
        CHECK_FALSE(last_change(s, "test", by_mona().author));
        CHECK(latest_revision(s, here.id) == 5); // nothing was overwritten
    });
}

TEST_CASE("a change is not taken back over somebody else's", "[store]") {
    edited_entry here;
    here.db.write([&](session& s) {
        here.edit(s, here.id, "八点。", by_mona());
        here.edit(s, here.id, "七点。", by_otto());
        const auto back = take_back(s, last_change(s, "test", by_mona().author).value(), by_mona());
        CHECK(back.what == taken_back::outcome::changed_since);
        CHECK(back.before.by.author == by_otto().author);
        CHECK(back.after.answer == "九点。"); // what it would have become
        CHECK(find_entry(s, here.id).value().answer == "七点。");
        CHECK_FALSE(last_change(s, "another community", by_mona().author));
    });
}

TEST_CASE("where an entry was printed meanwhile is not taken back with a change", "[store]") {
    edited_entry here;
    here.db.write([&](session& s) {
        here.edit(s, here.id, "八点。", by_mona());
        CHECK(add_source(
            s, here.id,
            {.edition = "2031-03-04", .thread = 1, .turn = 1, .asker = {}, .label = {}, .url = {}, .file = {}}));
        CHECK(take_back(s, last_change(s, "test", by_mona().author).value(), by_mona()).what ==
              taken_back::outcome::done);
        const auto now = find_entry(s, here.id).value();
        CHECK(now.answer == "九点。");
        CHECK(now.sources.size() == 1);
    });
}

TEST_CASE("what a conversation was told last is known", "[store]") {
    edited_entry here;
    here.db.write([&](session& s) {
        CHECK_FALSE(find_correction(s, here.id, "dingtalk:d1:cid1"));
        note_correction(s, here.id, "dingtalk:d1:cid1", {.answer = "a", .made_at = minute(1)});
        note_correction(s, here.id, "dingtalk:d1:cid1", {.answer = "b", .made_at = minute(2)});
        CHECK(find_correction(s, here.id, "dingtalk:d1:cid1") == told_correction{.answer = "b", .made_at = minute(2)});
        CHECK_FALSE(find_correction(s, here.id, "dingtalk:d1:cid2"));
    });
}
