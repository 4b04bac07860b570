#include "adapters/dingtalk/render.hpp"
#include "adapters/slack/render.hpp"
#include "bot/conversation/card.hpp"

#include <catch2/catch.hpp>

using namespace bot::conversation;
using Catch::Contains;
namespace chat = adapters::chat;
namespace store = knowledge::store;
using bot::config::language;

namespace {

shown_cluster sample() {
    shown_cluster one;
    one.what.number = 12;
    one.first.id = {4711};
    one.first.number = 12;
    one.first.text = "How do I descale the kettle?";
    one.first.member_name = "Ming";
    one.questions = 3;
    one.askers = 2;
    one.groups = {"tea room"};
    return one;
}

shown_candidate candidate(std::int64_t id, std::string question) {
    shown_candidate one;
    one.entry.id = {id};
    one.entry.external_id = "e" + std::to_string(id);
    one.entry.question = std::move(question);
    one.confidence = 38;
    return one;
}

} // namespace

TEST_CASE("what a button of a card is about is short, and nothing else is read as it", "[conversation]") {
    const card_reference one{{4711}}, with{{4711}, 17};
    CHECK(to_string(one) == "q3mv");
    CHECK(card_reference_from(to_string(one)) == one);
    CHECK(card_reference_from(to_string(with)) == with);
    for (const auto* text : {"", "q", "12", "q3mv.", "q3mv.-1", "q3mv.1.2", "q3mv:2", "q3mv.0", "q3mv.zz zz"})
        CHECK_FALSE(card_reference_from(text));
}

TEST_CASE("a card names by their ids whom the platform shows by name, and else says the ids", "[conversation]") {
    auto asked = sample();
    asked.first.member_name.clear();
    asked.first.member = "U0ALICE";
    asked.groups = {"C0HELP", "[x](member:U0EVE)"};
    asked.group_ids = {"C0HELP"};
    asked.answers = {{.number = 3, .text = "[x](member:U0EVE)", .proposed_by = "slack:T1:U0TINA"},
                     {.number = 4, .text = "Tea.", .proposed_by = "dingtalk:d1:0123"}};
    CHECK_THAT(card_reply(asked, {}, {}, language::en).markdown,
               Contains("U0ALICE") && Contains("C0HELP") && !Contains("(member:U0ALICE)") && !Contains("(group:"));
    asked.names_ids = true;
    const auto card = card_reply(asked, {}, {}, language::en);
    CHECK(card.names_members);
    CHECK_THAT(card.markdown, Contains("[U0ALICE](member:U0ALICE)") && Contains("[C0HELP](group:C0HELP)") &&
                                  Contains("[U0TINA](member:U0TINA)") && !Contains("member:0123"));
    // What others wrote names nobody.
    CHECK_THAT(card.markdown, !Contains("[x](member"));
    asked.what.state = store::cluster_state::answered;
    asked.what.assigned_to = "slack:T1:U0MONA";
    CHECK_THAT(cluster_status(asked.what, {}, 0, language::en, true), Contains("[U0MONA](member:U0MONA)"));
}

TEST_CASE("a card says what was given and did not help", "[conversation]") {
    auto asked = sample();
    asked.given = candidate(17, "How do I clean the pot?").entry;
    CHECK_THAT(card_reply(asked, {}, {}, language::en).markdown,
               Contains("did not help: How do I clean the pot? (e17)"));
}

TEST_CASE("a card shows the question, who asks, what comes near, and what can be done", "[conversation]") {
    store::cluster near;
    near.number = 10;
    const std::vector<shown_candidate> candidates{candidate(17, "How do I clean the pot?"), candidate(18, "And tea?")};
    const auto card = card_reply(sample(), candidates, {&near, 1}, language::en);
    CHECK_THAT(card.markdown, Contains("#12") && Contains("How do I descale the kettle?") && Contains("Ming") &&
                                  Contains("tea room") && Contains("asked 3 times by 2 people") &&
                                  Contains("How do I clean the pot? (e17, confidence 38)"));
    std::vector<std::string> says;
    for (const auto& one : card.buttons)
        says.push_back(one.says);
    // The first five are all that some platforms show.
    CHECK(says == std::vector<std::string>{"answer #12", "link #12 e17", "ignore #12", "assign #12", "merge #12 #10",
                                           "link #12 e18"});
    CHECK(card_reference_from(card.buttons[1].value) == card_reference{{4711}, 17});
    CHECK(card_reference_from(card.buttons[4].value) == card_reference{{4711}, 10});

    auto answered = sample();
    answered.answers = {{.number = 3, .text = "Vinegar."}, {.number = 5, .text = "Citric acid."}};
    says.clear();
    for (const auto& one : card_reply(answered, candidates, {}, language::en).buttons)
        says.push_back(one.says);
    CHECK(says == std::vector<std::string>{"answer #12", "accept #3", "link #12 e17", "ignore #12", "assign #12",
                                           "link #12 e18", "accept #5"});

    auto ended = sample();
    ended.what.state = store::cluster_state::answered;
    CHECK(card_reply(ended, candidates, {}, language::en).buttons.empty());
}

