// Every fixed sentence the bot says in a group, in Chinese and English, in one place. A message is made of texts of one
// language only. Words of members and entries are put in as arguments, never concatenated around.
#pragma once

#include "bot/config/settings.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace bot::conversation {

enum class text {
    answer_title,   // {question}
    source,         // {sources}
    source_edition, // {date}
    follow_ups,     // before the numbered list of the chain's next questions
    suggest_title,
    suggest,           // before the numbered list of candidates
    suggest_none,      // after it; {number}
    logged_title,      //
    logged,            // {number}
    logged_unnumbered, // for a group's own no_answer text: {text} {number}
    help_title,        //
    help,              //
    help_line,         // {command} {help}: of a list; command_table.cpp has the commands
    help_moderators,   // before those of moderators
    mistyped,          // {command}
    unsupported,       // only text can be read
    pick_gone,         // the number picked belongs to nothing
    not_a_moderator_title,
    not_a_moderator,    //
    answer_usage,       //
    no_such_question,   // {number}
    already_answered,   // {number}
    answered_title,     // {number}
    answered_confirmed, // {number}
    button_helpful,     // labels of buttons
    button_unhelpful,   //
    button_moderator,   //
    button_none,        // none of the suggestions
    says_helpful,     // {reference}: what a tap says where buttons can only speak for the member; command.cpp reads it
    says_unhelpful,   // {reference}
    says_moderator,   // {reference}
    says_pick,        // {reference}
    opinions,         // {helpful} {unhelpful}
    handed_on,        // {number}
    not_helped,       //
    nothing_to_judge, //
    mark_title,       //
    marked,           //
    mark_without_question, //
    mark_without_answer,   //
    told_title,            // {number}
    told,                  // {number}
    open_title,            //
    open_list,             // {count}
    open_none,             //
    proposals_title,       //
    proposals_list,        // {count}
    proposals_none,        //
    proposal_phrasing,     // {number} {text} {question}
    proposal_negative,     // {number} {text} {question}
    phrasing_accepted,     // {number} {question}
    negative_accepted,     // {number} {question}
    proposal_refused,      // {number}
    no_such_proposal,      // {number}
    proposal_decided,      // {number}
    proposal_entry_gone,   // {number}
    why_title,             //
    why_answered,          // {confidence} {answer_at} {suggest_at}
    why_suggested,         // {confidence} {answer_at} {suggest_at}
    why_silent,            // {confidence} {answer_at} {suggest_at}
    why_leant,             // {question}
    why_leant_on_quote,    //
    why_candidate,         // {place} {question} {id} {confidence}
    why_wording,           // {wording}
    why_parts,             // {base} {parts}
    why_no_candidate,      //
    why_moved,             // {then} {now}: the knowledge's revision
    why_not_kept,          //
    quota_title,           // DingTalk withholds messages
    quota_used_up,         //
    somebody,              // a member without a display name
    // The form that keeps a message as an answer.
    form_title,           // 24 characters at most, as the next two
    form_submit,          //
    form_close,           //
    form_question,        //
    form_answer,          //
    form_phrasings,       //
    form_phrasings_hint,  //
    form_tags,            //
    form_tags_hint,       //
    form_collection,      //
    form_collection_hint, //
    form_empty,           // at an input that must not be empty
    form_failed,          // it did not open
    form_answer_long,     // the message does not fit into it
    not_stored,           // what a member did could not be stored now
    not_here,             // the bot has no business in that group
    // The page after installing.
    install_title,
    installed,        // {workspace}
    install_unlisted, // {workspace}: its id
    install_given_up, // the person said no
    install_expired,  // begun elsewhere, or too long ago
    install_failed,   // {reason}
    // The page /try.
    try_intro,
    try_examples,
    try_example_1,
    try_example_2,
    try_member,
    try_question,
    try_placeholder,
    try_send,
    try_reply,
    try_lost,
    // Clusters of open questions, and their cards.
    minutes,            // {count}
    hours,              // {count}
    days,               // {count}
    waiting,            // {time}
    cluster_line,       // {number} {question}
    cluster_count,      // {questions} {askers}
    card_title,         // {number}
    card_asked,         // {name} {groups} {count}: behind the number
    card_before,        // {question}
    card_candidates,    // before their list
    card_candidate,     // {question} {id} {confidence}
    card_proposal,      // {number} {name} {solved} {text}
    button_answer,      // labels of buttons
    button_link,        // {question}
    button_ignore,      //
    button_merge,       // {number}
    button_assign,      //
    says_answer,        // {number}: the command a tap stands for, as the next ones
    says_link,          // {number} {other}
    says_ignore,        // {number}
    says_merge,         // {number} {other}
    says_assign,        // {number}
    status_assigned,    // {name}
    status_answered,    // {name} {id}
    status_settled,     //
    status_ignored,     // {name}
    status_merged,      // {name} {number}
    digest_title,       // {count}
    digest,             // {count}
    not_waiting,        // {number}
    answered_everybody, // {number} {count}
    link_usage,         //
    no_such_entry,      // {id}
    ignored_confirmed,  // {number}
    merged_confirmed,   // {number} {other}
    merged_already,     // {number} {other}
    merge_with_itself,  //
    assigned_confirmed, // {number}
    moderators_title,   // of a line to the moderators' group about {number}
    // Answers that trusted people propose.
    proposal_answer, // {number} {question} {name} {text}
    proposal_solved, // {number} {question} {name} {text}
    answer_accepted, // {number}
    proposed_title,  // {number}
    proposed,        // {number} {name}: to who asked
    button_solved,   //
    says_solved,     //
    solved_thanks,   //
    solved_nothing,  // nobody has proposed an answer
    proposed_thanks, // {number}: to who proposed by mentioning the bot
};

// The sentence with its arguments filled in. Arguments: fmt::arg("number", 12), …
template <class... Args>
std::string phrase(text which, const config::voice& speaks, Args&&... args);

// The catalogue's own form, with the names in braces.
[[nodiscard]] std::string_view catalogue(text which, const config::voice& speaks);

template <class... Args>
std::string phrase(text which, const config::voice& speaks, Args&&... args) {
    return fmt::format(fmt::runtime(catalogue(which, speaks)), std::forward<Args>(args)...);
}

} // namespace bot::conversation
