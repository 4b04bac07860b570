#include "knowledge/text/cues.hpp"

#include "knowledge/text/lexicon.hpp"
#include "knowledge/text/normalise.hpp"
#include "knowledge/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace knowledge::text {

namespace {

constexpr std::size_t latin_word_characters = 2; // says about as much as a Chinese word of two characters

constexpr std::array<std::string_view, 18> trouble_words = {
    "报错",   "失败",  "异常",      "无法",   "不生效", "错误",    "挂了",    "崩溃",   "不了",
    "没有用", "error", "exception", "failed", "fails",  "failing", "failure", "cannot", "doesnt"};

struct tally {
    std::size_t content = 0, chatting = 0, small_talk = 0, function = 0, all = 0;

    void add(unsigned classes, std::size_t characters) {
        all += characters;
        if ((classes & word_class::chatting) != 0) chatting += characters;
        if ((classes & word_class::small_talk) != 0) small_talk += characters;
        if ((classes & function_word) != 0) function += characters;
        // A polite word is content here, so that a message of nothing else is all chat.
        if ((classes & function_word) == 0 || (classes & word_class::chatting) != 0) content += characters;
    }
};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::size_t count_characters(std::string_view bytes) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < bytes.size(); ++count)
        (void)next_code_point(bytes, at);
    return count;
}

} // namespace

message_cues read_cues(std::string_view text) {
    return read_cues_of_normalised(normalise(text));
}

message_cues read_cues_of_normalised(std::string_view all) {
    message_cues cues;
    tally words;
    std::string word;
    for (std::size_t at = 0; at < all.size();) {
        unsigned classes = 0;
        if (is_letter_or_digit(all[at])) {
            word.clear();
            for (; at < all.size() && (is_letter_or_digit(all[at]) || all[at] == '\''); ++at)
                if (all[at] != '\'') word.push_back(all[at]);
            classes = latin_word(word);
            if (words.all == 0 && (classes & asking_first) != 0) cues.asks = true;
            words.add(classes, latin_word_characters);
        } else {
            std::size_t behind = at;
            const char32_t c = next_code_point(all, behind);
            if (c == '?') cues.asks = true;
            if (is_unspaced_script(c)) {
                const lexicon_match known = han_word_at(all, at);
                if (known.length != 0) {
                    classes = known.classes;
                    behind = at + known.length;
                }
                words.add(classes, count_characters(all.substr(at, behind - at)));
            }
            at = behind;
        }
        cues.asks = cues.asks || (classes & asking) != 0;
        cues.points_back = cues.points_back || (classes & pointing_back) != 0;
    }
    const auto share = [](std::size_t part, std::size_t whole) {
        return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    cues.chatting = words.all == 0 ? 1.0 : share(words.chatting, words.content); // nothing but signs is chat as well
    cues.small_talk = share(words.small_talk, words.content);
    cues.function_share = share(words.function, words.all);
    cues.characters = words.all;
    cues.trouble = std::any_of(trouble_words.begin(), trouble_words.end(),
                               [&](std::string_view told) { return all.find(told) != std::string_view::npos; });
    return cues;
}

} // namespace knowledge::text
