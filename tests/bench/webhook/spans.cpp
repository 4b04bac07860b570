#include "tests/bench/webhook/spans.hpp"

#include "adapters/slack/events.hpp"
#include "adapters/slack/signature.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/server/gate.hpp"
#include "knowledge/store/store.hpp"
#include "tests/bench/webhook/made_up.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <fstream>
#include <future>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace tests::bench {

namespace {

using clock = std::chrono::steady_clock;

double microseconds_between(clock::time_point from, clock::time_point to) {
    return std::chrono::duration<double, std::micro>(to - from).count();
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

// Of this thread, so that whatever else runs on the machine does not count.
double cpu_microseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// By this thread, through system calls.
double kib_written() {
    std::ifstream counts("/proc/thread-self/io");
    std::string name;
    double count = 0;
    while (counts >> name >> count)
        if (name == "wchar:") return count / 1024;
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<adapters::chat::incoming> decoded(mentions& source, std::size_t count) {
    std::vector<adapters::chat::incoming> messages;
    for (std::size_t i = 0; i < count; ++i) {
        auto read = adapters::slack::decode(source.next().body);
        messages.push_back(std::get<adapters::slack::message>(std::move(read)).incoming);
    }
    return messages;
}

template <class Sample, class Step>
double each(const std::vector<Sample>& samples, Step step) {
    const double from = cpu_microseconds();
    for (const auto& one : samples)
        step(one);
    return (cpu_microseconds() - from) / static_cast<double>(samples.size());
}

bot::config::settings everywhere(bool moderated) {
    bot::config::community_settings community{.name = "bench"};
    community.workspaces.push_back({.platform = adapters::chat::platform::slack, .id = std::string(team)});
    community.defaults.community = community.name;
    community.defaults.repeat_within = community.defaults.member_per_minute = community.defaults.group_per_minute = 0;
    if (moderated) community.moderators_group = fmt::format("slack:{}/C0MODERATE", team);
    bot::config::settings settings;
    settings.communities.push_back(std::move(community));
    return settings;
}

// The store with the conversation in front of it, and when each batch was committed.
class house {
  public:
    explicit house(const std::filesystem::path& database, bool moderated = false)
        : settings_(everywhere(moderated)), store_({.path = database,
                                                    .create = false,
                                                    .post =
                                                        [this](std::function<void()> completions) {
                                                            committed_ = clock::now();
                                                            completions();
                                                        }}),
          index_(store_), talk_(settings_, store_, index_, {.clock = now, .outbox_filled = [](const std::string&) {}}) {
    }
    ~house() { store_.close(); }

    [[nodiscard]] const knowledge::match::index& index() const { return *index_.now(); }

    struct took {
        double unit, commit;
    };
    // Of the writer's thread until now.
    struct used {
        double cpu, written;
    };
    [[nodiscard]] used used_by_writer() {
        return store_.write([](auto&) { return used{cpu_microseconds(), kib_written()}; });
    }

    // One batch of exactly these, because the writer is held up until all of them wait for it.
    took take(const std::vector<adapters::chat::incoming>& batch) {
        std::promise<void> all_wait, done;
        double begun = 0, worked = 0;
        clock::time_point all_worked;
        const auto submit = [this](std::function<void()> work, std::function<void()> finished) {
            const bool queued =
                store_.submit([work = std::move(work)](auto&) { work(); },
                              [finished = std::move(finished)](const std::exception_ptr&) { finished(); });
            if (!queued) throw std::runtime_error("the queue of the database is full");
        };
        submit([&] { all_wait.get_future().wait(); }, [] {});
        submit([&] { begun = cpu_microseconds(); }, [] {});
        std::size_t taken = 0;
        for (const auto& message : batch)
            talk_.take(message, [&](auto outcome) { taken += outcome == bot::conversation::outcome::taken ? 1 : 0; });
        submit(
            [&] {
                worked = cpu_microseconds();
                all_worked = clock::now();
            },
            [&] { done.set_value(); });
        all_wait.set_value();
        done.get_future().wait();
        if (taken != batch.size()) throw std::runtime_error("a mention was not taken");
        const auto count = static_cast<double>(batch.size());
        return {(worked - begun) / count, microseconds_between(all_worked, committed_) / count};
    }

  private:
    static knowledge::timestamp now() {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    const bot::config::settings settings_;
    clock::time_point committed_;
    knowledge::store::store store_;
    bot::conversation::live_index index_;
    bot::conversation::conversation talk_;
};

} // namespace

spans measure_spans(const std::filesystem::path& database, std::size_t entries, std::size_t batch) {
    constexpr std::size_t batches = 40;
    mentions source(entries);
    std::vector<mentions::post> posts;
    std::vector<std::string> heads;
    std::vector<adapters::chat::incoming> messages;
    for (std::size_t i = 0; i < batches * (batch + 1); ++i) {
        const auto request = source.next_request();
        heads.push_back(request.substr(0, request.find("\r\n\r\n") + 4));
        posts.push_back(source.next());
        auto read = adapters::slack::decode(posts.back().body);
        messages.push_back(std::get<adapters::slack::message>(std::move(read)).incoming);
    }

    spans found{.batch = batch};
    const std::array secrets{std::string(signing_secret)};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    found.gate = each(heads, [](const auto& head) {
        if (bot::server::pass_gate(head).refused != 0) throw std::runtime_error("the gate refused a post");
    });
    found.verify = each(posts, [&](const auto& post) {
        const auto what = adapters::slack::check_signature(post.body, {post.timestamp, post.signature}, secrets, now);
        if (what != adapters::chat::authenticity::genuine) throw std::runtime_error("a signature was refused");
    });
    found.decode = each(posts, [](const auto& post) {
        if (adapters::slack::decode(post.body).index() != 1) throw std::runtime_error("a post could not be read");
    });

    house parts(database);
    found.match = each(messages, [&](const auto& message) {
        knowledge::match::query query;
        query.text = message.text;
        (void)parts.index().search(query);
    });
    std::vector<double> unit, commit, alone;
    auto next = messages.begin();
    for (std::size_t i = 0; i < batches; ++i) {
        const std::vector together(next, next + static_cast<std::ptrdiff_t>(batch));
        next += static_cast<std::ptrdiff_t>(batch);
        const auto took = parts.take(together);
        unit.push_back(took.unit);
        commit.push_back(took.commit);
        alone.push_back(parts.take({*next++}).commit);
    }
    found.unit = median(std::move(unit));
    found.commit = median(std::move(commit));
    found.commit_alone = median(std::move(alone));
    return found;
}

writer_share measure_writer(const std::filesystem::path& database, std::size_t entries, std::size_t mentions,
                            std::size_t batch, bool moderated) {
    bench::mentions source(entries);
    house parts(database, moderated);
    const auto before = parts.used_by_writer();
    for (std::size_t taken = 0; taken < mentions; taken += batch)
        (void)parts.take(decoded(source, batch));
    const auto after = parts.used_by_writer();
    const auto count = static_cast<double>(mentions);
    return {mentions, batch, (after.cpu - before.cpu) / count, (after.written - before.written) / count};
}

} // namespace tests::bench
