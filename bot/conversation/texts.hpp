// Every fixed sentence the bot says in a group, in Chinese and English, in one place. A message is made of texts of one
// language only. Words of members and entries are put in as arguments, never concatenated around.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/conversation/counted.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace bot::conversation {

enum class text {
    answer_title,   // {question}
    source,         // {sources}
    source_edition, // {date}
    follow_ups,     // before the numbered list of the chain's next questions
    suggest_title,
    suggest,            // before the numbered list of candidates
    suggest_none,       // after it; {number}
    suggest_none_alone, // the same, asked by a command that only the asker sees
    logged_title,       //
    logged,             // {number}
    logged_alone,       // the same, asked by a command that only the asker sees
    logged_unnumbered,  // for a group's own no_answer text: {text} {number}
    still_waits,        // {number}: to who is not content, or asks for a moderator, before anybody has answered
    greeting,           // what the bot is, to who says hello or asks
    help_title,         //
    help,               //
    help_line,          // {command} {help}: of a list; command_table.cpp has the commands
    help_moderators,    // before those of moderators
    mistyped,           // {command}
    unfinished,         // {command}: said by its name alone
    unsupported,        // only text can be read
    pick_gone,          // the number picked belongs to nothing
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
    button_take_back,   //
    button_none,        // none of the suggestions
    says_helpful,     // {reference}: what a tap says where buttons can only speak for the member; command.cpp reads it
    says_unhelpful,   // {reference}
    says_moderator,   // {reference}
    says_take_back,   // {reference}
    says_pick,        // {reference}
    opinions,         // {helpful} {unhelpful}
    handed_on,        // {number}
    not_helped,       //
    nothing_to_judge, //
    mark_title,       //
    mark_without_question, //
    mark_without_answer,   //
    told_title,            // {number}
    told,                  // {number}
    open_title,            //
    open_list,             // {count}
    open_footer,           // {number} of one of them, to show how it is answered
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
    why_unknown,           // {words}
    why_read_as,           // {words}
    why_parts,             // {base} {parts}
    why_log_for,           // {amount}
    why_log_against,       // {amount}
    why_no_candidate,      //
    why_moved,             // {then} {now}: the knowledge's revision
    why_not_kept,          //
    // What a confidence is made of: one a row of knowledge/match/features.cpp, but for those that have no weight.
    input_share,
    input_wording_cover,
    input_any_cover,
    input_reverse_cover,
    input_exact,
    input_lead,
    input_behind,
    input_crowd,
    input_agreement,
    input_wordings,
    input_unseen_share,
    input_unseen_words,
    input_familiarity,
    input_common_ground,
    input_missing_words,
    input_matched_words,
    input_rarest_match,
    input_evidence,
    input_length,
    input_asks,
    input_trouble,
    input_chatting,
    input_small_talk,
    input_function_share,
    input_context_share,
    input_leaning,
    input_learnt,
    input_learnt_lead,
    input_wording_share,
    input_answer_share,
    input_answer_cover,
    input_phrase_cover,
    input_meaning_cover,
    input_heaviest_missing,
    input_rare_missing,
    input_names_missing,
    input_number_missing,
    input_alike,
    input_length_ratio,
    input_answer_length,
    input_favoured,
    input_ahead,
    input_youth,
    input_for_us,
    quota_title,   // DingTalk withholds messages
    quota_used_up, //
    somebody,      // a member without a display name
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
    // Entries, and what moderators do to them.
    entry_word,  // before an id that does not look like one
    entry_title, // {id}
    entry_line,  // {state} {revision} {author} {ago}
    state_canonical,
    state_draft,
    state_retired,
    valid_until,    // {date}
    expired,        // {date}
    expired_answer, // {date}
    valid_for,      // {what}
    entry_variant,  // {language}
    variant_stale,  // {language}
    merged_into,    // {id}
    author_import,
    author_cli,
    ago_moment,
    ago_minute,
    ago_minutes,   // {count}
    ago_hours,     // {count}
    ago_days,      // {count}
    no_such_entry, // {id}
    no_entry_meant,
    entry_changed,         // {id} {revision}
    entry_not_in_use,      // {id} {name}: it was changed all the same
    entry_unchanged,       // {id}
    entry_retired,         // {id}
    entry_restored,        // {id}
    entry_retired_already, // {id} {author} {ago}
    entry_in_use_already,  // {id} {author} {ago}
    entry_was_merged,      // {id} {survivor} {name}
    entry_without_answer,  // {id} {name}
    edit_usage,
    entry_conflict,  // {id} {author} {ago} {revision}
    answer_conflict, // {number} {author} {ago} {id}
    conflict_theirs,
    conflict_yours,
    conflict_again, // {name}
    undo_title,
    undo_nothing,
    undo_nothing_done,    // {number}
    undone_wording_stays, // {id}
    undone,               // {id} {revision}
    undone_made,          // {id}
    undone_told,          // behind a sentence
    undone_questions,     // {number} {count}
    undone_reopened,      // {count}
    undone_proposals,     // {count}
    undone_judgement,     // {number}
    undone_assigning,     // {number}
    undo_conflict,        // {id} {author} {ago}
    undo_would,
    merge_title,
    merged_entries,   // {merged} {survivor} {count} {name}
    unmerged_entries, // {merged} {survivor} {count}
    merge_same,
    merge_not_in_use,
    not_merged,        // {id}
    correction_offer,  // {days} {posts} {places} {name}
    calling_off_done,  // {id} {posts} {places}
    offer_changed,     // {id}
    calling_off_offer, // {days} {posts} {places} {name}
    calling_off_kept,  // {count}
    still_called_off,  // {count}
    button_call_off,
    called_off,        // instead of an answer whose entry was retired
    called_off_posted, // where it cannot be changed
    button_correct,
    says_correct, // {name}
    corrected_note,
    correction_title, // {question}
    correction_posted,
    correction_done, // {id} {posts} {places}
    correction_none, // {id} {days}
    canonical_usage,
    canonical_which,
    kept_as,      // {id}
    kept_already, // {id}
    field_state,
    field_question,
    field_phrasings,
    field_answer,
    field_variant, // {language}
    field_tags,
    field_collection,
    field_valid_until,
    field_valid_for,
    field_sources,
    field_chain,
    field_name,
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
    // Manners.
    too_fast_title,       //
    too_fast,             // to a member
    group_too_fast,       // to a group
    repeated_title,       //
    how_to_go_on,         // to who goes on in a thread without a mention, and cannot be answered
    repeated_above,       // the same answer stands in this thread
    repeated_link,        // {link}
    repeated_here,        // {question} {answer}: given in this group a moment ago, where nothing can be linked
    taken_back_title,     //
    taken_back,           // {number}
    taken_back_below,     // in the place of an answer, or below it where it cannot be taken away
    taken_back_others,    // somebody else's
    nothing_to_take_back, //
    careful_title,        //
    careful,              // {group} {count} {answer_at}
    status_title,         //
    status_open,          // {count} {oldest}
    status_open_none,     //
    status_outbox,        // {waiting} {lanes} {uncertain} {failed}
    status_links,         // {links}
    status_knowledge,     // {revision} {entries}
    status_log,           // {for_bot} {ignored}: messages
    status_log_shared,    // {for_bot} {ignored}
    status_log_too_short, // {for_bot} {ignored} {needed}
    status_muted,         // {until}
    status_not_muted,     //
    status_careful,       // {answer_at} {usual}
    status_usual,         // {answer_at} {count}
    status_reset,         // {answer_at}
    mute_title,           //
    muted,                // {until}
    unmuted,              //
    weekly_title,         //
    weekly_summary,       // {from} {to} {questions} {answered} {by_person} {open} {threads}
    weekly_most,          // before the list
    weekly_item,          // {question} {askers}
    weekly_how,           // {command}
    name_title,           //
    named,                //
    unnamed,              //
    my_data_title,        //
    my_data_none,         //
    my_data_no_question,  // {opinions} {proposals}
    my_data,              // {questions} {since} {opinions} {proposals}
    my_data_named,        //
    my_data_unnamed,      //
    my_data_kept,         // {texts} {names} {sent} {opinions}
    my_data_for_ever,     // as a length of time
    my_data_list,         // {count}
    my_data_item,         // {day} {question}
    my_data_rest,         // {count} more
    my_data_not_here,     // the list cannot be shown to them alone
    forget_title,         //
    forget_ask,           //
    forgotten,            // {questions} {opinions} {proposals} {messages}
    forgotten_unnamed,    // who did not want to be named would be named again
    forgotten_nothing,    //
    // Clusters of open questions, and their cards.
    minutes,             // {count}
    hours,               // {count}
    days,                // {count}
    waiting,             // {time}
    cluster_line,        // {number} {question}
    cluster_count,       // {questions} {askers}
    card_title,          // {number}
    card_asked,          // {name} {groups} {count}: behind the number
    card_count,          // {count}: of a card, where it was asked more than once
    card_given,          // what was answered before somebody asked for a moderator
    card_before,         // {question}
    card_candidates,     // before their list
    card_others,         // before the list of those who ask the same
    card_candidate,      // {question} {id} {confidence}
    card_proposal,       // {number} {name} {solved} {text}
    button_answer,       // labels of buttons
    button_link,         // {question}
    button_ignore,       //
    button_merge,        // {number}
    button_assign,       //
    button_accept,       // {number}
    says_answer,         // {number}: the command a tap stands for, as the next ones
    says_link,           // {number} {other}
    says_ignore,         // {number}
    says_merge,          // {number} {other}
    says_assign,         // {number}
    says_accept,         // {number}
    status_assigned,     // {name}
    status_answered,     // {name} {id}
    status_settled,      //
    status_ignored,      // {name}
    status_merged,       // {name} {number}
    digest_title,        // {count}
    digest,              // {count}
    button_answer_one,   // {number}
    button_ignore_one,   // {number}
    not_waiting,         // {number}
    was_ignored,         // {number}
    answered_everybody,  // {number} {count}
    link_usage,          //
    no_entry_to_link,    // {id}
    ignored_confirmed,   // {number}
    merged_confirmed,    // {number} {other}
    merged_already,      // {number} {other}
    merge_with_itself,   //
    parted_confirmed,    // {number}
    waits_alone,         // {number}
    assigned_confirmed,  // {number}
    assigned_taken_over, // {number} {name}
    moderators_title,    // of a line to the moderators' group about {number}
    // The weekly list for the moderators' group.
    review_title, // {count}
    review_list,  // {count}
    review_footer,

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

// The sentence with its arguments filled in. Arguments: fmt::arg("number", 12), …; fmt::arg("count", counted(2)) where
// the words around a number go by it.
template <class... Args>
std::string phrase(text which, const config::voice& speaks, Args&&... args);

// The form in force, with the names in braces: the community's own (own_words.hpp), or else the catalogue's.
[[nodiscard]] std::string_view catalogue(text which, const config::voice& speaks);

// "answer_title": what a text is called in the configuration. "" behind the last one.
[[nodiscard]] std::string_view key_of(text which);
[[nodiscard]] std::optional<text> text_of(std::string_view key);

template <class... Args>
std::string phrase(text which, const config::voice& speaks, Args&&... args) {
    return fmt::format(fmt::runtime(catalogue(which, speaks)), std::forward<Args>(args)...);
}

} // namespace bot::conversation
