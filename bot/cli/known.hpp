// The knowledge a verb asks, loaded once.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/conversation/group_logs.hpp"
#include "knowledge/match/index.hpp"
#include "knowledge/model.hpp"
#include "knowledge/store/store.hpp"

#include <memory>
#include <unordered_map>

namespace bot::cli {

struct known {
    std::unordered_map<std::int64_t, knowledge::entry> entries; // canonical ones, by id
    std::shared_ptr<const knowledge::match::index> index;
    conversation::group_logs logs; // with what they say of their own messages unseen

    // What an entry asks, "" when it is not there.
    [[nodiscard]] std::string question_of(knowledge::entry_id id) const;
    [[nodiscard]] bool is_wording_of(std::string_view text, knowledge::entry_id id) const;
};

[[nodiscard]] known load_known(const knowledge::store::store& store, const config::settings& settings);

} // namespace bot::cli
