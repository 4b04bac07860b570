// How long a question takes among so many entries: our index, on the whole way from the text to a confidence, beside
// SQLite's FTS5 and Xapian's BM25, which only rank. `bench_match [SVG [MOST]]` writes the plot there
// (build/bench/match.svg) and stops at so many entries (a million, for which it takes some 6 GB).
#include "knowledge/match/index.hpp"
#include "knowledge/match/snapshot.hpp"
#include "tests/bench/match/contestants.hpp"
#include "tests/bench/match/made_up.hpp"
#include "tests/bench/match/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>

namespace {

using namespace tests::bench;
using knowledge::match::document;
namespace fs = std::filesystem;

constexpr std::size_t questions = 200;
constexpr int rounds = 5;
constexpr std::size_t most_of_others = 100'000; // beyond, filling them takes minutes
// None, as many as begin a merge, as many as are put beside an index at most (bot/conversation/live_index.hpp).
constexpr std::array<std::size_t, 3> changes_beside{0, 100, 200};
constexpr auto scratch = "build/bench/match";

struct target {
    std::size_t entries;
    double p50_us;
};
constexpr std::array targets{target{1'000, 40}, target{10'000, 80}, target{100'000, 250}, target{1'000'000, 2000}};
constexpr double build_target_us = 5, size_target = 700;

double seconds_of(const std::function<void()>& step) {
    const auto from = std::chrono::steady_clock::now();
    step();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct latency {
    double p50 = 0, p99 = 0; // microseconds, medians over the rounds
    std::size_t first = 0;   // questions whose own entry came first
};

latency measure(const std::vector<std::string>& asked, std::size_t entries, int times,
                const std::function<long(const std::string&)>& ask) {
    latency result;
    std::vector<double> p50, p99;
    for (int round = 0; round <= times; ++round) { // the first one warms up
        std::vector<double> took;
        result.first = 0;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            long first = -1;
            took.push_back(1e6 * seconds_of([&] { first = ask(asked[i]); }));
            if (first == static_cast<long>(i * 7919 % entries)) ++result.first;
        }
        std::sort(took.begin(), took.end());
        if (round == 0) continue;
        p50.push_back(took[took.size() / 2]);
        p99.push_back(took[took.size() * 99 / 100]);
    }
    result.p50 = median(p50);
    result.p99 = median(p99);
    return result;
}

void print_row(std::size_t entries, const char* who, const latency& took, const std::string& to_beat,
               double build_seconds, std::size_t bytes, const std::string& start) {
    const auto each = static_cast<double>(entries);
    std::cout << fmt::format("{:>9} {:<12} {:>10.1f} {:>8} {:>10.1f} {:>6.0f}% {:>10.1f} {:>10.0f} {:>10}\n", entries,
                             who, took.p50, to_beat, took.p99, 100.0 * static_cast<double>(took.first) / questions,
                             build_seconds * 1e6 / each, static_cast<double>(bytes) / each, start)
              << std::flush;
}

// An entry more and one worded anew, each until a question finds it, with so many others beside the index already.
void measure_change(std::size_t entries, const knowledge::match::index& index, std::size_t beside,
                    const made_up_texts& texts) {
    namespace match = knowledge::match;
    std::vector<document> others;
    std::vector<knowledge::entry_id> ids;
    for (std::size_t i = 0; i < beside; ++i)
        ids.push_back(others.emplace_back(texts.entry(entries + i)).id);
    const auto before = index.with_changes(others, ids);
    const auto until_found = [&](document one) {
        const auto id = one.id;
        match::query query;
        query.text = one.phrasings.front();
        return 1e3 * seconds_of([&] {
                   const auto with = before->with_changes({std::move(one)}, std::array{id});
                   const auto found = with->search(query);
                   if (found.empty() || found.front().id != id)
                       throw std::runtime_error("an entry that was changed is not found");
               });
    };
    std::vector<double> added, edited;
    constexpr auto times = static_cast<std::size_t>(rounds);
    for (std::size_t i = 0; i < times; ++i) {
        const auto fresh = texts.entry(entries + beside + i);
        added.push_back(until_found(fresh));
        auto changed = texts.entry(i * 7919 % entries);
        changed.phrasings = texts.entry(entries + beside + times + i).phrasings;
        edited.push_back(until_found(std::move(changed)));
    }
    std::cout << fmt::format(
                     "{:>9} {:<12} with {} changes beside it, an entry more is found after {:.2f} ms, one worded "
                     "anew after {:.2f} ms (<= 5)\n",
                     entries, "qunda", beside, median(added), median(edited))
              << std::flush;
}

void measure_ours(const std::vector<document>& entries, const std::vector<std::string>& asked, const target& beat,
                  const made_up_texts& texts, curve& line) {
    namespace match = knowledge::match;
    std::shared_ptr<const match::index> index;
    std::vector<double> built;
    for (int i = 0; i < (entries.size() > most_of_others ? 1 : rounds); ++i) {
        auto copy = entries;
        index.reset();
        built.push_back(seconds_of([&] { index = match::index::build(std::move(copy)); }));
    }
    const fs::path file = fs::path(scratch) / "match.index";
    match::save_snapshot(file, *index, {});
    const std::size_t bytes = index->bytes().size();
    index.reset();
    const double loaded = seconds_of([&] { index = match::load_snapshot(file).content; });
    const auto ask = [&](const std::string& question) {
        match::query query;
        query.text = question;
        const auto found = index->search(query);
        return found.empty() ? -1L : static_cast<long>(found.front().id.value) - 1;
    };
    const latency took = measure(asked, entries.size(), rounds, ask);
    print_row(entries.size(), "qunda", took, fmt::format("<= {:.0f}", beat.p50_us), median(built), bytes,
              fmt::format("{:.1f} ms", loaded * 1e3));
    line.points.push_back({static_cast<double>(entries.size()), took.p50});

    for (const std::size_t beside : changes_beside)
        measure_change(entries.size(), *index, beside, texts);
}

void measure_other(const char* name, contestant& who, const std::vector<document>& entries,
                   const std::vector<std::string>& asked, curve& line) {
    const double built = seconds_of([&] { who.build(entries); });
    const latency took = measure(asked, entries.size(), entries.size() >= most_of_others ? 1 : rounds,
                                 [&](const std::string& question) { return who.ask(question); });
    print_row(entries.size(), name, took, "", built, who.size(), "");
    line.points.push_back({static_cast<double>(entries.size()), took.p50});
}

void run(const fs::path& svg, std::size_t most) {
    fs::create_directories(scratch);
    const made_up_texts texts;
    curve ours{"qunda", "#c0392b", {}}, fts5{"SQLite FTS5, trigram", "#2980b9", {}},
        bm25{"Xapian, BM25", "#27ae60", {}};
    std::cout << fmt::format("A question among made-up entries in Chinese and English: {} questions, medians of {} "
                             "rounds (of 1 for others at "
                             "{}); build and size beside <= {:.0f} µs and <= {:.0f} bytes at 100,000\n",
                             questions, rounds, most_of_others, build_target_us, size_target);
    if (!xapian(scratch)) std::cout << "Built without Xapian (Debian: libxapian-dev), so it is not measured.\n";
    std::cout << fmt::format("{:>9} {:<12} {:>10} {:>8} {:>10} {:>7} {:>10} {:>10} {:>10}\n", "entries", "who",
                             "p50 µs", "to beat", "p99 µs", "first", "build µs/e", "bytes/e", "start");
    for (const target& beat : targets) {
        if (beat.entries > most) break;
        std::vector<document> entries;
        entries.reserve(beat.entries);
        for (std::size_t i = 0; i < beat.entries; ++i)
            entries.push_back(texts.entry(i));
        std::vector<std::string> asked;
        for (std::size_t i = 0; i < questions; ++i)
            asked.push_back(texts.question_about(i * 7919 % beat.entries, i));
        measure_ours(entries, asked, beat, texts, ours);
        if (beat.entries > most_of_others) {
            std::cout << fmt::format("{:>9} the others are left out: filling them takes minutes\n", beat.entries);
            continue;
        }
        measure_other("FTS5", *sqlite_fts5(scratch), entries, asked, fts5);
        if (const auto other = xapian(scratch)) measure_other("Xapian", *other, entries, asked, bm25);
    }
    fs::create_directories(fs::absolute(svg).parent_path());
    std::ofstream(svg) << plot({ours, fts5, bm25});
    fs::remove_all(scratch);
    std::cout << "plot: " << svg.string() << '\n';
}

} // namespace

int main(int count, char** arguments) {
    try {
        run(count > 1 ? arguments[1] : "build/bench/match.svg",
            count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1'000'000);
        return 0;
    } catch (const std::exception& why) {
        std::cerr << "bench_match: " << why.what() << '\n';
        return 1;
    }
}
