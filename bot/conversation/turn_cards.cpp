// How moderators are shown what waits: a card for each cluster in their group, one for many when there are many, shown
// anew when a cluster grows or ends. Through the outbox like everything that is said, so that a platform that is down
// is told once it is back, and no card is made twice.
#include "bot/conversation/turn.hpp"
#include "knowledge/match/trace.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/privacy.hpp"
#include "knowledge/store/proposals.hpp"

#include <algorithm>
#include <set>

namespace bot::conversation {

namespace store = knowledge::store;
namespace chat = adapters::chat;

namespace {

constexpr std::chrono::hours card_expiry{72}; // whoever moderates comes back from the weekend
constexpr std::size_t most_in_digest = 15, most_shown = 3, most_others = 5, most_looked_at = 50;
constexpr std::size_t most_tried_for_digest = 100; // those of which nothing may be shown take no line
constexpr double near_from = 3;                  // entries with less confidence come near in nothing but a common word
constexpr std::chrono::minutes digest_after{15}; // from the first question that did not get a card of its own
// A cluster that grows quickly changes its card this often, not with every question.
constexpr std::chrono::seconds growth_within{10};

// What it was answered with, or merged into.
void add_end(store::session& db, shown_cluster& made) {
    if (made.what.answered_with) made.answered_with = store::find_entry(db, made.what.answered_with);
    if (const auto into = made.what.merged_into ? store::find_cluster(db, made.what.merged_into) : std::nullopt)
        made.merged_into = into->number;
}

} // namespace

const std::optional<chat::place>& turn::moderators_place() {
    if (!moderators_place_) {
        const auto* community = settings_.community(group_.community);
        moderators_place_ = community == nullptr ? std::nullopt : community->moderators_place();
    }
    return *moderators_place_;
}

bool turn::among_moderators() {
    const auto& place = moderators_place();
    return place && place->on == at_.where.on && place->workspace == at_.where.workspace &&
           place->group == at_.settings_group && moderates(group_);
}

bool turn::shown_on_card() {
    const bool on_card = std::holds_alternative<chat::press>(what_) || [&] {
        const auto* form = std::get_if<chat::mark>(&what_);
        return form != nullptr && !form->about.empty();
    }();
    return on_card && can_replace();
}

// Slack shows an id of the same workspace by its name.
bool turn::names_ids_of(const store::question& asked) {
    const auto& place = moderators_place();
    return place && place->on == chat::platform::slack && asked.platform == to_string(place->on) &&
           asked.workspace == place->workspace;
}

std::optional<shown_cluster> turn::shown(const store::cluster& cluster, bool to_group) {
    shown_cluster made;
    made.what = cluster;
    std::set<std::string> seen, askers;
    bool any = false;
    // Of one that has ended nobody waits any more: its questions are looked for by its own number.
    auto questions = store::waiting_lines_in(db_, cluster.id, most_looked_at);
    if (questions.empty()) {
        if (auto first = store::find_question(db_, cluster.community, cluster.number)) questions.push_back(*first);
    }
    for (auto& one : questions) {
        if (one.direct && to_group) continue; // what somebody asked in private is not shown to a group
        const auto platform = chat::platform_from(one.platform);
        const auto group = platform ? settings_.group(*platform, one.workspace, one.group) : std::nullopt;
        auto title = group && !group->name.empty() ? group->name : one.group_title;
        if (title.empty()) {
            title = one.group;
            if (names_ids_of(one)) made.group_ids.insert(title);
        }
        if (seen.insert(title).second) made.groups.push_back(title);
        if (!any)
            made.first = std::move(one);
        else if (made.others.size() < most_others)
            made.others.push_back(std::move(one));
        any = true;
    }
    if (!any) return std::nullopt;
    if (auto first = store::find_question(db_, made.first.id)) made.first = *std::move(first);
    for (const auto& share : store::shares_of(db_, cluster)) {
        if (share.direct && to_group) continue;
        made.questions += share.questions;
        made.askers += share.askers;
    }
    if (made.questions == 0) made.questions = made.askers = 1;
    made.answers = store::answers_proposed_to(db_, cluster.id, most_shown);
    add_end(db_, made);
    made.names_ids = to_group && names_ids_of(made.first);
    if (cluster.state == store::cluster_state::open && made.first.answered_with) {
        auto given = canonical({made.first.answered_with});
        if (!given.empty()) made.given = std::move(given.front());
    }
    if (auto before = leant_on(made.first)) made.before = std::move(before->text);
    return made;
}

std::optional<store::question> turn::leant_on(const store::question& asked) const {
    const auto why = knowledge::match::trace_from_json(store::trace_of(db_, asked.id));
    auto before = why && why->before ? store::find_question(db_, why->before) : std::nullopt;
    if (before && before->direct != asked.direct) before.reset();
    return before;
}

// As a line of a card of many: a digest is written anew with each cluster that comes to it.
std::optional<shown_cluster> turn::shown_in_a_line(const store::cluster& cluster) {
    shown_cluster made;
    made.what = cluster;
    auto first = store::first_waiting_line(db_, cluster.id);
    if (!first && store::waiting_in(db_, cluster.id, 1).empty())
        first = store::find_question(db_, cluster.community, cluster.number);
    if (!first || first->direct) return std::nullopt;
    made.first = std::move(*first);
    for (const auto& share : store::shares_of(db_, cluster)) {
        if (share.direct) continue;
        made.questions += share.questions;
        made.askers += share.askers;
    }
    if (made.questions == 0) made.questions = made.askers = 1;
    add_end(db_, made);
    made.names_ids = names_ids_of(made.first);
    return made;
}

std::optional<reply> turn::card_of(const std::vector<store::cluster>& clusters, bool digest, std::size_t count) {
    const auto& place = *moderators_place();
    const auto group = settings_.group(place.on, place.workspace, place.group);
    const auto& speaks = group ? group->speaks : group_.speaks;
    if (digest) {
        std::vector<shown_cluster> all;
        for (const auto& one : clusters) {
            if (all.size() == most_in_digest) break;
            if (auto made = shown_in_a_line(one)) all.push_back(std::move(*made));
        }
        return digest_reply(all, count, speaks);
    }
    if (clusters.empty()) return std::nullopt;
    const auto& cluster = clusters.front();
    const auto what = shown(cluster, true);
    if (!what) return std::nullopt;
    std::vector<shown_candidate> candidates;
    for (const auto& one : what->first.candidates) {
        if (candidates.size() == most_shown || one.confidence < near_from) break;
        for (auto& entry : canonical({one.id}))
            if (!what->given || entry.id != what->given->id) candidates.push_back({std::move(entry), one.confidence});
    }
    std::vector<store::cluster> similar;
    if (cluster.state == store::cluster_state::open) {
        similar = waiting_.similar_to(db_, what->first, prepared_.index);
        std::erase_if(similar, [&](const store::cluster& one) { return one.id == cluster.id; });
    }
    return card_reply(*what, candidates, similar, speaks);
}

void turn::show_to_moderators(const store::cluster& cluster) {
    const auto& place = moderators_place();
    if (!place) return;
    if (cluster.card) {
        grown_.push_back({cluster.card, growth_within});
        return;
    }
    // Whoever was offered something may yet pick it: nobody needs to look while nobody says that it did not help.
    const auto questions = store::waiting_in(db_, cluster.id, most_looked_at);
    const bool needed = std::ranges::any_of(questions, [](const store::question& one) {
        return one.state != store::question_state::suggested && !one.direct;
    });
    if (!needed) return;

    auto changed = cluster;
    const auto* community = settings_.community(group_.community);
    const auto an_hour_ago = now_ - std::chrono::hours(1);
    const bool digest = store::count_cards(db_, cluster.community, an_hour_ago) >= community->cards_per_hour;
    if (digest) {
        const auto open = store::digest_since(db_, cluster.community, an_hour_ago);
        const auto row = open ? store::find_outbox(db_, open->id) : std::nullopt;
        if (row && row->state == store::outbox_state::pending) {
            changed.card = open->id;
            store::update_cluster(db_, changed);
            grown_.push_back({open->id, {}});
            return;
        }
    }
    const auto what = card_of({cluster}, digest, 1);
    if (!what) return;
    chat::outgoing message;
    message.where = *place;
    put(*what, message);
    // An answer and no notice: doubt whether it arrived must not make two of it.
    changed.card = say(std::move(message), store::outbox_kind::answer, {},
                       digest ? std::chrono::seconds(digest_after) : std::chrono::seconds{}, card_expiry);
    store::insert_card(db_, {.id = changed.card, .community = cluster.community, .digest = digest, .made_at = now_});
    store::update_cluster(db_, changed);
}

void turn::show_anew(knowledge::outbox_id id, std::chrono::seconds within) {
    const auto& place = moderators_place();
    const auto card = id && place ? store::find_card(db_, id) : std::nullopt;
    const auto posted = card ? store::find_outbox(db_, card->id) : std::nullopt;
    if (!posted) return; // there is none, or it is so old that it was forgotten
    const auto clusters = store::clusters_on_card(db_, card->id, most_tried_for_digest);
    const auto what = card_of(clusters, card->digest, store::count_clusters_on_card(db_, card->id));
    if (!what) return;
    chat::outgoing message;
    message.where = *place;
    put(*what, message);
    if (!card->digest) {
        const auto& cluster = clusters.front();
        const auto into = cluster.merged_into ? store::find_cluster(db_, cluster.merged_into) : std::nullopt;
        const auto group = settings_.group(place->on, place->workspace, place->group);
        message.status = cluster_status(
            cluster, cluster.answered_with ? store::find_entry(db_, cluster.answered_with) : std::nullopt,
            into ? into->number : 0, group ? group->speaks : group_.speaks, message.names_members);
    }
    message.id = std::to_string(posted->id.value);
    if (store::rewrite_pending(db_, posted->id, to_json(message), posted->due_at)) return;
    if (!settings_.abilities_of(place->on).replaces) return;

    // What replaces it is one message, too: the next change is written into it while it waits.
    message.what = chat::act::replace;
    const auto latest = card->latest ? store::find_outbox(db_, card->latest) : std::nullopt;
    if (latest && latest->state == store::outbox_state::pending) {
        const auto before = chat::outgoing_from_json(latest->payload);
        message.id = std::to_string(latest->id.value);
        message.target = before ? before->target : std::string();
        message.takes_place_of = before ? before->takes_place_of : std::string();
        const auto due = std::min(latest->due_at, now_ + within);
        if (store::rewrite_pending(db_, latest->id, to_json(message), due)) {
            lanes_.push_back(latest->lane);
            return;
        }
    }
    // A post that failed was made up for by what was to replace it.
    // What was shown in between is shown no more, and need not be kept with the names in it.
    if (latest && (latest->state == store::outbox_state::sent || latest->state == store::outbox_state::failed) &&
        posted->state != store::outbox_state::failed)
        store::update_payload(db_, latest->id, "{}");
    const auto& shown = posted->state == store::outbox_state::failed && latest ? *latest : *posted;
    message.target = shown.platform_id;
    message.takes_place_of = shown.platform_id.empty() ? std::to_string(shown.id.value) : std::string();
    store::update_card(db_, card->id, say(std::move(message), store::outbox_kind::notice, {}, within, card_expiry));
}

} // namespace bot::conversation
