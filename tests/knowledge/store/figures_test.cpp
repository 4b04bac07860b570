// What the store can do, measured: test_knowledge "[figures]". Hidden, because a figure is no promise on a busy
// machine.
#include "scratch.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <iostream>
#include <thread>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

double seconds_of(const std::function<void()>& action) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// What one message costs: its two keys, the question, the reply.
void take_message(session& s, const std::string& name) {
    (void)store::remember_delivery(s, "slack:event:" + name, minute(0));
    (void)store::remember_delivery(s, "slack:message:" + name, minute(0));
    auto row = sample_row("slack:T1:C1", minute(0));
    row.question = store::insert_question(s, sample_question("How long does it steep?", minute(0))).id;
    store::insert_outbox(s, row);
}

void insert_entries(store::store& db, int count, int phrasings) {
    db.write([&](session& s) {
        for (int at = 0; at < count; ++at) {
            entry value = sample_entry("tea#" + std::to_string(at));
            while (static_cast<int>(value.phrasings.size()) < phrasings) {
                value.phrasings.push_back(fmt::format("wording {} of {}", value.phrasings.size(), at));
            }
            store::insert_entry(s, value, by_import());
        }
    });
}

} // namespace

TEST_CASE("figures of the store", "[.figures]") {
    constexpr int submitters = 64;
    constexpr int messages = 40; // of each
    for (const std::size_t together : {512, 1}) {
        folder home;
        auto how = quick(home.file());
        how.batch_limit = together;
        store::store db(how);
        const double took = seconds_of([&] {
            std::vector<std::jthread> running;
            for (int who = 0; who < submitters; ++who) {
                running.emplace_back([&, who] {
                    for (int at = 0; at < messages; ++at) {
                        db.write([&](session& s) { take_message(s, fmt::format("{}.{}", who, at)); });
                    }
                });
            }
        });
        std::cout << fmt::format("{} messages from {} submitters, at most {} a commit: {:.3f} s, {:.0f} a second\n",
                                 submitters * messages, submitters, together, took, submitters * messages / took);
    }

    folder home;
    store::store db(quick(home.file()));
    std::cout << fmt::format("1000 entries inserted in one unit: {:.3f} s\n",
                             seconds_of([&] { insert_entries(db, 1000, 2); }));

    folder large;
    store::store big(quick(large.file()));
    std::cout << fmt::format("100000 entries with 3 phrasings inserted in one unit: {:.3f} s\n",
                             seconds_of([&] { insert_entries(big, 100'000, 3); }));
    std::size_t loaded = 0;
    const double took =
        seconds_of([&] { loaded = big.read([](session& s) { return store::load_entries(s); }).size(); });
    std::cout << fmt::format("{} entries loaded: {:.3f} s\n", loaded, took);
    CHECK(loaded == 100'000);
}
