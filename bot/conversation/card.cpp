#include "bot/conversation/card.hpp"

#include "adapters/chat/text.hpp"
#include "bot/conversation/pseudonym.hpp"
#include "bot/conversation/reference.hpp"
#include "bot/conversation/short_number.hpp"
#include "bot/conversation/texts.hpp"
#include "bot/conversation/time_words.hpp"

namespace bot::conversation {

namespace chat = adapters::chat;
namespace store = knowledge::store;

namespace {

constexpr std::size_t question_length = 500, answer_length = 300, line_length = 120, label_length = 40,
                      name_length = 24;
constexpr std::size_t most_groups = 3;

std::string named_by_id(std::string_view kind, std::string_view id) {
    return "[" + std::string(id) + "](" + std::string(kind) + ":" + std::string(id) + ")";
}

// Slack tells no names with what is said there; the id is what it shows a name for, and what people can look up.
std::string name_of(const std::string& name, std::string_view member, const config::voice& speaks, bool names_ids) {
    const auto id = member.substr(member.rfind(':') + 1);
    if (name.empty() && (id.empty() || is_pseudonym(id))) return phrase(text::somebody, speaks);
    if (name.empty() && names_ids && chat::is_plain_id(id)) return named_by_id("member", id);
    return quoted_line(name.empty() ? id : name, name_length);
}

// As actors are kept: "slack:T1:U1".
bool is_of_slack(std::string_view actor) {
    return actor.starts_with(to_string(chat::platform::slack));
}

std::string groups_of(const shown_cluster& cluster) {
    std::string names;
    for (std::size_t i = 0; i < cluster.groups.size(); ++i) {
        if (!names.empty()) names += ", ";
        if (i == most_groups) return names + "…";
        const auto& one = cluster.groups[i];
        const bool by_id = cluster.names_ids && cluster.group_ids.contains(one) && chat::is_plain_id(one);
        names += by_id ? named_by_id("group", one) : quoted_line(one, name_length);
    }
    return names;
}

// By the number of the question that is shown: who is shown it may answer that one.
std::string line_of(const shown_cluster& cluster, const config::voice& speaks) {
    return phrase(text::cluster_line, speaks, fmt::arg("number", cluster.first.number),
                  fmt::arg("question", quoted_line(cluster.first.text, line_length)));
}

std::string times_asked(const shown_cluster& cluster, const config::voice& speaks) {
    return phrase(text::cluster_count, speaks, fmt::arg("questions", counted(cluster.questions)),
                  fmt::arg("askers", counted(cluster.askers)));
}

// Once by one is what everybody takes it for.
std::string count_of(const shown_cluster& cluster, const config::voice& speaks) {
    if (cluster.questions == 1) return {};
    return phrase(text::card_count, speaks, fmt::arg("count", times_asked(cluster, speaks)));
}

std::string count_in_line(const shown_cluster& cluster, const config::voice& speaks) {
    return cluster.questions == 1 ? std::string() : " · " + times_asked(cluster, speaks);
}

// What is typed on platforms where a button can only speak for the member.
std::string says(text form, const shown_cluster& cluster, const config::voice& speaks, std::string_view other = {}) {
    return phrase(form, speaks, fmt::arg("number", cluster.what.number), fmt::arg("other", other));
}

std::string text_of_card(const shown_cluster& cluster, std::span<const shown_candidate> candidates,
                         const config::voice& speaks) {
    std::string all =
        "**#" + std::to_string(cluster.what.number) + "** " +
        phrase(text::card_asked, speaks,
               fmt::arg("name", name_of(cluster.first.member_name, cluster.first.member, speaks, cluster.names_ids)),
               fmt::arg("groups", groups_of(cluster)), fmt::arg("count", count_of(cluster, speaks))) +
        "\n\n> " + quoted_line(cluster.first.text, question_length);
    if (!cluster.before.empty())
        all +=
            "\n\n" + phrase(text::card_before, speaks, fmt::arg("question", quoted_line(cluster.before, line_length)));
    if (cluster.given)
        all += "\n\n" + phrase(text::card_given, speaks,
                               fmt::arg("question", quoted_line(cluster.given->question, line_length)),
                               fmt::arg("id", quoted_line(cluster.given->external_id, line_length)));
    if (!cluster.others.empty()) all += "\n\n" + phrase(text::card_others, speaks) + "\n";
    for (const auto& one : cluster.others)
        all += "\n- #" + std::to_string(one.number) + " " + quoted_line(one.text, line_length);
    if (!candidates.empty()) all += "\n\n" + phrase(text::card_candidates, speaks) + "\n";
    for (const auto& one : candidates)
        all += "\n- " + phrase(text::card_candidate, speaks,
                               fmt::arg("question", quoted_line(one.entry.question, line_length)),
                               fmt::arg("id", quoted_line(one.entry.external_id, line_length)),
                               fmt::arg("confidence", fmt::format("{:.0f}", one.confidence)));
    if (cluster.what.state != store::cluster_state::open) return all;
    for (const auto& one : cluster.answers)
        all += "\n\n" + phrase(text::card_proposal, speaks, fmt::arg("number", one.number),
                               fmt::arg("name", name_of(one.proposed_name, one.proposed_by, speaks,
                                                        cluster.names_ids && is_of_slack(one.proposed_by))),
                               fmt::arg("solved", one.solved ? "✅ " : ""),
                               fmt::arg("text", quoted_line(one.text, answer_length)));
    return all;
}

// The most useful first: some platforms show only five.
std::vector<chat::button> buttons_of_card(const shown_cluster& cluster, std::span<const shown_candidate> candidates,
                                          std::span<const store::cluster> similar, const config::voice& speaks) {
    std::vector<chat::button> buttons;
    const auto add = [&](chat::action what, std::int64_t other, std::string label, std::string said) {
        buttons.push_back({.what = what,
                           .value = to_string(card_reference{cluster.first.id, other}),
                           .label = std::move(label),
                           .says = std::move(said)});
    };
    const auto link = [&](const shown_candidate& one) {
        add(chat::action::link, one.entry.id.value,
            phrase(text::button_link, speaks,
                   fmt::arg("question",
                            std::string(chat::first_characters(chat::one_line(one.entry.question), label_length)))),
            says(text::says_link, cluster, speaks, one.entry.external_id));
    };
    add(chat::action::answer, 0, phrase(text::button_answer, speaks), says(text::says_answer, cluster, speaks));
    const auto accept = [&](const store::proposal& one) {
        const auto number = std::to_string(one.number);
        add(chat::action::accept, one.number, phrase(text::button_accept, speaks, fmt::arg("number", number)),
            phrase(text::says_accept, speaks, fmt::arg("number", number)));
    };
    if (!cluster.answers.empty()) accept(cluster.answers.front());
    if (!candidates.empty()) link(candidates.front());
    add(chat::action::ignore, 0, phrase(text::button_ignore, speaks), says(text::says_ignore, cluster, speaks));
    add(chat::action::assign, 0, phrase(text::button_assign, speaks), says(text::says_assign, cluster, speaks));
    for (const auto& one : similar)
        add(chat::action::merge, one.number, phrase(text::button_merge, speaks, fmt::arg("number", one.number)),
            says(text::says_merge, cluster, speaks, std::to_string(one.number)));
    for (std::size_t i = 1; i < candidates.size(); ++i)
        link(candidates[i]);
    for (std::size_t i = 1; i < cluster.answers.size(); ++i)
        accept(cluster.answers[i]);
    return buttons;
}

} // namespace

bool is_of_card(chat::action what) {
    switch (what) {
    case chat::action::answer:
    case chat::action::link:
    case chat::action::ignore:
    case chat::action::merge:
    case chat::action::assign:
    case chat::action::solved:
    case chat::action::accept:
        return true;
    case chat::action::helpful:
    case chat::action::unhelpful:
    case chat::action::ask_moderator:
    case chat::action::pick:
    case chat::action::correct:
    case chat::action::take_back:
        break;
    }
    return false;
}

std::string to_string(const card_reference& what) {
    std::string text = to_string(reference{.question = what.question});
    if (what.other == 0) return text;
    return text + "." + short_number(what.other);
}

std::optional<card_reference> card_reference_from(std::string_view text) {
    const auto dot = text.find('.');
    const auto about = reference_from(text.substr(0, dot));
    if (!about || about->place != 0) return std::nullopt;
    card_reference found{.question = about->question};
    if (dot == std::string_view::npos) return found;
    const auto other = from_short_number(text.substr(dot + 1));
    if (!other) return std::nullopt;
    found.other = *other;
    return found;
}

reply card_reply(const shown_cluster& cluster, std::span<const shown_candidate> candidates,
                 std::span<const store::cluster> similar, const config::voice& speaks) {
    reply made{.title = phrase(text::card_title, speaks, fmt::arg("number", cluster.what.number)),
               .markdown = text_of_card(cluster, candidates, speaks)};
    made.names_members = cluster.names_ids;
    if (cluster.what.state == store::cluster_state::open)
        made.buttons = buttons_of_card(cluster, candidates, similar, speaks);
    return made;
}

std::string cluster_status(const store::cluster& cluster, const std::optional<knowledge::entry>& entry,
                           std::int64_t into, const config::voice& speaks, bool names_ids) {
    const std::string name =
        name_of(cluster.assigned_name, cluster.assigned_to, speaks, names_ids && is_of_slack(cluster.assigned_to));
    const auto by = fmt::arg("name", name); // by reference
    switch (cluster.state) {
    case store::cluster_state::open:
        return cluster.assigned_to.empty() ? std::string() : phrase(text::status_assigned, speaks, by);
    case store::cluster_state::answered:
        return phrase(text::status_answered, speaks, by,
                      fmt::arg("id", quoted_line(entry ? entry->external_id : std::string(), line_length)));
    case store::cluster_state::settled:
        return phrase(text::status_settled, speaks);
    case store::cluster_state::ignored:
        return phrase(text::status_ignored, speaks, by);
    case store::cluster_state::merged:
        return phrase(text::status_merged, speaks, by, fmt::arg("number", into));
    }
    return {};
}

reply digest_reply(std::span<const shown_cluster> clusters, std::size_t count, const config::voice& speaks) {
    reply made;
    made.title = phrase(text::digest_title, speaks, fmt::arg("count", counted(count)));
    made.markdown = phrase(text::digest, speaks, fmt::arg("count", counted(count))) + "\n";
    for (const auto& one : clusters) {
        made.markdown += "\n- " + line_of(one, speaks) + count_in_line(one, speaks);
        const auto status = cluster_status(one.what, one.answered_with, one.merged_into, speaks, one.names_ids);
        made.names_members = made.names_members || one.names_ids;
        if (!status.empty()) made.markdown += " · " + status;
    }
    if (count > clusters.size()) made.markdown += "\n- …";
    // Platforms show as many as they can: answering all of them comes before ignoring the first.
    const auto add = [&](chat::action what, text label, text said) {
        for (const auto& one : clusters) {
            if (one.what.state != store::cluster_state::open) continue;
            const auto number = fmt::arg("number", one.first.number);
            made.buttons.push_back({.what = what,
                                    .value = to_string(card_reference{one.first.id}),
                                    .label = phrase(label, speaks, number),
                                    .says = phrase(said, speaks, number)});
        }
    };
    add(chat::action::answer, text::button_answer_one, text::says_answer);
    add(chat::action::ignore, text::button_ignore_one, text::says_ignore);
    return made;
}

reply open_clusters_reply(std::span<const shown_cluster> clusters, std::size_t count, knowledge::timestamp now,
                          const config::voice& speaks) {
    const auto title = phrase(text::open_title, speaks);
    if (clusters.empty()) return {.title = title, .markdown = phrase(text::open_none, speaks)};
    auto body = phrase(text::open_list, speaks, fmt::arg("count", counted(count))) + "\n";
    for (const auto& one : clusters) {
        body += "\n- " + line_of(one, speaks) + count_in_line(one, speaks) + " · " +
                phrase(text::waiting, speaks, fmt::arg("time", how_long(now - one.what.first_asked, speaks)));
        if (!one.before.empty())
            body +=
                " · " + phrase(text::card_before, speaks, fmt::arg("question", quoted_line(one.before, label_length)));
        if (!one.what.assigned_to.empty()) body += " · " + cluster_status(one.what, std::nullopt, 0, speaks);
    }
    if (count > clusters.size()) body += "\n- …";
    return {.title = title,
            .markdown = body,
            .footer = phrase(text::open_footer, speaks, fmt::arg("number", clusters.front().first.number))};
}

} // namespace bot::conversation
