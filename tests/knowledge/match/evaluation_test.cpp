#include "knowledge/match/evaluation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace knowledge::match;
namespace fs = std::filesystem;

namespace {

// A folder of its own for each test, gone afterwards.
class eval_folder {
  public:
    eval_folder(const std::string& kb, const std::string& queries) {
        static std::atomic<int> number{0};
        path_ =
            fs::temp_directory_path() / ("qunda-eval-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::create_directories(path_);
        std::ofstream(path_ / "kb.jsonl") << kb;
        std::ofstream(path_ / "queries.jsonl") << queries;
    }
    ~eval_folder() { fs::remove_all(path_); }
    eval_folder(const eval_folder&) = delete;
    eval_folder& operator=(const eval_folder&) = delete;

    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

const char* const small_kb =
    R"({"id":"a","question":"网关超时怎么配置","alternates":["gateway timeout"],"answer":"改 read_timeout"}
{"id":"b","question":"任务错过了会补跑吗","answer":"不会","context":["任务怎么配置"]}

{"id":"c","question":"附件大小上限","alternates":null,"answer":"10 MB"}
)";

const char* const small_queries = R"({"q":"网关超时怎么配置","gold":"a","kind":"para"}
{"q":"会补跑吗","gold":["b","gone"],"context":["任务"],"kind":"follow"}
{"q":"附件","gold":"gone","kind":"para"}
{"q":"谢谢","gold":null}
{"q":"哈哈","gold":[]}
{"q":"read_timeout","gold":"any"}
)";

std::string failure_of(const fs::path& folder, const eval_source& source = {}) {
    try {
        (void)read_eval_set(folder, source);
    } catch (const input_error& e) {
        return e.what();
    }
    return "";
}

} // namespace

TEST_CASE("an evaluation set is read with all forms of gold", "[match]") {
    const eval_folder folder(small_kb, small_queries);
    const eval_set set = read_eval_set(folder.path());
    REQUIRE(set.documents.size() == 3);
    CHECK(set.documents[0].phrasings == std::vector<std::string>{"网关超时怎么配置", "gateway timeout"});
    CHECK(set.documents[1].context == std::vector<std::string>{"任务怎么配置"});
    REQUIRE(set.queries.size() == 6);
    CHECK(set.queries[0].gold == std::vector<knowledge::entry_id>{{1}});
    CHECK(set.queries[1].gold == std::vector<knowledge::entry_id>{{2}}); // the one that is not known is dropped
    CHECK(set.queries[1].ask.context == std::vector<std::string>{"任务"});
    CHECK_FALSE(set.queries[2].answerable()); // gold is not in this knowledge base
    CHECK_FALSE(set.queries[3].answerable());
    CHECK_FALSE(set.queries[4].answerable());
    CHECK(set.queries[5].any);
}

TEST_CASE("what is known is read as an import reads it", "[match]") {
    const eval_folder folder(R"({"id":"a","question":"一","phrasings":["壹"],"answer":"甲"}
{"id":"b","question":"二","answer":"乙","previous":"a"}
{"id":"c","question":"三","answer":"丙","context":["二"]}
{"id":"d","question":"四","answer":"丁","context":["别处问过的"]}
{"id":"e","question":"五","answer":""}
{"id":"f","question":"六","answer":"己","state":"retired"}
)",
                             "{\"q\":\"一\",\"gold\":[\"a\",\"e\"]}\n");
    const eval_set set = read_eval_set(folder.path());
    REQUIRE(set.documents.size() == 4); // neither what has no answer nor what is retired
    CHECK(set.documents[0].phrasings == std::vector<std::string>{"一", "壹"});
    CHECK(set.documents[1].context == std::vector<std::string>{"一"});
    CHECK(set.documents[1].previous == set.documents[0].id);
    CHECK(set.documents[2].context == std::vector<std::string>{"一", "二"}); // the whole chain
    CHECK(set.documents[3].context == std::vector<std::string>{"别处问过的"});
    CHECK(set.queries[0].gold == std::vector<knowledge::entry_id>{set.documents[0].id});
}

