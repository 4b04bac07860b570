// How many messages of a calendar month went in and out on DingTalk, whose free quota is 3000: counted in the database,
// a line in the log at 80% and at all of it. A meter, not a brake: the platform decides. Its months are those of
// Shanghai.
#pragma once

#include "adapters/net/event_loop.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace bot::delivery {

// "2026-11": the month in Shanghai, which keeps one time the whole year.
[[nodiscard]] std::string month_in_shanghai(knowledge::timestamp at);

// How far a count has come; a quota of 0 is never reached.
enum class quota_mark { none, nearly, all };
[[nodiscard]] quota_mark mark_of(std::int64_t count, std::int64_t most);

class monthly_quota {
  public:
    // `store` and `loop` outlive it. Reads what is counted already.
    monthly_quota(knowledge::store::store& store, adapters::net::event_loop& loop, std::int64_t most,
                  std::function<knowledge::timestamp()> clock);
    ~monthly_quota();
    monthly_quota(const monthly_quota&) = delete;
    monthly_quota& operator=(const monthly_quota&) = delete;

    // On the loop's thread. Written down within a second, in one transaction: what a crash loses is that second.
    void received();
    void sent();
    // The platform says that there is none left: `first` runs in a transaction, the first time this month; `stored`
    // after its commit, on the loop's thread.
    void used_up(std::function<void(knowledge::store::session&)> first, std::function<void()> stored);
    // Writes down at once what is counted, before the end.
    void flush();

    // "2026-11: 12 received, 10 sent, of 3000"
    [[nodiscard]] std::string line() const;

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace bot::delivery
