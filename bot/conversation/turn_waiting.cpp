// Which questions wait, and together with which others.
#include "bot/conversation/turn.hpp"
#include "knowledge/store/ids.hpp"

#include <utility>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

std::optional<store::cluster> turn::cluster_to_join(const store::question& asked) {
    auto cluster = waiting_.home_of(db_, asked, prepared_.index);
    // What is answered in one place must be readable in the other.
    const auto other = cluster ? store::first_place_of(db_, cluster->id) : std::nullopt;
    const store::group_key here{asked.platform, asked.workspace, asked.group};
    if (other && *other != here && collections_of(*other) != collections_of(here)) cluster.reset();
    return cluster;
}

// It is stored as being in its cluster at once: putting it in afterwards would cost as much again.
std::optional<store::cluster> turn::log(store::question& asked, const std::string& trace) {
    if (!store::is_waiting(asked.state)) {
        asked = store::insert_question(db_, std::move(asked), trace);
        return std::nullopt;
    }
    asked.id = knowledge::question_id{store::next_id()};
    auto cluster = cluster_to_join(asked);
    asked.cluster = cluster ? cluster->id : knowledge::cluster_id{store::next_id()};
    asked = store::insert_question(db_, std::move(asked), trace);
    if (!cluster) cluster = store::insert_cluster(db_, asked.cluster, asked);
    waiting_.add(asked);
    return cluster;
}

void turn::begin_waiting(store::question& asked) {
    auto cluster = cluster_to_join(asked);
    if (cluster) {
        asked.cluster = cluster->id;
        store::join_cluster(db_, asked.id, cluster->id);
    } else {
        cluster = store::begin_cluster(db_, asked);
        asked.cluster = cluster->id;
    }
    waiting_.add(asked);
    show_to_moderators(*cluster);
}

void turn::end_waiting(const store::question& asked) {
    waiting_.remove(asked);
    if (!asked.cluster) return;
    auto cluster = store::find_cluster(db_, asked.cluster);
    if (!cluster || cluster->state != store::cluster_state::open) return;
    auto left = store::waiting_in(db_, cluster->id, 2);
    std::erase_if(left, [&](const store::question& one) { return one.id == asked.id; });
    if (left.empty()) {
        cluster->state = store::cluster_state::settled;
        store::update_cluster(db_, *cluster);
    }
    show_anew(cluster->card, {});
}

void turn::wait_anew(const store::question& before, store::question& now) {
    if (!store::is_waiting(now.state)) return end_waiting(before);
    waiting_.remove(before);
    auto others = now.cluster ? store::waiting_in(db_, now.cluster, 2) : std::vector<store::question>{};
    std::erase_if(others, [&](const store::question& one) { return one.id == now.id; });
    const auto own = now.cluster ? store::find_cluster(db_, now.cluster) : std::nullopt;
    const bool stays = own && own->state == store::cluster_state::open && others.empty() &&
                       !waiting_.home_of(db_, now, prepared_.index);
    if (!stays) {
        end_waiting(before);
        return begin_waiting(now);
    }
    waiting_.add(now);
    show_to_moderators(*own);
}

std::size_t turn::wait_again(std::vector<store::question> reopened) {
    for (store::question& one : reopened) {
        auto cluster = one.cluster ? store::find_cluster(db_, one.cluster) : std::nullopt;
        if (!cluster || cluster->state == store::cluster_state::merged) {
            begin_waiting(one);
            continue;
        }
        waiting_.add(one);
        if (cluster->state != store::cluster_state::open) open_again(*std::move(cluster));
    }
    return reopened.size();
}

void turn::open_again(store::cluster cluster) {
    if (cluster.state != store::cluster_state::open) {
        cluster.state = store::cluster_state::open;
        cluster.answered_with = {};
        cluster.merged_into = {};
        cluster.assigned_to.clear();
        cluster.assigned_name.clear();
        store::update_cluster(db_, cluster);
    }
    if (cluster.card) return show_anew(cluster.card, {}); // its buttons are wanted at once
    show_to_moderators(cluster);
}

// Of questions that waited before there were clusters, too.
store::cluster turn::cluster_of(store::question& asked) {
    if (asked.cluster) {
        if (auto known = store::find_cluster(db_, asked.cluster)) return *known;
    }
    auto made = store::begin_cluster(db_, asked);
    asked.cluster = made.id;
    return made;
}

std::vector<std::string> turn::collections_of(const store::group_key& where) const {
    const auto platform = chat::platform_from(where.platform);
    const auto group = platform ? settings_.group(*platform, where.workspace, where.group) : std::nullopt;
    return group ? group->collections : std::vector<std::string>{};
}

} // namespace bot::conversation