TEST_CASE("a question is asked within what says the same in a field", "[match]") {
    const char* const kb = R"({"id":"a","question":"网关超时怎么配置","answer":"改 read_timeout","course":"一"}
{"id":"b","question":"网关超时怎么配置呢","answer":"改 write_timeout","course":"二"}
)";
    const eval_folder folder(kb, R"({"q":"网关超时怎么配置","gold":"b","course":"二"}
{"q":"网关超时怎么配置","gold":"a"}
)");
    const eval_set set = read_eval_set(folder.path(), {.within = "course"});
    CHECK(set.documents[0].collection == "一");
    CHECK(set.queries[0].ask.collections == std::vector<std::string>{"二"});
    CHECK(set.queries[1].ask.collections.empty());
    CHECK(*evaluate(set).all.hit1 == Approx(1));
    CHECK(*evaluate(folder.path()).all.hit1 == Approx(0.5)); // a is nearer to both

    CHECK(failure_of(folder.path(), {.within = "group"}).find("kb.jsonl:1: \"group\" is missing") != std::string::npos);
}

TEST_CASE("an empty set is refused", "[match]") {
    const eval_folder no_questions(small_kb, "\n");
    CHECK(failure_of(no_questions.path()).find("queries.jsonl: no questions") != std::string::npos);
    const eval_folder no_answers("{\"id\":\"a\",\"question\":\"x\"}\n", small_queries);
    CHECK(failure_of(no_answers.path()).find("kb.jsonl: nothing to answer with") != std::string::npos);
}

TEST_CASE("bad input is refused with file, line and reason", "[match]") {
    auto [what, kb, queries, where,
          reason] = GENERATE(table<const char*, const char*, const char*, const char*, const char*>({
        {"not JSON", "{\"id\":\"a\",\"question\":\"x\"}\n{oops\n", "", "kb.jsonl:2: ", "not JSON"},
        {"not an object", "[1]\n", "", "kb.jsonl:1: ", "not array"},
        {"no question", "{\"id\":\"a\"}\n", "", "kb.jsonl:1: ", "no question"},
        {"question of the wrong type", "\n{\"id\":\"a\",\"question\":5}\n", "",
         "kb.jsonl:2: ", "'question' must be text"},
        {"alternates of the wrong type", "{\"id\":\"a\",\"question\":\"x\",\"alternates\":\"y\"}\n", "",
         "kb.jsonl:1: ", "'alternates' must be a list"},
        {"an id twice", "{\"id\":\"a\",\"question\":\"x\"}\n{\"id\":\"a\",\"question\":\"x\"}\n", "",
         "kb.jsonl:2: ", "'a' is taken by line 1"},
        {"a question that is no object", small_kb, "[1]\n", "queries.jsonl:1: ", "not a JSON object"},
        {"a question that is not JSON", small_kb, "\n{oops\n", "queries.jsonl:2: ", "not JSON"},
        {"no gold", small_kb, "{\"q\":\"x\"}\n", "queries.jsonl:1: ", "\"gold\" is missing"},
        {"gold of the wrong type", small_kb, "{\"q\":\"x\",\"gold\":5}\n", "queries.jsonl:1: ", "\"gold\" is neither"},
        {"gold list of the wrong type", small_kb, "{\"q\":\"x\",\"gold\":[5]}\n",
         "queries.jsonl:1: ", "\"gold\" holds something"},
        {"no text", small_kb, "{\"gold\":null}\n", "queries.jsonl:1: ", "\"q\" is missing"},
    }));
    INFO(what);
    const eval_folder folder(kb, queries);
    const std::string failure = failure_of(folder.path());
    CAPTURE(failure);
    CHECK(failure.find(where) != std::string::npos);
    CHECK(failure.find(reason) != std::string::npos);
    CHECK(failure_of(folder.path(), {.kb_file = "nothing.jsonl"}).find("nothing.jsonl: cannot be opened") !=
          std::string::npos);
}

