// How many mentions a second Slack may send: `qunda serve` as it is deployed, between nginx, which answers without
// looking, and an app on @slack/bolt, which looks and does nothing. `bench_webhook --steps` only takes a mention apart,
// step by step, in this process: that is what a profiler wants to see. `bench_webhook --writer MENTIONS [moderated]`
// has the writer's thread take so many, while open questions pile up, and says what one costs it in all. `bench_webhook
// --load SECONDS [PROGRAM…]` only keeps `qunda serve` busy, so long that a profiler can be attached; of several
// programs, say an older build and a newer one, it compares three alternating rounds.
#include "adapters/net/event_loop.hpp"
#include "bot/conversation/live_index.hpp"
#include "bot/server/http_server.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/store.hpp"
#include "tests/bench/webhook/contestants.hpp"
#include "tests/bench/webhook/load.hpp"
#include "tests/bench/webhook/made_up.hpp"
#include "tests/bench/webhook/report.hpp"
#include "tests/bench/webhook/spans.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace tests::bench;
namespace fs = std::filesystem;

constexpr std::size_t entries = 10'000;
constexpr int rounds = 5;
constexpr double open_rate = 300;
constexpr auto open_time = 10s;
constexpr auto scratch = "build/bench/webhook"; // a real disk, where /tmp may be memory

// Where the bots' replies go: a Slack that says yes to everything.
class sink {
  public:
    sink() : server_(loop_, {.port = 0}) {
        const auto yes = [this](const bot::server::request&, bot::server::responder respond) {
            respond({.status = 200,
                     .content_type = "application/json",
                     .body = fmt::format(R"({{"ok":true,"ts":"1.{:06}"}})", ++posted_)});
        };
        for (const auto* method : {"chat.postMessage", "chat.update", "auth.test", "reactions.add"})
            server_.route("POST", std::string("/api/") + method, yes);
        server_.start();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~sink() {
        loop_.stop();
        thread_.join();
    }
    sink(const sink&) = delete;
    sink& operator=(const sink&) = delete;

    [[nodiscard]] std::string api_url() const { return fmt::format("http://127.0.0.1:{}/api/", server_.port()); }
    [[nodiscard]] long posted() const { return posted_; }

  private:
    adapters::net::event_loop loop_;
    bot::server::http_server server_;
    std::atomic<long> posted_ = 0;
    std::thread thread_;
};

void fill(const fs::path& database) {
    knowledge::store::store store({.path = database});
    store.write([](knowledge::store::session& db) {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        for (auto& entry : made_up_entries(entries))
            (void)knowledge::store::insert_entry(db, std::move(entry), {.author = "bench", .via = "bench", .at = now});
    });
    const bot::conversation::live_index first_start(store); // leaves the index beside the database
}

struct started {
    std::unique_ptr<child> process;
    std::uint16_t port = 0;
    double first_ms = 0;
};

started start(const contestant& who, const fs::path& folder, mentions& source) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    who.set_up(folder);
    ::sync(); // or the first commit waits for the disk to take what was just copied and removed
    started now{.port = free_port()};
    now.process = who.start(folder, now.port);
    const auto begun = std::chrono::steady_clock::now(); // copying this large process for it is not the program's time
    const auto first = first_answer(now.port, source, begun);
    if (!first) throw std::runtime_error(fmt::format("{} does not answer 200, see {}/log", who.name, folder.string()));
    now.first_ms = milliseconds(*first);
    return now;
}

void play(const contestant& who, const fs::path& folder, const sink& replies, scores& sum,
          std::chrono::milliseconds measured = load_plan{}.measured) {
    mentions source(entries);
    const auto server = start(who, folder, source);
    sum.first_ms.push_back(server.first_ms);
    sum.idle_mb.push_back(static_cast<double>(server.process->resident_kb()) / 1024);

    const load_plan plan{.port = server.port, .measured = measured, .prepared = who.prepared_posts};
    child::cpu before, after;
    long replied = 0;
    const auto result = put_load(
        plan, source,
        [&] {
            before = server.process->used();
            replied = replies.posted();
        },
        [&] {
            after = server.process->used();
            replied = replies.posted() - replied;
        });
    sum.loaded_mb.push_back(static_cast<double>(server.process->resident_kb()) / 1024);
    sum.per_second.push_back(result.per_second);
    sum.p50_ms.push_back(milliseconds(result.at(0.5)));
    sum.p99_ms.push_back(milliseconds(result.at(0.99)));
    const auto count = static_cast<double>(std::max<std::size_t>(1, result.latencies.size()));
    const auto share = [count](std::chrono::milliseconds cpu) {
        return static_cast<double>(cpu.count()) * 1000 / count;
    };
    sum.loop_us.push_back(share(after.first_thread - before.first_thread));
    sum.writer_us.push_back(share(after.busiest_other - before.busiest_other));
    sum.generator_us.push_back(share(result.own_cpu));
    sum.replies.push_back(static_cast<double>(replied) / std::chrono::duration<double>(plan.measured).count());
    sum.refused += result.refused;
    sum.broken += result.broken;
    server.process->stop(who.end_signal);
}

