#include "tests/bench/webhook/report.hpp"

#include "bot/observe/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tests::bench {

namespace {

using bot::observe::align;
using bot::observe::table;

constexpr std::size_t width = 120;

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string range(const std::vector<double>& values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return fmt::format("{:.0f} … {:.0f}", *least, *most);
}

std::string ratio(double got, double base) {
    return base > 0 ? fmt::format("{:.2f}", got / base) : "-";
}

std::array<const scores*, 6> servers(const findings& all) {
    return {&all.nginx, &all.bolt, &all.qunda, &all.one_by_one, &all.intake_only, &all.intake_one_by_one};
}

std::string speeds(const findings& all) {
    table rows({{"server"},
                {"requests/s", align::right},
                {"least … most", align::right},
                {"of nginx", align::right},
                {"of Bolt", align::right},
                {"p50 ms", align::right},
                {"p99 ms", align::right},
                {"not 200", align::right}});
    for (const auto* one : servers(all)) {
        if (!one->absent.empty()) continue;
        const double speed = median(one->per_second);
        rows.add({one->name, fmt::format("{:.0f}", speed), range(one->per_second),
                  ratio(speed, median(all.nginx.per_second)), ratio(speed, median(all.bolt.per_second)),
                  fmt::format("{:.2f}", median(one->p50_ms)), fmt::format("{:.2f}", median(one->p99_ms)),
                  std::to_string(one->refused + one->broken)});
    }
    return rows.to_string(width);
}

std::string sizes(const findings& all) {
    table rows({{"server"},
                {"start to first 200, ms", align::right},
                {"RSS idle, MiB", align::right},
                {"RSS after the load, MiB", align::right}});
    for (const auto* one : {&all.bolt, &all.qunda}) {
        if (!one->absent.empty()) continue;
        rows.add({one->name, fmt::format("{:.0f}", median(one->first_ms)), fmt::format("{:.1f}", median(one->idle_mb)),
                  fmt::format("{:.1f}", median(one->loaded_mb))});
    }
    return rows.to_string(width);
}

std::string processor_time(const findings& all) {
    table rows({{"CPU a request, µs"},
                {"first thread", align::right},
                {"busiest other", align::right},
                {"load generator", align::right},
                {"replies/s meanwhile", align::right}});
    for (const auto* one :
         {&all.bolt, &all.qunda, &all.one_by_one, &all.intake_only}) { // nginx's workers are processes of their own
        if (!one->absent.empty()) continue;
        rows.add({one->name, fmt::format("{:.1f}", median(one->loop_us)), fmt::format("{:.1f}", median(one->writer_us)),
                  fmt::format("{:.1f}", median(one->generator_us)), fmt::format("{:.0f}", median(one->replies))});
    }
    return rows.to_string(width);
}

class verdicts {
  public:
    void at_least(std::string what, double got, double wanted) {
        add(std::move(what), got, wanted, got >= wanted, "≥");
    }
    void at_most(std::string what, double got, double wanted) { add(std::move(what), got, wanted, got <= wanted, "≤"); }
    [[nodiscard]] std::string text() const { return rows_.to_string(width); }

  private:
    void add(std::string what, double got, double wanted, bool met, std::string_view relation) {
        rows_.add({std::move(what), fmt::format("{:.2f}", got), fmt::format("{} {:.2f}", relation, wanted),
                   met ? "met" : "missed"});
    }
    table rows_{{{"figure"}, {"got", align::right}, {"to beat", align::right}, {""}}};
};

std::string figures(const findings& all) {
    verdicts rows;
    const auto& bot = all.qunda;
    const double speed = median(bot.per_second);
    if (all.nginx.absent.empty())
        rows.at_least("requests/s, of nginx's static 200", speed / median(all.nginx.per_second), 0.30);
    if (all.bolt.absent.empty()) rows.at_least("requests/s, of @slack/bolt's", speed / median(all.bolt.per_second), 8);
    rows.at_least("group commit, of one commit per event", speed / median(all.one_by_one.per_second), 8);
    rows.at_least("the same, intake only",
                  median(all.intake_only.per_second) / median(all.intake_one_by_one.per_second), 8);
    if (all.open_loop)
        rows.at_most(fmt::format("acknowledge p99 at {:.0f} mentions/s, ms", all.open_rate),
                     milliseconds(all.open_loop->at(0.99)), 20);
    if (all.bolt.absent.empty()) {
        rows.at_most("RSS, of the empty @slack/bolt app's", median(bot.idle_mb) / median(all.bolt.idle_mb), 0.25);
        rows.at_most("start to first 200, of @slack/bolt's", median(bot.first_ms) / median(all.bolt.first_ms), 0.10);
    }
    return rows.text();
}

} // namespace

double milliseconds(microseconds time) {
    return static_cast<double>(time.count()) / 1000;
}

std::string where_time_goes(const spans& steps) {
    table rows({{"a mention in qunda, step by step"}, {"µs", align::right}});
    const auto add = [&](std::string what, double took) { rows.add({std::move(what), fmt::format("{:.1f}", took)}); };
    add("HTTP head through the gate", steps.gate);
    add("verify (HMAC)", steps.verify);
    add("decode (JSON)", steps.decode);
    add("match, on the loop's thread", steps.match);
    add("unit of work: dedup, decision, rows, on the writer's", steps.unit);
    add(fmt::format("commit, shared by {}", steps.batch), steps.commit);
    add("commit, for one alone", steps.commit_alone);
    return rows.to_string(width);
}

std::string compare(const std::vector<scores>& builds) {
    table rows({{"program"},
                {"requests/s", align::right},
                {"least … most", align::right},
                {"replies/s", align::right},
                {"first thread, µs CPU a request", align::right},
                {"busiest other", align::right},
                {"start to 200, ms", align::right},
                {"RSS idle, MiB", align::right},
                {"loaded", align::right},
                {"not 200", align::right}});
    for (const auto& one : builds)
        rows.add({one.name, fmt::format("{:.0f}", median(one.per_second)), range(one.per_second),
                  fmt::format("{:.0f}", median(one.replies)), fmt::format("{:.1f}", median(one.loop_us)),
                  fmt::format("{:.1f}", median(one.writer_us)), fmt::format("{:.0f}", median(one.first_ms)),
                  fmt::format("{:.2f}", median(one.idle_mb)), fmt::format("{:.1f}", median(one.loaded_mb)),
                  std::to_string(one.refused + one.broken)});
    return rows.to_string(width + 20);
}

std::string report(const findings& all) {
    std::string text = speeds(all) + '\n' + sizes(all) + '\n' + processor_time(all) + '\n' + where_time_goes(all.steps);
    if (all.open_loop) {
        const auto& open = *all.open_loop;
        text += fmt::format(
            "\nqunda, open loop at {:.0f}/s: p50 {:.2f} ms, p99 {:.2f} ms, longest {:.2f} ms, {} answered, {} "
            "not 200\n",
            all.open_rate, milliseconds(open.at(0.5)), milliseconds(open.at(0.99)), milliseconds(open.at(1)),
            open.latencies.size(), open.refused + open.broken);
    }
    text += '\n' + figures(all);
    for (const auto* one : servers(all))
        if (!one->absent.empty()) text += fmt::format("left out: {}: {}\n", one->name, one->absent);
    return text;
}

} // namespace tests::bench