TEST_CASE("an evaluation gives the measures, whole and by kind", "[match]") {
    const eval_folder folder(small_kb, small_queries);
    const eval_report report = evaluate(folder.path());
    CHECK(report.all.n_answerable == 3);
    CHECK(report.all.n_none == 3);
    CHECK(*report.all.hit1 == Approx(1));
    CHECK(report.all.threshold == shipped_thresholds.answer_at);
    REQUIRE(report.kinds.size() == 2);
    CHECK(report.kinds[0].kind == "para");
    CHECK(report.kinds[0].numbers.n_answerable == 1);
    CHECK(report.kinds[0].numbers.n_none == 1);

    eval_options eager;
    eager.answer_at = 0;
    CHECK(evaluate(folder.path(), eager).all.recall == Approx(1));
    eager.answer_at = 101;
    CHECK(evaluate(folder.path(), eager).all.recall == 0);
    eager.folds = 1;
    CHECK_THROWS_AS(evaluate(folder.path(), eager), std::invalid_argument);
}

TEST_CASE("folds are dealt the same every time", "[match]") {
    const eval_folder folder(small_kb, small_queries);
    eval_options options;
    options.folds = 3;
    const eval_report once = evaluate(folder.path(), options), again = evaluate(folder.path(), options);
    CHECK(once.all.best_f1 == again.all.best_f1);
    CHECK(once.all.auroc == again.all.auroc);
    CHECK(once.folds == 3);
}

TEST_CASE("sets judged together are fitted to together", "[match]") {
    // In one set what shares words is right, in the other it never is: fitted to both, the first is believed less.
    std::string kb, right, never;
    for (int i = 0; i < 40; ++i) {
        const std::string n = std::to_string(100 + i);
        kb += R"({"id":"e)" + n + R"(","question":"网关 )" + n + R"( 超时怎么配置","answer":"改 read)" + n + "\"}\n";
        right += R"({"q":"网关 )" + n + R"( 超时怎么配置","gold":"any"})" + "\n";
        never += R"({"q":"网关 )" + n + R"( 超时怎么配置","gold":null})" + "\n";
    }
    right += "{\"q\":\"天气\",\"gold\":null}\n{\"q\":\"网关\",\"gold\":null}\n";
    const eval_folder first(kb, right), second(kb, never);
    const std::vector<eval_set> sets = {read_eval_set(first.path()), read_eval_set(second.path())};
    eval_options options;
    options.folds = 4;
    options.answer_at = 90;
    const eval_report alone = evaluate(sets[0], options);
    const auto together = evaluate_together(sets, options);
    REQUIRE(together.size() == 2);
    CHECK(together[0].name == sets[0].name);
    CHECK(together[1].all.n_none == 40);
    CHECK(alone.all.recall > 0.9);
    CHECK(together[0].all.recall == 0);

    CHECK(evaluate_together(std::span(sets).first(1), options).front().all.auroc == alone.all.auroc);
    options.folds = 0;
    CHECK_THROWS_AS(evaluate_together(sets, options), std::invalid_argument);
}

TEST_CASE("measures as JSON and as a table", "[match]") {
    const eval_folder folder(small_kb, "{\"q\":\"网关超时\",\"gold\":\"any\"}\n");
    const eval_report report = evaluate(folder.path());
    const auto json = nlohmann::json::parse(as_json(report));
    CHECK(json.size() == 13);
    CHECK(json.at("n_answerable") == 1);
    CHECK(json.at("hit1").is_null());
    CHECK(json.at("auroc").is_null());
    CHECK(json.at("threshold") == shipped_thresholds.answer_at);
    const std::vector<eval_report> reports = {report};
    CHECK(as_table(reports).find(report.name) != std::string::npos);
}