double load_average() {
    double one = 0;
    return ::getloadavg(&one, 1) == 1 ? one : 0;
}

fs::path filled_database(const fs::path& folder) {
    fs::create_directories(folder);
    auto database = folder / "knowledge.db";
    for (const auto* part : {"", "-wal", "-shm", ".index"})
        fs::remove(database.string() + part);
    fill(database);
    return database;
}

int measure() {
    const auto database = filled_database(scratch);
    sink replies;

    const std::array all{nginx(),
                         bolt(scratch),
                         qunda(database, replies.api_url()),
                         qunda_one_by_one(database, replies.api_url()),
                         qunda_intake_only(database, replies.api_url()),
                         qunda_intake_one_by_one(database, replies.api_url())};
    findings found;
    const std::array scored{&found.nginx,      &found.bolt,        &found.qunda,
                            &found.one_by_one, &found.intake_only, &found.intake_one_by_one};
    for (std::size_t i = 0; i < all.size(); ++i) {
        scored[i]->name = all[i].name;
        scored[i]->absent = all[i].absent;
    }
    const double busy = load_average();
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].absent.empty()) play(all[i], fs::path(scratch) / "round", replies, *scored[i]);

    mentions source(entries);
    const auto steady = start(all[2], fs::path(scratch) / "round", source);
    found.open_rate = open_rate;
    found.open_loop =
        put_load({.port = steady.port, .measured = open_time, .prepared = 4'000, .rate = open_rate}, source);
    steady.process->stop(SIGKILL);
    found.steps = measure_spans(database, entries, 64);

    std::cout << fmt::format(
                     "webhook: signed app_mention posts of 1.5 kB over 64 keep-alive connections, closed loop, {} "
                     "entries; qunda\nhas matched and committed (synchronous=FULL) before its 200, and starts with the "
                     "index of an earlier start.\nMedians of {} alternating rounds of 1.5 s, {} cores. Load average "
                     "before the start {:.1f}{}\n\n",
                     entries, rounds, std::thread::hardware_concurrency(), busy,
                     busy > 0.7 ? ": NOISY, something else was running" : "")
              << report(found);
    return 0;
}

int only_load(std::chrono::seconds each, const std::vector<fs::path>& programs) {
    const auto database = filled_database(scratch);
    sink replies;
    std::vector<scores> found;
    for (const auto& program : programs)
        found.push_back({.name = program.string()});
    for (int round = 0; round < 3; ++round)
        for (std::size_t i = 0; i < programs.size(); ++i)
            play(qunda(database, replies.api_url(), fs::absolute(programs[i])), fs::path(scratch) / "round", replies,
                 found[i], each);
    std::cout << compare(found);
    return 0;
}

} // namespace

int main(int count, char** values) {
    try {
        if (count == 3)
            if (const auto served = serve_variant(values[1], values[2])) return *served;
        if (count == 2 && std::string_view(values[1]) == "--steps") {
            std::cout << where_time_goes(measure_spans(filled_database(scratch), entries, 64));
            return 0;
        }
        if ((count == 3 || count == 4) && std::string_view(values[1]) == "--writer") {
            constexpr std::size_t together = 32;
            const auto share =
                measure_writer(filled_database(scratch), entries, std::stoul(values[2]), together, count == 4);
            std::cout << fmt::format("the writer's thread, {} mentions in batches of {}: {:.1f} µs CPU and {:.1f} KiB "
                                     "written a mention\n",
                                     share.mentions, share.batch, share.cpu, share.written);
            return 0;
        }
        if (count >= 3 && std::string_view(values[1]) == "--load") {
            std::vector<fs::path> programs(values + 3, values + count);
            if (programs.empty()) programs.emplace_back(QUNDA_PROGRAM);
            return only_load(std::chrono::seconds(std::stoi(values[2])), programs);
        }
        return measure();
    } catch (const std::exception& wrong) {
        std::cerr << "bench_webhook: " << wrong.what() << '\n';
        return 1;
    }
}
