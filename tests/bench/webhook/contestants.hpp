// The servers that are compared, each started anew for a round in a folder of its own.
#pragma once

#include "tests/bench/webhook/child.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace tests::bench {

struct contestant {
    std::string name;
    std::string absent; // why it cannot take part; empty: it does
    std::size_t prepared_posts = 20'000;
    std::function<void(const std::filesystem::path& folder)> set_up = [](const auto&) {}; // not timed
    std::function<std::unique_ptr<child>(const std::filesystem::path& folder, std::uint16_t port)> start = {};
    int end_signal = 15;
};

// `scratch` is kept between runs, `database` holds the knowledge and is copied, `slack_api` is where replies go.
contestant nginx();
contestant bolt(const std::filesystem::path& scratch);
contestant qunda(const std::filesystem::path& database, const std::string& slack_api,
                 const std::filesystem::path& program = QUNDA_PROGRAM);
// The same parts as `qunda serve`, assembled by this program, but its store commits each unit of work alone.
contestant qunda_one_by_one(const std::filesystem::path& database, const std::string& slack_api);

// What the process started by qunda_one_by_one() does; until it is killed.
int serve_one_by_one(const std::filesystem::path& configuration);

} // namespace tests::bench
