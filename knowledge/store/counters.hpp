// Numbers that count up by one in the transaction that needs them: gapless, because what is undone was not counted.
#pragma once

#include <cstdint>
#include <string_view>

namespace knowledge::store {

class session;

std::int64_t count_up(session& db, std::string_view name); // the new value, 1 the first time
std::int64_t counted(session& db, std::string_view name);  // 0 when it never counted

} // namespace knowledge::store
