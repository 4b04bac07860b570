#include "adapters/chat/json_reader.hpp"

#include <catch2/catch.hpp>

using namespace adapters::chat;
using namespace std::string_literals;

namespace {

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t level = 1; level < depth; ++level)
        text += "{\"a\":";
    text += "{\"a\":1}";
    text.append(depth - 1, '}');
    return text;
}

json_result<int> read(std::string_view text) {
    return read_json(text, [](const json_object&) { return 1; });
}

} // namespace

TEST_CASE("the JSON reader refuses before a field is read", "[chat][json]") {
    auto [what, text, expected] = GENERATE(table<const char*, std::string, json_trouble>({
        {"nothing", "", json_trouble::not_json},
        {"blanks", "  \n", json_trouble::not_json},
        {"a word", "hello", json_trouble::not_json},
        {"a list", "[1,2]", json_trouble::not_an_object},
        {"a number", "7", json_trouble::not_an_object},
        {"an object cut short", R"({"a":1)", json_trouble::not_json},
        {"an object with something behind it", R"({"a":1} x)", json_trouble::not_json},
        {"two objects", R"({"a":1}{"b":2})", json_trouble::not_json},
        {"a trailing comma", R"({"a":1,})", json_trouble::not_json},
        {"single quotes", "{'a':1}", json_trouble::not_json},
        {"a bad escape", R"({"a":"\q"})", json_trouble::not_json},
        {"half a surrogate pair", R"({"a":"\ud800"})", json_trouble::not_json},
        {"a raw control character", "{\"a\":\"\x01\"}", json_trouble::not_json},
        {"a NUL byte", "{\"a\":1}\0"s, json_trouble::not_json},
        {"bytes that are not UTF-8", "{\"a\":\"\xff\xfe\"}", json_trouble::not_utf8},
        {"an overlong UTF-8 form", "{\"a\":\"\xc0\xaf\"}", json_trouble::not_utf8},
        {"33 levels", nested(33), json_trouble::too_deep},
        {"10000 levels", std::string(10000, '[') + std::string(10000, ']'), json_trouble::too_deep},
        {"one byte over 64 KiB", "{\"a\":\"" + std::string(64 * 1024 - 7, 'x') + "\"}", json_trouble::too_large},
    }));
    INFO(what);
    const auto result = read(text);
    REQUIRE_FALSE(result);
    CHECK(result.error() == json_error{expected, ""});
}

TEST_CASE("the JSON reader takes what is just within its bounds", "[chat][json]") {
    CHECK(read(nested(32)));
    CHECK(read("{\"a\":\"" + std::string(64 * 1024 - 8, 'x') + "\"}"));
    CHECK(read("{}"));
}

TEST_CASE("a field of the wrong type fails the read and says where", "[chat][json]") {
    static constexpr std::string_view text =
        R"({"s":"x","n":5,"f":true,"z":null,"d":1.5,"big":18446744073709551615,"o":{"in":{"k":1}},
            "l":[{"k":"v"},{"k":2}],"mixed":[{"k":"v"},3]})";
    struct row {
        const char* what;
        void (*decode)(const json_object&);
        json_error expected;
    };
    const row rows[] = {
        {"a number where text is due",
         [](const json_object& o) { (void)o.text("n"); },
         {json_trouble::wrong_type, "n"}},
        {"even when it is optional",
         [](const json_object& o) { (void)o.text_or("n", ""); },
         {json_trouble::wrong_type, "n"}},
        {"text where a number is due",
         [](const json_object& o) { (void)o.integer("s"); },
         {json_trouble::wrong_type, "s"}},
        {"a fraction where a whole number is due",
         [](const json_object& o) { (void)o.integer("d"); },
         {json_trouble::wrong_type, "d"}},
        {"a number beyond 63 bits",
         [](const json_object& o) { (void)o.integer("big"); },
         {json_trouble::wrong_type, "big"}},
        {"a number where yes or no is due",
         [](const json_object& o) { (void)o.flag_or("n", false); },
         {json_trouble::wrong_type, "n"}},
        {"text where an object is due",
         [](const json_object& o) { (void)o.object_or_empty("s"); },
         {json_trouble::wrong_type, "s"}},
        {"an object where a list is due",
         [](const json_object& o) { (void)o.objects_or_empty("o"); },
         {json_trouble::wrong_type, "o"}},
        {"a list with something else than objects",
         [](const json_object& o) { (void)o.objects_or_empty("mixed"); },
         {json_trouble::wrong_type, "mixed[1]"}},
        {"a required field that is missing",
         [](const json_object& o) { (void)o.text("nope"); },
         {json_trouble::missing, "nope"}},
        {"null, which counts as missing",
         [](const json_object& o) { (void)o.text("z"); },
         {json_trouble::missing, "z"}},
        {"a missing object", [](const json_object& o) { (void)o.object("nope"); }, {json_trouble::missing, "nope"}},
        {"a field of an object in an object",
         [](const json_object& o) { (void)o.object("o").object("in").text("k"); },
         {json_trouble::wrong_type, "o.in.k"}},
        {"a field of an object in a list",
         [](const json_object& o) { (void)o.objects_or_empty("l").at(1).text("k"); },
         {json_trouble::wrong_type, "l[1].k"}},
        {"a required field of an absent object",
         [](const json_object& o) { (void)o.object_or_empty("nope").text("k"); },
         {json_trouble::missing, "nope.k"}},
        {"of two errors the first",
         [](const json_object& o) { (void)o.integer("s"), (void)o.text("nope"); },
         {json_trouble::wrong_type, "s"}},
    };
    for (const row& one : rows) {
        INFO(one.what);
        const auto result = read_json(text, [&](const json_object& root) { return one.decode(root), 1; });
        REQUIRE_FALSE(result);
        CHECK(result.error() == one.expected);
    }
}

