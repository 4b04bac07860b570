#include "knowledge/match/classifier.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/match/word_pieces.hpp"
#include "tests/knowledge/match/small_knowledge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;
namespace match = knowledge::match;

namespace {

document loan(std::int64_t id, std::vector<std::string> phrasings) {
    return tests::entry_of(id, std::move(phrasings), "[answer " + std::to_string(id) + "]");
}

// A lending library. Renewing and returning share most of their words; what decides is one of them.
std::vector<document> lending_library() {
    return {
        loan(1, {"can i keep my book longer", "i want to renew the book", "renew my loan please",
                 "is it possible to extend the loan of a book", "extend my loan", "how do i renew books online",
                 "i need my book for another week"}),
        loan(2, {"where do i return my book", "i want to return the book", "how do i give books back",
                 "can i return my loan on sunday", "is there a box to return a book", "return my loan please",
                 "bring the book back"}),
        loan(3, {"i lost my card", "my card was stolen", "what if the card is gone", "card missing",
                 "i cannot find my library card", "report a lost card"}),
        loan(4, {"when are you open"}),
    };
}

// An index of documents and what is learnt from them.
class lessons {
  public:
    explicit lessons(const std::vector<document>& documents)
        : all_(write(documents)), terms_(all_), practice(all_, terms_) {}

    std::vector<float> margins_of(std::string_view text) const {
        std::vector<float> margins;
        practice.judge(analyse(terms_, nullptr, text), text, margins);
        return margins;
    }

  private:
    static image write(const std::vector<document>& documents) {
        image_writer writer;
        invert(documents, nullptr, writer);
        const image terms = writer.finish();
        classifier::train(documents, inverted(terms), writer);
        writer.put(terms);
        return writer.finish();
    }

    image all_;
    inverted terms_;

  public:
    classifier practice;
};

} // namespace

TEST_CASE("an entry is learnt from five wordings on", "[match]") {
    const lessons taught(lending_library());
    CHECK(std::vector<std::uint32_t>(taught.practice.learnt().begin(), taught.practice.learnt().end()) ==
          std::vector<std::uint32_t>{0, 1, 2});
    CHECK(taught.practice.wordings_each() == Approx(20.0 / 3));
}

TEST_CASE("one learnt entry alone teaches nothing", "[match]") {
    auto few = lending_library();
    few.erase(few.begin() + 1, few.begin() + 3);
    const lessons taught(few);
    CHECK(taught.practice.learnt().empty());
    CHECK(taught.practice.wordings_each() == 0);
    CHECK(taught.margins_of("renew my book").empty());
    CHECK(lessons({}).practice.learnt().empty());
}

TEST_CASE("a question is told from its neighbours by the words that decide", "[match]") {
    const lessons taught(lending_library());
    auto [text, expected] = GENERATE(table<const char*, std::size_t>({{"please renew this book for me", 0},
                                                                      {"extending a loan", 0},
                                                                      {"returning my book", 1},
                                                                      {"can i bring it back on sunday", 1},
                                                                      {"library card stolen", 2}}));
    INFO(text);
    const std::vector<float> margins = taught.margins_of(text);
    REQUIRE(margins.size() == 3);
    CHECK(static_cast<std::size_t>(std::max_element(margins.begin(), margins.end()) - margins.begin()) == expected);
}

TEST_CASE("a question of unknown words is nobody's", "[match]") {
    const lessons taught(lending_library());
    for (const char* text : {"zzyzx qwrt", "", "天气", "\xFF"})
        for (const float margin : taught.margins_of(text))
            CHECK(margin < 0);
}

TEST_CASE("the same documents give the same classifier", "[match]") {
    const auto text = "i would like to renew the loan of my book";
    CHECK(lessons(lending_library()).margins_of(text) == lessons(lending_library()).margins_of(text));
}

TEST_CASE("what was learnt decides the order and is explained", "[match]") {
    const auto all = match::index::build(lending_library());
    query q;
    q.text = "i want to renew my loan, can i return the book later";
    const std::vector<explanation> ranked = all->explain(q);
    REQUIRE_FALSE(ranked.empty());
    for (const explanation& e : ranked) {
        const bool practised = e.what.id.value != 4;
        INFO(e.what.id.value);
        CHECK(at(e.features, feature::learnable) == (practised ? 1.0 : 0.0));
        if (!practised) CHECK(at(e.features, feature::learnt) == 0);
    }
    q.text = "when do you open";
    CHECK(all->explain(q).front().what.id.value == 4);
}

TEST_CASE("words are spelled out in one way", "[match]") {
    auto [text, expected] = GENERATE(table<const char*, const char*>({{"Renew  my BOOK!", " renew my book "},
                                                                      {"a-b.c", " a b c "},
                                                                      {"书 book 书", " book "},
                                                                      {"书", ""},
                                                                      {"", ""},
                                                                      {"?!", ""}}));
    CHECK(spelled_out(text) == expected);
}

TEST_CASE("pieces are three and four letters in a row", "[match]") {
    std::vector<std::string> pieces;
    each_piece(" ab c ", [&](std::string_view piece) { pieces.emplace_back(piece); });
    CHECK(pieces == std::vector<std::string>{" ab", "ab ", "b c", " c ", " ab ", "ab c", "b c "});
}
