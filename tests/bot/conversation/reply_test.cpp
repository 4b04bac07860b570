#include "bot/conversation/reply.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace bot::conversation;

namespace {

knowledge::entry entry(std::string question, std::string answer) {
    knowledge::entry one;
    one.question = std::move(question);
    one.answer = std::move(answer);
    return one;
}

} // namespace

TEST_CASE("a member's words are quoted so that they mean themselves", "[conversation]") {
    auto [what, text, expected] = GENERATE(table<const char*, const char*, const char*>({
        {"plain", "怎么配", "怎么配"},
        {"several lines become one", "one\n\n  two\tthree ", "one two three"},
        {"marks", "*bold* `code` [x](y)", "\\*bold\\* \\`code\\` \\[x\\](y)"},
        {"a heading", "# title", "\\# title"},
        {"a quote", "> said", "\\> said"},
        {"a list", "1. first", "1\\. first"},
        {"a version is left readable", "1.2", "1\\.2"},
        {"markup", "<b>&amp;", "\\<b\\>\\&amp;"},
        {"too long", "一二三四五六七八九十十一", "一二三四五六七八九十…"},
    }));
    INFO(what);
    CHECK(quoted_line(text, std::string_view(what) == "too long" ? 10 : 100) == expected);
}

TEST_CASE("an answer is the entry's, word for word, with its source and the chain's next questions", "[conversation]") {
    auto one = entry("采样率怎么配？", "只在**入口**配置一次。");
    one.sources = {{.edition = "2026-11-06",
                    .thread = 1,
                    .turn = 1,
                    .asker = "a",
                    .label = "SOFATracer",
                    .url = "https://example.org/tracer",
                    .file = {}},
                   {.edition = "2026-11-13",
                    .thread = 2,
                    .turn = 1,
                    .asker = "b",
                    .label = "SOFATracer",
                    .url = "https://example.org/tracer",
                    .file = {}}};
    const std::vector<knowledge::entry> next{entry("那上报呢？", "x"), entry("能改吗？", "y")};

    const auto said = answer_reply(one, next, knowledge::question_id{46655}, config::language::zh);
    CHECK(said.title == "回答：采样率怎么配？");
    CHECK(said.markdown == "> 采样率怎么配？\n\n只在**入口**配置一次。");
    CHECK(said.footer == "来源：2026-11-06 周刊 · [SOFATracer](https://example.org/tracer) · 2026-11-13 周刊\n\n"
                         "相关追问（@我 并回复序号即可）：\n\n1. 那上报呢？\n2. 能改吗？");
    const std::vector<adapters::chat::button> buttons{
        {adapters::chat::action::helpful, "qzzz", "有用", "有用 qzzz"},
        {adapters::chat::action::unhelpful, "qzzz", "没用", "没用 qzzz"},
        {adapters::chat::action::ask_moderator, "qzzz", "找管理员", "找管理员 qzzz"}};
    CHECK(said.buttons == buttons);
}

TEST_CASE("suggestions are buttons, and so is none of them", "[conversation]") {
    knowledge::store::question asked;
    asked.id = {36};
    asked.number = 7;
    asked.candidates = {{{1}, "e1", 40}, {{2}, "e2", 38}, {{3}, "e3", 30}};
    auto second = entry("Second?", "x");
    second.id = {2};
    const auto said = suggest_reply({&second, 1}, asked, config::language::en); // the first was retired meanwhile
    const std::vector<adapters::chat::button> buttons{
        {adapters::chat::action::pick, "q10:2", "Second?", "pick q10:2"},
        {adapters::chat::action::ask_moderator, "q10", "None of these", "ask a moderator q10"}};
    CHECK(said.buttons == buttons);
    CHECK_THAT(said.markdown, Catch::Contains("1. Second?"));
    CHECK_THAT(said.footer, Catch::Contains("#7"));
}

TEST_CASE("a reply's status says what has become of it", "[conversation]") {
    knowledge::store::question asked;
    asked.state = knowledge::store::question_state::answered;
    CHECK(status_line(asked, {}, config::language::en).empty());
    CHECK(status_line(asked, {.helpful = 2, .unhelpful = 1}, config::language::en) == "helpful 2 · not helpful 1");
    asked.state = knowledge::store::question_state::open;
    asked.number = 12;
    CHECK_THAT(status_line(asked, {.helpful = 0, .unhelpful = 1}, config::language::zh),
               Catch::StartsWith("有用 0 · 没用 1 · ") && Catch::Contains("#12"));
}

TEST_CASE("an answer without source or chain is only the answer", "[conversation]") {
    CHECK(answer_reply(entry("Q?", "A."), {}, {}, config::language::en).markdown == "> Q?\n\nA.");
    CHECK(answer_reply(entry("Q?", "A."), {}, {}, config::language::en).footer.empty());
}

TEST_CASE("a group's own words are said when there is no answer, with the number", "[conversation]") {
    config::group_settings group;
    group.speaks = config::language::en;
    CHECK_THAT(logged_reply(12, group).markdown, Catch::Contains("logged as #12"));
    group.no_answer = "Nobody knows {yet}";
    CHECK(logged_reply(12, group).markdown == "Nobody knows {yet} (#12)");
}