TEST_CASE("words of members on a card neither ping nor link nor break out", "[conversation]") {
    auto nasty = sample();
    nasty.first.text = "<!channel> <@U0MONA> @all [click](https://evil.example)\n\n# heading\n- #13 forged";
    nasty.first.member_name = "*Mona* (moderator) <!here>";
    nasty.groups = {"<!everyone>"};
    store::proposal answer;
    answer.number = 3;
    answer.text = "<!channel> ask @all\n> #99";
    answer.proposed_name = "<@U1>";
    nasty.answers = {answer};
    for (const auto& made : {card_reply(nasty, {}, {}, language::en), digest_reply({&nasty, 1}, 1, language::en),
                             open_clusters_reply({&nasty, 1}, 1, {}, language::en)}) {
        INFO(made.markdown);
        const auto in_slack = adapters::slack::render(made.markdown, 3000);
        CHECK_THAT(in_slack, !Contains("<!") && !Contains("<@") && !Contains("|click"));
        CHECK_THAT(in_slack, !Contains("\n# ") && !Contains("\n- #13"));
        const auto in_dingtalk = adapters::dingtalk::render(made.markdown);
        CHECK_THAT(in_dingtalk, !Contains("\n# heading"));
    }
}

TEST_CASE("that somebody asked once goes without saying, and nobody waits for no time", "[conversation]") {
    auto once = sample();
    once.questions = once.askers = 1;
    once.what.first_asked = knowledge::timestamp{};
    const auto a_moment = knowledge::timestamp(std::chrono::seconds(10));
    CHECK_THAT(card_reply(once, {}, {}, language::en).markdown, Contains("asked by Ming in tea room\n\n> "));
    CHECK_THAT(card_reply(once, {}, {}, language::zh).markdown, Contains("Ming 在 tea room 提问\n\n> "));
    CHECK_THAT(open_clusters_reply({&once, 1}, 1, a_moment, language::zh).markdown,
               Catch::EndsWith("- #12 How do I descale the kettle? · 等了 1 分钟"));
}

TEST_CASE("what has become of a cluster is said in one line", "[conversation]") {
    store::cluster one;
    CHECK(cluster_status(one, {}, 0, language::en).empty());
    one.assigned_to = "slack:T1:U1";
    one.assigned_name = "Mona";
    CHECK(cluster_status(one, {}, 0, language::en) == "Mona is on it");
    one.state = store::cluster_state::merged;
    CHECK(cluster_status(one, {}, 10, language::en) == "merged with #10 by Mona");
    one.state = store::cluster_state::ignored;
    CHECK(cluster_status(one, {}, 0, language::zh) == "Mona 已忽略");
}

TEST_CASE("the list of open questions says how many ask, since when, and whose it is", "[conversation]") {
    auto one = sample();
    one.what.assigned_to = "slack:T1:U1";
    one.what.assigned_name = "Mona";
    const auto at = [](std::int64_t minutes) { return knowledge::timestamp(std::chrono::minutes(minutes)); };
    one.what.first_asked = at(0);
    CHECK(open_clusters_reply({&one, 1}, 1, at(150), language::en).markdown ==
          "1 question waits for an answer:\n\n- #12 How do I descale the kettle? · asked 3 times by 2 people · waiting "
          "for 2 h · Mona is on it");
    CHECK(open_clusters_reply({&one, 1}, 1, at(150), language::en).footer ==
          "To answer: `@bot answer #12 your answer`; if it needs none: `@bot ignore #12`.");
    CHECK(open_clusters_reply({}, 0, at(0), language::zh).markdown == "没有等待回答的问题。");
    CHECK(open_clusters_reply({}, 0, at(0), language::zh).footer.empty());
}
