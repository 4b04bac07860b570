// Whether what is said to the bot can be stored: for the log, which is told of trouble once and then ever more rarely
// (a full disk is full for everybody, and may be the log's own), and for /readyz. All on one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bot::conversation {

class storing {
  public:
    using moment = std::chrono::steady_clock::time_point; // the time of day may be set

    // Trouble is told this long after the last of it. Not for ever: whoever is sent nothing because of it could never
    // find out that it is over.
    static constexpr std::chrono::seconds told_for{30};

    // What was said on `platform` was not stored. `why` is for the log. `trouble`: why nothing else will be stored
    // either, for anybody to read; "" where this failed alone.
    void failed(std::string_view platform, std::string_view why, std::string_view trouble, moment now);
    void worked();

    // "" when what is said can be stored, as far as is known.
    [[nodiscard]] std::string trouble(moment now) const;

  private:
    std::uint64_t in_a_row_ = 0;
    std::string trouble_;
    moment last_{};
};

} // namespace bot::conversation
