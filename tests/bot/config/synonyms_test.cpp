// Synonyms of a community: what is taken, and what is said about the rest.
#include "bot/config/describe.hpp"
#include "tests/bot/config/samples.hpp"

#include <catch2/catch.hpp>

using namespace bot::config;
using samples::mistakes_in;
using samples::settings_in;

namespace {

std::string with_synonyms(const std::string& value) {
    return "[simulator]\nenabled = true\n[[community]]\nname = \"Tea\"\nworkspaces = [\"simulator:local\"]\n"
           "synonyms = " +
           value + "\n";
}

} // namespace

TEST_CASE("synonyms of all communities count", "[config]") {
    const auto all =
        settings_in(with_synonyms(R"([["盖碗", "gaiwan"], ["TC", "事务协调器", "transaction coordinator"]])") +
                    "[[community]]\nname = \"Coffee\"\nunlisted_groups = false\n"
                    "workspaces = [\"simulator:local\"]\nsynonyms = [[\"手冲\", \"pour over\"]]\n");
    const auto rows = all.synonyms();
    REQUIRE(rows.size() == 3);
    CHECK(rows[1] == std::vector<std::string>{"TC", "事务协调器", "transaction coordinator"});
    CHECK(rows[2].front() == "手冲");
    CHECK_THAT(describe(all), Catch::Contains(R"(synonyms = [["盖碗","gaiwan"],["TC")"));
    CHECK(settings_in(with_synonyms("[]")).synonyms().empty());
}

TEST_CASE("a mistake in synonyms is named with its place", "[config]") {
    auto [what, value, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"one word alone", R"([["TC"]])",
         "q.toml:6:13: community.synonyms: expected two words and more in a row, found 1"},
        {"a list of words", R"(["TC", "事务"])",
         R"(q.toml:6:13: community.synonyms: expected a list of lists [["…", "…"], …], found a text in quotes)"},
        {"a number", "3",
         R"(q.toml:6:12: community.synonyms: expected a list of lists [["…", "…"], …], found a whole number)"},
        {"three words", R"([["TC", "the big coordinator"]])",
         "q.toml:6:20: community.synonyms: expected Chinese characters alone, or an English word, or two of them, "
         "found "
         "\"the big coordinator\""},
        {"a word of two rows", R"([["a1", "b1"], ["c1", "b1"]])",
         "q.toml:6:34: community.synonyms: \"b1\" is there twice"},
    }));
    INFO(what);
    const auto found = mistakes_in(with_synonyms(value));
    REQUIRE_FALSE(found.empty());
    CHECK(found.front() == expected);
}
