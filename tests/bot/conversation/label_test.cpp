#include "bot/conversation/label.hpp"

#include <catch2/catch.hpp>

using namespace bot::conversation;
using knowledge::decision;
using knowledge::entry_id;
namespace store = knowledge::store;
using store::proposal_kind;
using store::proposal_state;
using store::question_state;

namespace {

constexpr entry_id kettle{1}, teapot{2};

store::question decided_question(decision decided, question_state state, entry_id answered_with) {
    return {.id = {7},
            .community = "tea",
            .text = "how do I clean it",
            .decided = decided,
            .candidates = {{kettle, "kettle", 50}},
            .state = state,
            .answered_with = answered_with};
}

nods with(proposal_kind kind, entry_id entry, proposal_state state) {
    return nods({{.number = 1,
                  .community = "tea",
                  .kind = kind,
                  .question = {5},
                  .entry = entry,
                  .text = "how do I clean it",
                  .state = state}});
}

const nods none{{}};
constexpr store::feedback_count liked{.helpful = 2, .unhelpful = 1}, disliked{.helpful = 0, .unhelpful = 1};

} // namespace

TEST_CASE("what people have said labels a decision", "[conversation]") {
    struct row {
        const char* what;
        store::question asked;
        store::feedback_count opinions;
        label expected;
    };
    const auto answered = decided_question(decision::answer, question_state::answered, kettle);
    const auto picked = decided_question(decision::suggest, question_state::answered, teapot);
    const auto by_person = decided_question(decision::silent, question_state::answered_by_person, teapot);
    auto deleted = answered;
    deleted.text.clear();
    auto from_a_list = answered;
    from_a_list.candidates.clear();
    const std::vector<row> rows{
        {"nobody said anything of an answer", answered, {}, {}},
        {"members found it helpful", answered, liked, {.who = judge_of::member, .right = kettle}},
        {"members did not", answered, disliked, {.who = judge_of::member, .wrong = kettle}},
        {"as many did as did not", answered, {.helpful = 1, .unhelpful = 1}, {}},
        {"a suggestion was picked", picked, {}, {.who = judge_of::member, .right = teapot}},
        {"it was picked, and did not help", picked, disliked, {.who = judge_of::member, .wrong = teapot}},
        {"a moderator answered", by_person, {}, {.who = judge_of::moderator, .right = teapot}},
        {"whatever members thought of the bot", by_person, disliked, {.who = judge_of::moderator, .right = teapot}},
        {"nothing is known yet", decided_question(decision::silent, question_state::open, {}), disliked, {}},
        {"it was taken back", deleted, disliked, {}},
        {"a follow-up was picked by its number", from_a_list, disliked, {}},
    };
    for (const auto& [what, question, opinions, expected] : rows) {
        INFO(what);
        CHECK(label_of(question, opinions, none) == expected);
    }
}

TEST_CASE("a moderator's nod makes a member's word count, a refusal takes it away", "[conversation]") {
    const auto picked = decided_question(decision::suggest, question_state::answered, teapot);
    const auto answered = decided_question(decision::answer, question_state::answered, kettle);
    const label nodded_pick{.who = judge_of::moderator, .right = teapot};
    CHECK(label_of(picked, {}, with(proposal_kind::phrasing, teapot, proposal_state::accepted)) == nodded_pick);
    CHECK(label_of(picked, {}, with(proposal_kind::phrasing, teapot, proposal_state::refused)) == label{});
    const label nodded_negative{.who = judge_of::moderator, .wrong = kettle};
    CHECK(label_of(answered, disliked, with(proposal_kind::negative, kettle, proposal_state::accepted)) ==
          nodded_negative);
    CHECK(label_of(answered, disliked, with(proposal_kind::negative, kettle, proposal_state::refused)) == label{});
    // Of something else.
    CHECK(label_of(answered, disliked, with(proposal_kind::negative, teapot, proposal_state::accepted)).who ==
          judge_of::member);
    CHECK(nodded_pick.weight() == 1);
    CHECK(label{.who = judge_of::member}.weight() == 0.5);
    CHECK(label{}.weight() == 0);
}

TEST_CASE("a label judges what was said", "[conversation]") {
    const label right{.who = judge_of::member, .right = kettle}, wrong{.who = judge_of::member, .wrong = kettle};
    const std::vector<std::tuple<const char*, label, decision, std::vector<entry_id>, verdict>> rows{
        {"the right answer", right, decision::answer, {kettle}, verdict::right},
        {"another answer", right, decision::answer, {teapot}, verdict::wrong},
        {"the right one among suggestions", right, decision::suggest, {teapot, kettle}, verdict::right},
        {"suggestions without it", right, decision::suggest, {teapot}, verdict::wrong},
        {"silence where there is an answer", right, decision::silent, {}, verdict::wrong},
        {"the wrong answer", wrong, decision::answer, {kettle}, verdict::wrong},
        {"another answer than the wrong one", wrong, decision::answer, {teapot}, verdict::unknown},
        {"silence instead of the wrong one", wrong, decision::silent, {}, verdict::right},
        {"suggestions instead of it", wrong, decision::suggest, {kettle, teapot}, verdict::unknown},
        {"nobody knows", label{}, decision::answer, {kettle}, verdict::unknown},
    };
    for (const auto& [what, known, said, given, expected] : rows) {
        INFO(what);
        CHECK(verdict_of(known, said, given) == expected);
    }
}
