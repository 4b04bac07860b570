#include "knowledge/text/hash.hpp"
#include "knowledge/text/synonyms.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace knowledge::text;
using rows = std::vector<std::vector<std::string>>;

// What the rows add to a text.
std::vector<std::string> meanings(const rows& known, std::string_view text) {
    const synonyms own(known);
    token_list tokens;
    tokenise(text, tokens);
    const std::size_t cut = tokens.size();
    own.add_meanings(tokens);
    std::vector<std::string> found;
    for (std::size_t i = cut; i < tokens.size(); ++i)
        found.emplace_back(tokens.text(tokens[i]));
    return found;
}

using texts = std::vector<std::string>;
const rows owls{{"枭网", "owl-gate", "OG"}, {"night shift", "夜班"}};

} // namespace

TEST_CASE("a word of a row means what the row means", "[text]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, texts>({
        {"in Chinese", "枭网怎么重启", {"=枭网"}},
        {"in the middle of Chinese", "我们的枭网挂了，枭网", {"=枭网", "=枭网"}},
        {"in traditional characters", "梟網", {"=枭网"}},
        {"as it is written", "restart owl-gate", {"=枭网"}},
        {"written together", "restart OwlGate", {"=枭网"}},
        {"as two words", "restart the owl gate", {"=枭网"}},
        {"in another case", "og is down", {"=枭网"}},
        {"two words, one of them in the plural", "who has night shifts", {"=nightshift"}},
        {"not inside a longer word", "dogs and logs", {}},
        {"not a part of it", "the owl in the shift", {}},
        {"nothing", "", {}},
    }));
    CAPTURE(what);
    CHECK(meanings(owls, text) == expected);
}

TEST_CASE("a row that shares a word with the shipped glossary adds to its row", "[text]") {
    const rows known{{"茶经", "文档"}};
    CHECK(meanings(known, "茶经在哪里") == texts{"=doc"});
    CHECK(meanings(known, "文档在哪里").empty()); // the tokeniser has said it
}

TEST_CASE("what no text can be searched for is no synonym", "[text]") {
    auto [word, right] = GENERATE(table<const char*, bool>({
        {"事务协调器", true},
        {"TC", true},
        {"v2", false},
        {"sofa-rpc", true},
        {"SOFARPC", true},
        {"service.mesh.control.plane", true},
        {"transaction coordinator", true},
        {"C++", true},
        {"three separate words", false},
        {"AT 模式", false},
        {"模式AT", false},
        {"！？", false},
        {" ", false},
        {"", false},
    }));
    CAPTURE(word);
    CHECK(wrong_synonym(word).empty() == right);
}

TEST_CASE("the fingerprint of synonyms is theirs alone", "[text]") {
    const synonyms none(rows{}), one(owls), same(owls), other(rows{{"枭网", "owl-gate"}, {"night shift", "夜班"}});
    CHECK(none.fingerprint() == 0);
    CHECK(one.fingerprint() == same.fingerprint());
    CHECK(one.fingerprint() != other.fingerprint());
}

TEST_CASE("a word of a row is known with what it is cut into", "[text]") {
    const synonyms own(rows{{"枭网", "owl-gate", "transaction coordinator"}, {"茶经", "文档"}, {"TC", "事务协调器"}});
    token_list tokens;
    tokenise("transaction coordinator 枭网 茶经 owl 事务协调器", tokens);
    const auto found = own.words_in(tokens);
    REQUIRE(found.size() == 4);
    const auto is_cut_into = [](const synonyms::in_text& word, const texts& terms) {
        std::vector<std::uint64_t> expected;
        for (const auto& one : terms)
            expected.push_back(hash_of(one));
        return std::is_permutation(word.terms.begin(), word.terms.end(), expected.begin(), expected.end());
    };
    CHECK(is_cut_into(found[0], {"transact", "coordin", "transactioncoordin", "=transaction"}));
    CHECK(is_cut_into(found[1], {"枭", "网", "枭网"}));
    CHECK(found[0].meaning == hash_of("=枭网"));
    CHECK(found[1].meaning == found[0].meaning);
    CHECK_FALSE(found[0].general);
    CHECK(found[2].meaning == hash_of("=doc"));
    CHECK(found[2].general);
    // The general meaning of a part of it (事务) is not what is said.
    CHECK(std::ranges::count(found[3].terms, hash_of("=transaction")) == 1);
}
