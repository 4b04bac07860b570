// Whether a message is one for the bot, by its words alone: learnt from what became of earlier messages of a group. It
// knows no entries, so it says nothing about which is right; what it says joins the confidence as feature::for_us.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace knowledge::match {

// A message of which a person has shown whether it was for the bot: by answering it, or by ignoring it.
struct settled_message {
    std::string text;
    bool for_us = false;
};

// Immutable once learnt, so it may be asked from any thread.
class own_log {
  public:
    // Of either kind; with fewer nothing is learnt.
    static constexpr std::size_t fewest_of_a_kind = 30;
    // The newest are learnt from: 23 ms of one core (docs/matching.md).
    static constexpr std::size_t most_messages = 4'000;

    own_log() = default; // has learnt nothing
    // The same messages in the same order give the same model; with more than most_messages the last ones count.
    explicit own_log(std::span<const settled_message> settled);

    // In log-odds, how much likelier to be for the bot than the messages it learnt from were on average: 0 when nothing
    // was learnt.
    [[nodiscard]] double for_us(std::string_view text) const;

    [[nodiscard]] bool has_learnt() const { return !weights_.empty(); }
    [[nodiscard]] std::size_t for_bot() const { return for_bot_; } // messages, learnt from or too few
    [[nodiscard]] std::size_t not_for_bot() const { return not_for_bot_; }

  private:
    std::vector<float> weights_; // by the hash of a piece, 128 KiB; empty when nothing was learnt
    float base_ = 0;             // the intercept, less what is said on average of the messages learnt from
    std::size_t for_bot_ = 0, not_for_bot_ = 0;
};

// What a model that has not learnt from it says of each message: five are learnt, each from four fifths. The same words
// are always in the same fifth.
[[nodiscard]] std::vector<double> for_us_unseen(std::span<const settled_message> settled);

} // namespace knowledge::match
