// The servers that are compared, each started anew for a round in a folder of its own.
#pragma once

#include "tests/bench/webhook/child.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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
// The same server and store with nothing between them: a post is verified, decoded, and its key committed, with others
// or alone. No match, no question, no reply: it bounds what these can leave of the speed.
contestant qunda_intake_only(const std::filesystem::path& database, const std::string& slack_api);
contestant qunda_intake_one_by_one(const std::filesystem::path& database, const std::string& slack_api);

// What the processes of those three do, by the option that this program is started with; until they are killed. Returns
// nullopt when the option is another.
std::optional<int> serve_variant(std::string_view option, const std::filesystem::path& configuration);

} // namespace tests::bench
