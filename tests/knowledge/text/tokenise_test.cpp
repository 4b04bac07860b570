#include "knowledge/text/tokenise.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <random>
#include <set>
#include <string>

namespace knowledge::text {
std::ostream& operator<<(std::ostream& out, const token& t) {
    return out << static_cast<int>(t.kind) << ':' << t.text;
}
} // namespace knowledge::text

using namespace knowledge::text;

namespace {

// The terms of one kind, in order, separated by spaces.
std::string terms(std::string_view text, token_kind kind) {
    std::string all;
    for (const token& t : tokenise(text))
        if (t.kind == kind) all += (all.empty() ? "" : " ") + t.text;
    return all;
}

} // namespace

TEST_CASE("a word is cut the way people search for it", "[text]") {
    auto [what, text, words, compounds, numbers] =
        GENERATE(table<const char*, const char*, const char*, const char*, const char*>({
            {"English words lose their endings", "sampled rates", "sampl rate", "", ""},
            {"short words stay", "dns gas", "dns gas", "", ""},
            {"camelCase", "retryCount", "retri count", "retrycount", ""},
            {"PascalCase", "OrderServiceImpl", "order servic impl", "orderserviceimpl", ""},
            {"an acronym before a word", "HTTPServer", "http server", "httpserver", ""},
            {"an acronym after a word", "parseJSON", "pars json", "parsejson", ""},
            {"all capitals are one word", "README", "readm", "", ""},
            {"snake_case", "max_open_files", "max open file", "maxopenfil", ""},
            {"kebab-case", "rate-limiter", "rate limit", "ratelimit", ""},
            {"a dotted name keeps its last part whole", "org.acme.PlainTimer", "org acm plain timer",
             "plaintim orgacmeplaintim", ""},
            {"letters before digits", "jdk17", "jdk", "jdk17", "17"},
            {"a version is also its beginning", "v1.2.3", "", "1.2.3", "1 1.2"},
            {"a version without v", "2.10", "", "2.10", "2"},
            {"v before one number", "v3", "", "", "3"},
            {"an open version", "1.x", "x", "1x", "1"},
            {"C++ and C# keep their signs", "C++ c#", "c++ c#", "", ""},
            {"what's is what", "what's missing", "miss", "", ""},
            {"the dot that ends a sentence joins nothing", "Gates close.", "gate close", "", ""},
            {"a path", "/conf/app.yaml", "conf app yaml", "appyaml", ""},
            {"letters of other alphabets", "Größe Привет", "grösse привет", "", ""},
        }));
    INFO(what << ": " << text);
    CHECK(terms(text, token_kind::word) == words);
    CHECK(terms(text, token_kind::compound) == compounds);
    CHECK(terms(text, token_kind::number) == numbers);
}

TEST_CASE("Chinese is cut into characters and pairs around its function words", "[text]") {
    auto [what, text, characters, pairs, function] =
        GENERATE(table<const char*, const char*, const char*, const char*, const char*>({
            {"plain", "网关超时", "网 关 超 时", "网关 关超 超时", ""},
            {"a question's words are set apart", "请问网关怎么重启吗", "网 关 重 启", "网关 重启", "请问 怎么 吗"},
            {"的 joins nothing", "网关的端口", "网 关 端 口", "网关 端口", "的"},
            {"的 inside a word stays", "目的端口", "目 的 端 口", "目的 的端 端口", ""},
            {"了 inside a word stays", "了解网关", "了 解 网 关", "了解 解网 网关", ""},
            {"traditional finds simplified", "閘道逾時", "闸 道 逾 时", "闸道 道逾 逾时", ""},
            {"punctuation ends a run", "网关，端口", "网 关 端 口", "网关 端口", ""},
            {"Latin words end a run", "网关http端口", "网 关 端 口", "网关 端口", ""},
            {"a chat client's picture says nothing", "网关[捂脸]端口", "网 关 端 口", "网关 端口", ""},
            {"other brackets are read", "[网关端口号]", "网 关 端 口 号", "网关 关端 端口 口号", ""},
        }));
    INFO(what << ": " << text);
    CHECK(terms(text, token_kind::han) == characters);
    CHECK(terms(text, token_kind::han_pair) == pairs);
    CHECK(terms(text, token_kind::function) == function);
}

TEST_CASE("one name has one term, however it is written", "[text]") {
    auto [written] =
        GENERATE(table<const char*>({{"AcmeGate"}, {"acme-gate"}, {"acme_gate"}, {"Acme Gate"}, {"ACMEGATE"}}));
    const std::vector<token> tokens = tokenise(written);
    CAPTURE(written, tokens);
    CHECK(std::any_of(tokens.begin(), tokens.end(), [](const token& t) { return t.text == "acmeg"; }));
}

TEST_CASE("two languages share a meaning", "[text]") {
    auto [chinese, english] = GENERATE(table<const char*, const char*>({
        {"文档在哪里", "where are the docs"},
        {"怎么安装", "installation"},
        {"支持热加载吗", "hot reload"},
        {"会不会超时", "it timed-out"},
        {"回滚失败", "rollbacks"},
    }));
    const auto meanings = [](const char* text) {
        std::set<std::string> all;
        for (const token& t : tokenise(text))
            if (t.kind == token_kind::meaning) all.insert(t.text);
        return all;
    };
    const std::set<std::string> a = meanings(chinese), b = meanings(english);
    INFO(chinese << " / " << english);
    CHECK(std::any_of(a.begin(), a.end(), [&](const std::string& meaning) { return b.count(meaning) == 1; }));
}

