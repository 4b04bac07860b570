#include "knowledge/match/sketch.hpp"

#include <catch2/catch.hpp>

#include <string_view>

using namespace knowledge::match;

namespace {

double likeness(std::string_view a, std::string_view b) {
    return alike(sketch_of(a), sketch_of(b));
}

} // namespace

TEST_CASE("the same text is fully alike, nothing is alike with nothing", "[match]") {
    CHECK(likeness("pigeongate timeout", "pigeongate timeout") == 1);
    CHECK(likeness("网关超时", "网关超时") == 1);
    CHECK(likeness("", "") == 0);
    CHECK(likeness("网关", "") == 0);
    CHECK(likeness("?!", "。，") == 0);
}

TEST_CASE("signs and spaces do not count", "[match]") {
    CHECK(likeness("pigeon-gate: timeout?", "pigeon gate  timeout") == 1);
}

TEST_CASE("a misspelt word is more alike than another one", "[match]") {
    CHECK(likeness("pigeongate", "pigoengate") > likeness("pigeongate", "owlcron"));
    CHECK(likeness("configuration", "configured") > 0.4);
    CHECK(likeness("网关超时配置", "网关的超时怎么配") > likeness("网关超时配置", "附件大小上限"));
}

TEST_CASE("likeness does not depend on the order of the two", "[match]") {
    CHECK(likeness("rotate the dkim key", "dkim rotation") == likeness("dkim rotation", "rotate the dkim key"));
}
