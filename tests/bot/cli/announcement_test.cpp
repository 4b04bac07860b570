#include "bot/cli/announcement.hpp"

#include <catch2/catch.hpp>

using bot::cli::announcement;
using bot::cli::announcement_of;

TEST_CASE("a page becomes one message without what readers do not see", "[announce]") {
    auto [what, page, expected] = GENERATE(table<const char*, const char*, announcement>({
        {"a page", "# 周刊\n\n正文", {"周刊", "# 周刊\n\n正文"}},
        {"with front matter", "---\ntitle: \"第 12 期\"\ndate: 2026-11-20\n---\n\n# 周刊\n", {"第 12 期", "# 周刊"}},
        {"with an editor's comment", "正文\n<!-- 给编辑：\n1. 没人回答 -->\n完", {"", "正文\n\n完"}},
        {"with a comment that is never closed", "正文\n<!-- 给编辑：没人回答\n", {"", "正文"}},
        {"written on Windows", "## A\r\nb\r\n", {"A", "## A\nb"}},
        {"with a byte order mark", "\xef\xbb\xbf# A", {"A", "# A"}},
        {"no heading, only a tag", "#tag", {"", "#tag"}},
        {"nothing", "\n \n", {"", ""}},
    }));
    INFO(what);
    CHECK(announcement_of(page) == expected);
}