TEST_CASE("a fitted calibration can be judged and printed as the table of calibration.cpp", "[match]") {
    const eval_folder folder(small_kb, small_queries);
    const std::vector<fs::path> folders = {folder.path()};
    eval_options options;
    options.model = fit_calibration(folders);
    CHECK(*evaluate(folder.path(), options).all.auroc > 0.5);
    const std::string table = as_table(*options.model);
    CHECK(table.find("{\"intercept\",") != std::string::npos);
    for (const feature_description& f : feature_descriptions)
        CHECK(table.find("\"" + std::string(f.name) + "\"") != std::string::npos);
}

// The figures the matcher is held to, on the evaluation data when QUNDA_DATA names its folder.
TEST_CASE("figures on the evaluation data", "[match][figures]") {
    const char* const data = std::getenv("QUNDA_DATA");
    if (data == nullptr) {
        WARN("QUNDA_DATA is not set: the figures are not checked");
        return;
    }
    const fs::path sets = fs::path(data) / "eval";
    const auto measured = [&](const char* name, std::size_t folds) {
        eval_options options;
        options.folds = folds;
        return evaluate(sets / name, options);
    };
    for (const std::size_t folds : {0U, 5U}) {
        INFO("folds: " << folds);
        const eval_report sofa = measured("sofa", folds);
        CHECK(*sofa.all.hit1 >= 0.88);
        CHECK(*sofa.all.hit3 >= 0.95);
        CHECK(*sofa.all.mrr10 >= 0.91);
        CHECK(sofa.all.f1 >= 0.82);
        for (const eval_report::row& kind : sofa.kinds)
            if (kind.kind == "chat") CHECK(*kind.numbers.false_answers == 0);
        CHECK(measured("huixiangdou", folds).all.f1 >= 0.735);
        CHECK(*measured("datatalks-faq", folds).all.hit1 >= 0.86);
        CHECK(*measured("clinc150", folds).all.hit1 >= 0.935);
        CHECK(*measured("banking77", folds).all.hit1 >= 0.92);

        eval_options options; // as in the product, where a group searches its own collections
        options.folds = folds;
        options.source.within = "course";
        const eval_report own_course = evaluate(sets / "datatalks-faq", options);
        CHECK(*own_course.all.hit1 >= 0.88);
        CHECK(*own_course.all.mrr10 >= 0.91);
        CHECK(own_course.all.f1 >= 0.86);
        CHECK(own_course.all.cov95 >= 0.75);
    }
}

TEST_CASE("questions taken for the log of a group are judged by what was learnt from the others", "[match]") {
    std::string queries;
    for (int i = 0; i < 60; ++i) {
        const std::string number = std::to_string(i);
        queries += R"({"q":"大佬们请教网关 )" + number + R"( 号超时","gold":"any"})" + "\n";
        queries += R"({"q":"拼车吗 网关超时怎么配置 )" + number + R"(","gold":null})" + "\n";
    }
    const eval_folder folder(small_kb, queries);
    const eval_set set = read_eval_set(folder.path());
    const eval_report without = evaluate(set);
    CHECK_FALSE(without.own_log);
    const eval_report with = evaluate(set, {.own_log = true});
    REQUIRE(with.own_log);
    CHECK(with.own_log->enough);
    CHECK(with.own_log->for_bot + with.own_log->not_for_bot == 96); // four fifths
    CHECK(*with.all.auroc > *without.all.auroc);

    const eval_report few = evaluate(set, {.own_log = true, .own_log_labels = 40});
    CHECK(few.own_log->for_bot + few.own_log->not_for_bot == 40);
    CHECK_FALSE(few.own_log->enough);
    CHECK(few.all.f1 == without.all.f1);
    CHECK(*few.all.auroc == *without.all.auroc);
    CHECK(as_table(std::vector{few}).find("own log: ") != std::string::npos);
    CHECK(as_table(std::vector{few}).find("too few") != std::string::npos);
}
