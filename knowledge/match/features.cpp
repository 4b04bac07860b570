#include "knowledge/match/features.hpp"

namespace knowledge::match {

const std::array<feature_description, feature_count> feature_descriptions = {{
    {"chinese",
     "1 when question or wording has Han in it: chooses the column of the calibration, has no weight itself"},
    {"share", "score of the question's own terms, divided by their total weight"},
    {"wording_cover", "share of the question's weight found in the winning wording"},
    {"any_cover", "share of the question's weight found anywhere in the entry"},
    {"reverse_cover", "share of the winning wording's weight found in the question"},
    {"exact", "1 when question and wording have the same terms"},
    {"lead", "how far the first candidate is before the second, as a share of its score; 0 for the others"},
    {"behind", "how far a candidate is behind the first, as a share of the first's score; 0 for the first"},
    {"crowd", "share of the other nine with at least 0.85 of the first's score"},
    {"agreement", "how well the entry's other wordings match, compared with the best one; 0 for a single wording"},
    {"wordings", "ln of the number of wordings of the entry"},
    {"unseen_share", "share of the question's weight the index has never seen"},
    {"unseen_words", "ln(1 + n) of Latin words and numbers the index has never seen"},
    {"familiarity", "how common the question's terms are in the index, on average; 0 unseen, 1 in every entry"},
    {"common_ground", "ln(1 + the same summed over the terms)"},
    {"missing_words", "share of the weight of the question's Latin words that this entry lacks"},
    {"matched_words", "ln(1 + n) of Latin words, names and numbers found in the entry"},
    {"rarest_match", "rarity of the rarest term found, as a share of the greatest possible"},
    {"evidence", "ln(1 + weight found)"},
    {"length", "ln(1 + total weight of the question)"},
    {"asks", "1 when the message is worded as a question"},
    {"trouble", "1 when the message tells of an error"},
    {"chatting", "share of thanks, greetings, agreement in the message"},
    {"small_talk", "share of small talk in the message"},
    {"function_share", "share of function words in the message"},
    {"context_share", "how well the entry's chain matches what was said before; 0 without context"},
    {"leaning", "how far the message leans on what was said before; 0 without context"},
    {"learnable",
     "1 when the entry has enough wordings to learn from: chooses the column of the calibration, has no weight itself"},
    {"learnt", "how far the question is worded as the entry's wordings are: 1 as they are, -1 not at all"},
    {"learnt_lead", "the same, less that of the best other entry"},
}};

} // namespace knowledge::match
