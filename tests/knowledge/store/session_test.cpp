#include "knowledge/store/session.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace knowledge;
using namespace scratch;
using store::session;
using store::trouble;

namespace {

// A connection with a table of anything.
struct statement_bench {
    statement_bench() { db.define("CREATE TABLE thing (id BIGINT, word TEXT, weight DOUBLE PRECISION)"); }
    folder home;
    session db{quick(home.file()), store::access::write};
};

constexpr auto put_thing = "INSERT INTO thing (id, word, weight) VALUES (:id, :word, :weight)";

} // namespace

TEST_CASE("a text comes back byte for byte", "[store]") {
    const auto [what, text] = GENERATE(table<const char*, std::string>({
        {"an empty one", ""},
        {"with a zero inside", std::string("a\0b", 3)},
        {"with a zero at its end", std::string("a\0", 2)},
        {"that is no UTF-8", "\xff\xfe\xc3"},
        {"of Chinese", "茶要泡几分钟？"},
        {"that looks like SQL", "'); DROP TABLE thing; --"},
        {"of a megabyte", std::string(1'000'000, 'x')},
    }));
    INFO(what);
    statement_bench on;
    on.db.run(put_thing, 1, text, 0.5);
    std::string back = "something else";
    std::int64_t bytes = 0;
    REQUIRE(on.db.one("SELECT word, LENGTH(CAST(word AS BLOB)) FROM thing WHERE word = :word", std::tie(back, bytes),
                      std::string_view(text)));
    CHECK(back == text);
    CHECK(bytes == static_cast<std::int64_t>(text.size()));
}

TEST_CASE("a view of nothing is an empty text, not NULL", "[store]") {
    statement_bench on;
    on.db.run(put_thing, 1, std::string_view(), 0.5);
    std::int64_t empty = 0;
    REQUIRE(on.db.one("SELECT COUNT(*) FROM thing WHERE word = ''", std::tie(empty)));
    CHECK(empty == 1);
}

TEST_CASE("numbers come back as they are, to the last bit", "[store]") {
    using whole = std::numeric_limits<std::int64_t>;
    using real = std::numeric_limits<double>;
    const auto id = GENERATE(whole::min(), std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 53, whole::max());
    const auto weight = GENERATE(real::lowest(), -0.1, 0.0, real::denorm_min(), real::max());
    statement_bench on;
    on.db.run(put_thing, id, "", weight);
    std::int64_t same_id = 7;
    double same_weight = 7;
    REQUIRE(on.db.one("SELECT id, weight FROM thing WHERE id = :id", std::tie(same_id, same_weight), id));
    CHECK(same_id == id);
    CHECK(same_weight == weight);
}

TEST_CASE("a column without a value is a mistake of the statement", "[store]") {
    statement_bench on;
    on.db.run("INSERT INTO thing (id, word, weight) VALUES (1, NULL, NULL)");
    std::string word = "as it was";
    double weight = 2;
    CHECK(trouble_of([&] { on.db.one("SELECT word FROM thing", std::tie(word)); }) == trouble::internal);
    CHECK(trouble_of([&] { on.db.one("SELECT weight FROM thing", std::tie(weight)); }) == trouble::internal);
    CHECK(word == "as it was");
    CHECK_FALSE(on.db.one("SELECT word FROM thing WHERE id = 2", std::tie(word)));
}

TEST_CASE("a statement may be run again from its own rows", "[store]") {
    statement_bench on;
    for (int id = 1; id <= 4; ++id)
        on.db.run(put_thing, id, std::to_string(id), 0.0);
    const auto* const above = "SELECT id FROM thing WHERE id > :id ORDER BY id";
    std::string seen;
    const auto look = [&](const auto& again, std::int64_t from, int depth) -> void {
        std::int64_t id = 0;
        on.db.each(
            above, std::tie(id),
            [&] {
                seen += std::string(static_cast<std::size_t>(depth), '.') + std::to_string(id) + ' ';
                if (depth < 2) again(again, id, depth + 1);
            },
            from);
    };
    look(look, 2, 0);
    CHECK(seen == "3 .4 4 ");
    seen.clear();
    look(look, 1, 0);
    CHECK(seen == "2 .3 ..4 .4 3 .4 4 ");
}

TEST_CASE("whoever stops in the middle of the rows leaves nothing open", "[store]") {
    statement_bench on;
    for (int id = 1; id <= 3; ++id)
        on.db.run(put_thing, id, "", 0.0);
    const auto* const all = "SELECT id FROM thing ORDER BY id";
    std::int64_t id = 0;
    on.db.begin();
    CHECK_THROWS_WITH(on.db.each(all, std::tie(id), [] { throw std::runtime_error("enough"); }), "enough");
    CHECK(id == 1);
    on.db.commit();
    CHECK_NOTHROW(on.db.define("DROP TABLE thing")); // refused while a statement reads it
}

TEST_CASE("a statement that failed works again, and what went wrong names no value", "[store]") {
    statement_bench on;
    on.db.define("CREATE UNIQUE INDEX thing_word ON thing (word)");
    on.db.run(put_thing, 1, "secret", 0.0);
    const auto twice = [&] { on.db.run(put_thing, 2, "secret", 0.0); };
    CHECK(trouble_of(twice) == trouble::internal);
    CHECK_THAT(message_of(twice), Catch::Contains("thing.word") && !Catch::Contains("secret"));
    CHECK(on.db.run(put_thing, 2, "told", 0.0) == 1);
    const auto no_table = [&] { on.db.run("DELETE FROM nothing WHERE word = :word", "secret"); };
    CHECK(trouble_of(no_table) == trouble::internal);
    CHECK_THAT(message_of(no_table), !Catch::Contains("secret"));
}

TEST_CASE("too few and too many values are refused, and nothing is changed", "[store]") {
    statement_bench on;
    CHECK(trouble_of([&] { on.db.run("INSERT INTO thing (id, word) VALUES (:id, :word)", 1); }) == trouble::internal);
    CHECK(trouble_of([&] { on.db.run("INSERT INTO thing (id) VALUES (:id)", 1, "more"); }) == trouble::internal);
    CHECK(trouble_of([&] {
              on.db.run("INSERT INTO thing (id, word) VALUES (:same, :same)", 1, 2); // counts once
          }) == trouble::internal);
    std::int64_t rows = 7;
    on.db.one("SELECT COUNT(*) FROM thing", std::tie(rows));
    CHECK(rows == 0);
}

TEST_CASE("how many rows a statement changed is of that statement", "[store]") {
    statement_bench on;
    for (int id = 1; id <= 3; ++id)
        CHECK(on.db.run(put_thing, id, "", 0.0) == 1);
    CHECK(on.db.run("UPDATE thing SET word = 'a' WHERE id > :id", 1) == 2);
    CHECK(on.db.run("UPDATE thing SET word = 'b' WHERE id > :id", 3) == 0);
    CHECK(on.db.run("DELETE FROM thing WHERE word = :word", "a") == 2);
}
