// Where the time of a mention goes: each step on its own, in this process, without sockets.
#pragma once

#include <cstddef>
#include <filesystem>

namespace tests::bench {

// Microseconds a mention: CPU time, except of commits, which mostly wait for the disk (median).
struct spans {
    double gate = 0;         // HTTP head let through
    double verify = 0;       // HMAC over the body
    double decode = 0;       // JSON → incoming
    double match = 0;        // normalise, search, confidence
    double unit = 0;         // the whole unit of work on the writer's thread: dedup, context, decision, rows
    double commit = 0;       // its share of a commit of `batch` units
    double commit_alone = 0; // of a commit of its own
    std::size_t batch = 0;
};

// `database` is changed.
spans measure_spans(const std::filesystem::path& database, std::size_t entries, std::size_t batch);

// What the writer's thread does for a mention among `mentions` that come in batches: units, commits and copying the log
// into the database, while questions that nobody answers pile up. `moderated`: and are shown to a group of moderators.
struct writer_share {
    std::size_t mentions = 0, batch = 0;
    double cpu = 0;     // microseconds
    double written = 0; // KiB
};
writer_share measure_writer(const std::filesystem::path& database, std::size_t entries, std::size_t mentions,
                            std::size_t batch, bool moderated);

} // namespace tests::bench
