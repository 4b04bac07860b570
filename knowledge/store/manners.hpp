// How a group and a member have asked to be treated, beyond what the configuration says: a group that is muted or
// answered more carefully for a while, a member who does not want to be named.
#pragma once

#include "knowledge/model.hpp"

#include <cstdint>
#include <string>

namespace knowledge::store {

class session;

struct group_key {
    std::string platform, workspace, group;

    bool operator==(const group_key&) const = default;
};

struct group_manners {
    timestamp muted_until;           // silent but for commands; long ago: not muted
    std::int64_t wrong_in_a_row = 0; // answers members found wrong, since the last helpful one
    double raised_by = 0;            // points above the configured answer threshold, until a moderator has looked

    bool operator==(const group_manners&) const = default;
};

group_manners manners_of(session& db, const group_key& which);
void keep_manners(session& db, const group_key& which, const group_manners& value);

struct member_key {
    std::string platform, workspace, member; // stable id
};

// Whether the weekly may name them.
bool may_be_named(session& db, const member_key& who);
// False when it was so before.
bool name_member(session& db, const member_key& who, bool named, timestamp now);

} // namespace knowledge::store
