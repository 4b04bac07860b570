// What is made of a happening before the transaction, on the thread that brings it: the matcher's work needs no
// database, and in the transaction everybody else would wait for it.
#pragma once

#include "adapters/chat/incoming.hpp"
#include "bot/config/settings.hpp"
#include "bot/conversation/command.hpp"
#include "bot/conversation/group_logs.hpp"
#include "bot/conversation/judgement.hpp"
#include "knowledge/match/index.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

struct preparation {
    std::shared_ptr<const knowledge::match::index> index; // the one in force then; never null
    std::int64_t revision = 0;                            // of the knowledge it was built from
    std::shared_ptr<const group_logs> logs;               // in force then; null: nothing is learnt

    // Of a message; what these say points into the happening.
    std::string_view text;
    std::string_view quoted;           // the message it leans on
    std::string_view thread_text;      // what the thread is about, where that is no question of ours
    std::optional<request> understood; // none: it cannot be read

    std::string links; // of `status`: the connections to the platforms as they are now; empty elsewhere

    [[nodiscard]] double for_us(const config::group_settings& group, std::string_view words) const {
        return logs ? logs->for_us(group, words) : 0;
    }

    // Of a question that stands alone: the judgement, unless the member turns out to have asked something before.
    std::optional<judgement> alone;
};

// `what` outlives the result.
[[nodiscard]] preparation prepare(const adapters::chat::happening& what, const config::group_settings& group,
                                  std::shared_ptr<const knowledge::match::index> index, std::int64_t revision,
                                  std::shared_ptr<const group_logs> logs = nullptr);

} // namespace bot::conversation