TEST_CASE("English function words are names in a Chinese sentence", "[text]") {
    CHECK(terms("it is at the door", token_kind::function) == "it is at the");
    CHECK(terms("AT 网关", token_kind::word) == "at");
}

TEST_CASE("a word longer than anybody types is left out", "[text]") {
    CHECK(tokenise(std::string(65, 'k')).empty());
    CHECK(terms(std::string(64, 'k'), token_kind::word) == std::string(64, 'k'));
}

TEST_CASE("tokens are never empty and come out the same whatever the width and case of plain words", "[text]") {
    const std::vector<std::string> plain = {"gate", "port", "timeout", "网关", "端口", "怎么", "42", " ", ", "};
    std::mt19937 random(7);
    std::uniform_int_distribution<std::size_t> which(0, plain.size() - 1);
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (int n = 0; n < 8; ++n)
            text += plain[which(random)] + (n % 2 == 0 ? " " : "");
        std::string wide; // the same in full width
        for (const char c : text) {
            if (c > ' ' && static_cast<unsigned char>(c) < 0x7F) {
                wide += "\xEF";
                wide += static_cast<char>(c < 0x60 ? 0xBC : 0xBD);
                wide += static_cast<char>(c < 0x60 ? c + 0x60 : c + 0x20);
            } else {
                wide += c;
            }
        }
        const std::vector<token> tokens = tokenise(text);
        REQUIRE(tokens == tokenise(wide));
        REQUIRE(std::none_of(tokens.begin(), tokens.end(), [](const token& t) { return t.text.empty(); }));
    }
}

TEST_CASE("a list that remembers words cuts as one that does not", "[text]") {
    const std::vector<std::string> pieces = {"gate",
                                             "Gates",
                                             "the",
                                             "is",
                                             "StateMachine",
                                             "jdk17",
                                             "v1",
                                             "1.2.3",
                                             "42",
                                             "don't",
                                             "C++",
                                             "C#",
                                             "a",
                                             "docs",
                                             "hot",
                                             "deploy",
                                             "文档",
                                             "怎么",
                                             "sofa-rpc",
                                             "naïve",
                                             "GATE",
                                             "_",
                                             std::string(65, 'k'),
                                             "running",
                                             "x",
                                             "é"};
    const std::vector<std::string> joints = {" ", " ", " ", "", "-", ".", "_", "'", ", ", "+", "#", "\n", "  "};
    std::mt19937 random(2026);
    token_list remembering, plain;
    remembering.remember_words();
    std::size_t without_text = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (int n = 0; n < 6; ++n)
            text += pieces[random() % pieces.size()] + joints[random() % joints.size()];
        tokenise(text, plain);
        tokenise(text, remembering);
        INFO(text);
        REQUIRE(plain.size() == remembering.size());
        for (std::size_t t = 0; t < plain.size(); ++t) {
            REQUIRE(plain[t].kind == remembering[t].kind);
            REQUIRE(plain[t].hash == remembering[t].hash);
            if (remembering[t].kind == token_kind::pair && remembering[t].size == 0)
                ++without_text;
            else
                REQUIRE(plain.text(plain[t]) == remembering.text(remembering[t]));
        }
    }
    CHECK(without_text > 0);
}

TEST_CASE("words are remembered up to a bound, and cut the same beyond it", "[text]") {
    token_list remembering, plain;
    remembering.remember_words();
    std::size_t remembered = 0;
    for (int number = 0; number < 140'000; ++number) {
        std::string word = "qzx"; // nothing known begins so; then base 20 in letters
        for (int left = number; left > 0; left /= 20)
            word += static_cast<char>('a' + left % 20);
        tokenise(word, plain);
        tokenise(word, remembering);
        if (plain.size() != 1 || remembering.size() != 1 || plain[0].hash != remembering[0].hash) FAIL(word);
        if (token_list::number_in_memory(remembering[0])) ++remembered;
    }
    CHECK(remembered == 1U << 17U);
}

TEST_CASE("any bytes can be tokenised", "[text]") {
    std::mt19937 random(11);
    std::uniform_int_distribution<int> byte(0, 255), length(0, 60);
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        for (int n = length(random); n > 0; --n)
            text += static_cast<char>(byte(random));
        REQUIRE(tokenise(text).size() <= 6 * text.size());
    }
}

TEST_CASE("words of both languages, and names written in two ways, share a meaning", "[text]") {
    const auto meanings = [](std::string_view text) {
        std::vector<std::string> found;
        for (const token& t : tokenise(text))
            if (t.kind == token_kind::meaning) found.push_back(t.text);
        std::sort(found.begin(), found.end());
        return found;
    };
    auto [chinese, english] = GENERATE(table<const char*, const char*>({{"灰度", "canary"},
                                                                        {"断线重连", "reconnect"},
                                                                        {"连接池", "connection pool"},
                                                                        {"优雅停机", "graceful shutdown"},
                                                                        {"幂等", "idempotent"},
                                                                        {"k8s", "Kubernetes"},
                                                                        {"回放", "recordings"}}));
    INFO(chinese << " / " << english);
    std::vector<std::string> shared;
    const std::vector<std::string> a = meanings(chinese), b = meanings(english);
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
    CHECK_FALSE(shared.empty());
}
