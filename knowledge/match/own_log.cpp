#include "knowledge/match/own_log.hpp"

#include "knowledge/text/hash.hpp"
#include "knowledge/text/normalise.hpp"
#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace knowledge::match {

namespace {

constexpr std::size_t longest_piece_characters = 3;
constexpr std::size_t most_characters = 500; // what kind of message it is shows before that
constexpr unsigned places_bits = 15;         // 32,768: with fewer, pieces that share a place cost some of the gain
// Of the squared weights; a third or three times that changes F1 by half a point at most (docs/matching.md).
constexpr double penalty = 0.1;
constexpr int passes = 10; // a hundred say the same
// In log-odds: what a log says may make the bot more or less sure, and settle nothing alone.
constexpr double furthest = 5;
constexpr std::uint64_t parts = 5; // for_us_unseen()

// Knuth's MMIX generator: the same order everywhere, which std::shuffle does not promise.
class fixed_order {
  public:
    explicit fixed_order(std::size_t size) : order_(size) {
        for (std::size_t i = 0; i < size; ++i)
            order_[i] = i;
    }
    const std::vector<std::size_t>& next() {
        for (std::size_t i = order_.size(); i > 1; --i) {
            state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
            std::swap(order_[i - 1], order_[static_cast<std::size_t>((state_ >> 33U) % i)]);
        }
        return order_;
    }

  private:
    std::vector<std::size_t> order_;
    std::uint64_t state_ = 1;
};

// Where the pieces of a message have their weights, each once. A message of a word and one of a hundred count the same.
struct pieces {
    std::vector<std::uint32_t> places;
    float share = 0;
};

// One to three characters of any script in a row, with spaces and punctuation, and with a space at both ends.
pieces pieces_of(std::string_view message) {
    const std::string spelled = " " + text::normalise(message) + " ";
    pieces all;
    std::array<std::size_t, longest_piece_characters> starts{}; // of the characters before
    std::size_t characters = 0;
    for (std::size_t at = 0; at < spelled.size() && characters < most_characters;) {
        starts[characters++ % starts.size()] = at;
        (void)text::next_code_point(spelled, at);
        for (std::size_t back = 1; back <= std::min(characters, starts.size()); ++back) {
            const std::size_t from = starts[(characters - back) % starts.size()];
            const std::uint64_t hash = text::hash_of(std::string_view(spelled).substr(from, at - from));
            all.places.push_back(static_cast<std::uint32_t>(hash >> (64U - places_bits)));
        }
    }
    std::sort(all.places.begin(), all.places.end());
    all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
    all.share = 1.0F / std::sqrt(static_cast<float>(all.places.size()));
    return all;
}

double log_odds(std::span<const float> weights, float intercept, const pieces& of) {
    float sum = 0;
    for (const std::uint32_t place : of.places)
        sum += weights[place];
    return static_cast<double>(sum * of.share + intercept);
}

} // namespace

own_log::own_log(std::span<const settled_message> settled) {
    settled = settled.last(std::min(settled.size(), most_messages));
    for (const settled_message& one : settled)
        ++(one.for_us ? for_bot_ : not_for_bot_);
    if (std::min(for_bot_, not_for_bot_) < fewest_of_a_kind) return;

    struct sample {
        pieces of;
        double sign; // 1: for the bot, -1: not
        double pull = 0;
    };
    std::vector<sample> samples;
    samples.reserve(settled.size());
    for (const settled_message& one : settled)
        samples.push_back({pieces_of(one.text), one.for_us ? 1.0 : -1.0});

    // Logistic regression by stochastic dual coordinate ascent (Shalev-Shwartz and Zhang 2013): it has no step size to
    // choose, and comes to the same weights whatever the order.
    constexpr double length = 2; // squared, of a message: its pieces and the intercept
    constexpr double damping = 0.25 + length / penalty;
    weights_.assign(std::size_t{1} << places_bits, 0.0F);
    float intercept = 0;
    fixed_order order(samples.size());
    for (int pass = 0; pass < passes; ++pass) {
        for (const std::size_t i : order.next()) {
            sample& one = samples[i];
            const double doubt = 1 / (1 + std::exp(one.sign * log_odds(weights_, intercept, one.of)));
            const double by = (doubt - one.pull) / damping;
            one.pull += by;
            const auto step = static_cast<float>(by * one.sign / penalty);
            for (const std::uint32_t place : one.of.places)
                weights_[place] += step * one.of.share;
            intercept += step;
        }
    }
    double sum = 0;
    for (const sample& one : samples)
        sum += log_odds(weights_, intercept, one.of);
    base_ = intercept - static_cast<float>(sum / static_cast<double>(samples.size()));
}

double own_log::for_us(std::string_view text) const {
    if (!has_learnt()) return 0;
    return std::clamp(log_odds(weights_, base_, pieces_of(text)), -furthest, furthest);
}

std::vector<double> for_us_unseen(std::span<const settled_message> settled) {
    std::vector<std::uint64_t> part;
    for (const settled_message& one : settled)
        part.push_back(text::hash_of(text::normalise(one.text)) % parts);
    std::vector<double> said(settled.size());
    for (std::uint64_t held_out = 0; held_out < parts; ++held_out) {
        std::vector<settled_message> others;
        for (std::size_t i = 0; i < settled.size(); ++i)
            if (part[i] != held_out) others.push_back(settled[i]);
        const own_log log(others);
        for (std::size_t i = 0; i < settled.size(); ++i)
            if (part[i] == held_out) said[i] = log.for_us(settled[i].text);
    }
    return said;
}

} // namespace knowledge::match