TEST_CASE("fields that are there, absent or null", "[chat][json]") {
    struct seen {
        std::string text, fallback, nothing, first, nested;
        std::int64_t number = 0, missing_number = 0;
        bool flag = false, missing_flag = true;
        std::size_t list = 0;
    };
    const auto result = read_json(
        R"({"s":"a\u00e9\n","n":-5,"f":true,"z":null,"twice":"first","twice":"second","o":{"k":"v"},"l":[{},{}]})",
        [](const json_object& root) {
            seen out;
            out.text = root.text("s");
            out.fallback = root.text_or("nope", "fallback");
            out.nothing = root.text_or("z", "fallback");
            out.first = root.text("twice");
            out.nested = root.object("o").text("k");
            out.number = root.integer("n");
            out.missing_number = root.integer_or("nope", 7);
            out.flag = root.flag_or("f", false);
            out.missing_flag = root.flag_or("nope", true);
            out.list = root.objects_or_empty("l").size();
            CHECK(root.objects_or_empty("nope").empty());
            CHECK_FALSE(root.object_or_empty("nope"));
            CHECK(root.kind("z") == json_kind::null);
            CHECK(root.kind("nope") == json_kind::absent);
            CHECK(root.text_if("n").empty());
            CHECK_FALSE(root.object_if("s"));
            CHECK(root.objects_if("s").empty());
            return out;
        });
    REQUIRE(result);
    CHECK(result->text == "a\u00e9\n");
    CHECK(result->fallback == "fallback");
    CHECK(result->nothing == "fallback");
    CHECK(result->first == "first");
    CHECK(result->nested == "v");
    CHECK(result->number == -5);
    CHECK(result->missing_number == 7);
    CHECK(result->flag);
    CHECK(result->missing_flag);
    CHECK(result->list == 2);
}

TEST_CASE("a read inside a read leaves the outer one alone", "[chat][json]") {
    const auto result =
        read_json(R"({"data":"{\"inner\":\"deep\"}","after":"still here"})", [](const json_object& root) {
            const auto inner =
                read_json(root.text("data"), [](const json_object& o) { return std::string(o.text("inner")); });
            REQUIRE(inner);
            return *inner + " " + std::string(root.text("after"));
        });
    REQUIRE(result);
    CHECK(*result == "deep still here");
}

TEST_CASE("a value inside another text is JSON text of its own", "[chat][json]") {
    const auto result =
        read_json(R"({ "o" : { "a" : [1, "x\n", true, null] }, "s" : "t", "n" : null })", [](const json_object& root) {
            return root.raw_json("o") + root.raw_json("s") + root.raw_json("n") + root.raw_json("absent");
        });
    REQUIRE(result);
    CHECK(*result == R"({"a":[1,"x\n",true,null]}"t")");
}

TEST_CASE("larger limits are for our own calls' answers", "[chat][json]") {
    const std::string large = "{\"a\":\"" + std::string(200000, 'x') + "\"}";
    const auto length =
        read_json(large, [](const json_object& root) { return root.text("a").size(); }, {.bytes = 1 << 20});
    REQUIRE(length);
    CHECK(*length == 200000);
    CHECK_FALSE(read(large));
    CHECK_FALSE(read(nested(33)));
    CHECK(read(nested(32)));
}
