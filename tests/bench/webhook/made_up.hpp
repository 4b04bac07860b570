// Knowledge and mentions that nobody wrote: the same at every run, half Chinese, half English, in the sizes real ones
// have.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tests::bench {

inline constexpr std::string_view team = "T0BENCH001", bot_user = "U0BENCHBOT";
inline constexpr std::string_view signing_secret = "a-secret-of-the-benchmark", bot_token = "xoxb-of-the-benchmark";

// Two wordings and an answer of 100 to 400 characters each; all different.
[[nodiscard]] std::vector<knowledge::entry> made_up_entries(std::size_t count);

// The same sequence of signed Slack events at every run, but for the time in them: 1.5 kB each, 256 channels, 1000
// members. Six of ten ask what an entry answers in other words, three something near, one something nobody knows.
class mentions {
  public:
    explicit mentions(std::size_t entries) : entries_(entries) {}

    struct post {
        std::string text; // the question alone
        std::string body, timestamp, signature;
    };
    [[nodiscard]] post next();
    // The same as a whole HTTP request.
    [[nodiscard]] std::string next_request();

  private:
    std::size_t entries_;
    std::uint64_t made_ = 0;
};

} // namespace tests::bench
