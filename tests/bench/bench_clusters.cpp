// How long it takes to find the open questions that belong together: all of ten thousand at once, and one more when
// they are there. Half the questions are asked twice in other words. `bench_clusters [QUESTIONS]`.
#include "knowledge/match/open_questions.hpp"
#include "tests/bench/match/made_up.hpp"
#include "tests/knowledge/match/clustered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace knowledge;
using namespace knowledge::match;

constexpr std::size_t known_entries = 1000;
constexpr double all_target_s = 2, one_target_ms = 5;

double seconds_since(std::chrono::steady_clock::time_point from) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

} // namespace

int main(int count, char** arguments) {
    const std::size_t questions = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 10'000;
    const tests::bench::made_up_texts texts;
    std::vector<document> entries;
    for (std::size_t i = 0; i < known_entries; ++i)
        entries.push_back(texts.entry(i));
    const auto knowledge = index::build(std::move(entries));

    std::vector<std::string> said;
    for (std::size_t i = 0; i < questions; ++i)
        said.push_back(texts.question_about(known_entries + i / 2, i));
    std::vector<asked_question> all;
    for (std::size_t i = 0; i < questions; ++i)
        all.push_back({.id = question_id{static_cast<std::int64_t>(i) + 1}, .text = said[i], .best = {}});

    auto from = std::chrono::steady_clock::now();
    const auto found = tests::clustered(all, knowledge);
    const double all_s = seconds_since(from);
    std::size_t clusters = 0, right = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        clusters += found[i] == i ? 1 : 0;
        right += i % 2 == 1 && found[i] == i - 1 ? 1 : 0;
    }

    open_questions waiting(knowledge);
    for (const auto& one : all)
        waiting.add(one);
    std::vector<double> took_ms;
    for (std::size_t i = 0; i < 500; ++i) {
        const auto text = texts.question_about(known_entries + i * 7, i + questions);
        const asked_question one{
            .id = question_id{static_cast<std::int64_t>(questions + i) + 1}, .text = text, .best = {}};
        from = std::chrono::steady_clock::now();
        (void)waiting.nearest(one, 24);
        waiting.add(one);
        took_ms.push_back(seconds_since(from) * 1000);
    }
    std::sort(took_ms.begin(), took_ms.end());

    fmt::print("Clusters of {} open questions in made-up words, {} entries known; one core\n", questions,
               known_entries);
    fmt::print("{:<42} {:>10} {:>10}\n", "", "got", "to beat");
    fmt::print("{:<42} {:>10.3f} {:>10.3f}\n", "all at once, s", all_s, all_target_s);
    fmt::print("{:<42} {:>10.3f} {:>10.3f}\n", "one more, median of 500, ms", took_ms[took_ms.size() / 2],
               one_target_ms);
    fmt::print("{:<42} {:>10.3f} {:>10.3f}\n", "one more, slowest of 500, ms", took_ms.back(), one_target_ms);
    fmt::print("{:<42} {:>10}\n", "clusters", clusters);
    fmt::print("{:<42} {:>10}\n", "second askings found with the first", right);
}
